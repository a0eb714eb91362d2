const storedAs = 'tamkeen-desk-keys'

/** Letters by their place on the keyboard, so that they work in Arabic as in English. */
const letters: Record<string, string> = {
  KeyJ: 'next',
  KeyK: 'previous',
  KeyC: 'confirm',
  KeyD: 'decline',
  KeyA: 'ask',
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null

class ReviewKeys extends HTMLElement {
  isOff = false
  readonly onKey = (event: KeyboardEvent) => this.press(event)

  connectedCallback() {
    const help = this.querySelector('details')
    const turn = this.querySelector('button')
    if (help) help.hidden = false
    this.isOff = localStorage.getItem(storedAs) === 'off'
    this.say(turn)
    turn?.addEventListener('click', () => {
      this.isOff = !this.isOff
      if (this.isOff) localStorage.setItem(storedAs, 'off')
      else localStorage.removeItem(storedAs)
      this.say(turn)
    })
    document.addEventListener('keydown', this.onKey)
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.onKey)
  }

  say(turn: HTMLElement | null) {
    if (turn) turn.textContent = (this.isOff ? this.dataset.on : this.dataset.off) ?? ''
  }

  press(event: KeyboardEvent) {
    const { altKey, ctrlKey, metaKey, isComposing, repeat, target } = event
    if (this.isOff || event.defaultPrevented || altKey || ctrlKey || metaKey || isComposing || repeat) return
    if (isTyping(target)) return
    const wanted = this.wish(event)
    if (wanted && this.follow(wanted)) event.preventDefault()
  }

  wish({ code, key }: KeyboardEvent): string | undefined {
    if (key === '?' || key === '؟') return 'help'
    // The arrow that points the way the language reads leads on.
    const [on, back] = this.dataset.language === 'ar' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
    if (key === on) return 'next'
    if (key === back) return 'previous'
    return letters[code]
  }

  /** Goes to a link; puts the focus on a button, which Enter then sends; opens what folds. */
  follow(wanted: string): boolean {
    const part =
      document.querySelector<HTMLElement>(`[data-key="${wanted}"]`) ??
      // A ballot's entry has no confirmation: its check decides it.
      (wanted === 'confirm' ? document.querySelector<HTMLElement>('[data-key="check"]') : null)
    if (!part) return false
    if (part instanceof HTMLDetailsElement) {
      part.open = wanted === 'help' ? !part.open : true
      const first = part.querySelector<HTMLElement>(part.open && wanted !== 'help' ? 'select, textarea' : 'summary')
      first?.focus()
    } else if (part instanceof HTMLAnchorElement) {
      part.click()
    } else {
      part.focus()
    }
    part.scrollIntoView({ block: 'nearest' })
    return true
  }
}

customElements.define('review-keys', ReviewKeys)
