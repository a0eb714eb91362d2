/** A window in which the map stands beside the list; a narrower one shows it when asked. */
const hasRoomForMap = matchMedia('(min-width: 60em)')

class OutletFinder extends HTMLElement {
  connectedCallback() {
    const figure = this.querySelector<HTMLElement>('.map')
    const open = this.querySelector<HTMLButtonElement>('[data-open-map]')
    const near = this.querySelector<HTMLButtonElement>('[data-near]')
    if (!figure || !open || !near) return
    for (const part of this.querySelectorAll<HTMLElement>('[data-scripted]')) part.hidden = false
    open.addEventListener('click', () => void this.openMap(figure, open, true))
    near.addEventListener('click', () => void this.toggleNearness(near))
    new IntersectionObserver((seen, observer) => {
      if (!hasRoomForMap.matches || !seen.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      void this.openMap(figure, open, false)
    }).observe(figure)
  }

  async openMap(figure: HTMLElement, open: HTMLButtonElement, isAsked: boolean) {
    const canvas = figure.querySelector<HTMLElement>('[data-canvas]')
    if (!canvas?.hidden || open.disabled) return
    open.disabled = true
    try {
      const { openMap } = await import('./map/open-map.ts')
      canvas.hidden = false
      figure.classList.add('map--open')
      openMap(this, figure, canvas, isAsked)
    } catch {
      open.disabled = false
      this.say(this.dataset.failed)
    }
  }

  async toggleNearness(near: HTMLButtonElement) {
    try {
      const { toggleNearness } = await import('./map/near-me.ts')
      await toggleNearness(this, near)
    } catch {
      this.say(this.dataset.unavailable)
    }
  }

  say(sentence = '') {
    const status = this.querySelector('[data-says]')
    if (status) status.textContent = sentence
  }
}

customElements.define('outlet-finder', OutletFinder)
