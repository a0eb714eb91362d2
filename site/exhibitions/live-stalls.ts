const everyMs = 15_000

class LiveStalls extends HTMLElement {
  timer = 0

  connectedCallback() {
    this.timer = window.setInterval(() => void this.refresh(), everyMs)
  }

  disconnectedCallback() {
    clearInterval(this.timer)
  }

  async refresh() {
    if (document.hidden) return
    const answer = await fetch(`/api/v1/exhibitions/${this.dataset.slug}`).catch(() => null)
    if (!answer?.ok) return
    const { stalls } = (await answer.json()) as { stalls: { code: string; state: string }[] }
    for (const { code, state } of stalls) {
      for (const place of this.querySelectorAll<HTMLElement>(`[data-stall="${CSS.escape(code)}"]`))
        this.show(place, state)
    }
  }

  show(place: HTMLElement, state: string) {
    const { stall = '', state: before = '' } = place.dataset
    const input = place.querySelector('input')
    // The server makes the links: a stall that frees up gets its own when the page is next opened.
    if (before === state || (state === 'free' && !input)) return
    place.dataset.state = state
    const [was = '', says = ''] = [this.dataset[before], this.dataset[state]]
    const named = place.matches('[aria-label]') ? place : place.querySelector('[aria-label]')
    const label = named?.getAttribute('aria-label')
    if (label?.endsWith(was)) named?.setAttribute('aria-label', label.slice(0, label.length - was.length) + says)
    const cell = place.querySelector('[data-says]')
    if (cell) cell.textContent = says

    const isChosen = input?.checked === true
    // A chosen stall stays chosen even when it goes: the answer to the form says what else is free.
    if (input) input.disabled = state !== 'free' && !isChosen
    if (isChosen && state !== 'free') this.say(stall)
    if (state === 'free') return
    for (const link of [place, ...place.querySelectorAll('a')]) link.removeAttribute('href')
    if (place.localName === 'a') place.ariaHidden = 'true'
  }

  say(stall: string) {
    const status = this.querySelector('[role=status]')
    if (status) status.textContent = (this.dataset.gone ?? '').replace('{code}', stall)
  }
}

customElements.define('live-stalls', LiveStalls)
