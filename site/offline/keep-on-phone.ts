import { cacheNames, copyOf } from './kept-copy.ts'

class KeepOnPhone extends HTMLElement {
  connectedCallback() {
    if (!('serviceWorker' in navigator && 'caches' in window)) return
    // "Finish on this phone" closes every booking on it, so the copies go as well.
    document.addEventListener('submit', ({ submitter }) => {
      if (submitter?.getAttribute('value') === 'finish') void caches.delete(cacheNames.asked)
    })
    void this.offer()
  }

  async offer() {
    await navigator.serviceWorker.ready
    if (!this.dataset.until) return dropCopies()
    const isCopy = document.querySelector('.kept-notice') !== null
    // What was asked for once follows the booking whenever its page is open.
    if ((await isKept()) && !isCopy) await keepCopy(this.dataset.until).catch(() => {})
    await this.show()
    this.hidden = false
    this.button('away')?.addEventListener('click', () => void this.keep())
    this.button('kept')?.addEventListener('click', () => void this.drop())
  }

  async keep() {
    const said = await keepCopy(this.dataset.until ?? '').then(
      () => '',
      () => this.dataset.failed ?? '',
    )
    await this.show()
    this.say(said)
    this.button(said === '' ? 'kept' : 'away')?.focus()
  }

  async drop() {
    await dropCopies()
    await this.show()
    this.say(this.dataset.removed ?? '')
    this.button('away')?.focus()
  }

  async show() {
    const now = (await isKept()) ? 'kept' : 'away'
    for (const part of this.querySelectorAll<HTMLElement>('[data-when]')) part.hidden = part.dataset.when !== now
  }

  say(sentence: string) {
    const status = this.querySelector('[role=status]')
    if (status) status.textContent = sentence
  }

  button(when: string) {
    return this.querySelector<HTMLButtonElement>(`[data-when=${when}] button`)
  }
}

const isKept = async (): Promise<boolean> =>
  (await caches.match(location.pathname, { cacheName: cacheNames.asked })) !== undefined

/** Keeps the page that is open, without its forms and what was written in them, and with the files it needs. */
async function keepCopy(until: string): Promise<void> {
  const answer = await fetch(location.pathname, { cache: 'no-store' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  // Without it, this is the form for the phone: the 24 hours are over.
  if (!page.querySelector('keep-on-phone')) throw new Error('The booking is not open on this device.')
  for (const part of page.querySelectorAll('form, [data-not-kept], a[href$=".ics"]')) part.remove()
  const html = `<!doctype html>${page.documentElement.outerHTML}`
  const cache = await caches.open(cacheNames.asked)
  const files = page.querySelectorAll<HTMLElement>('link[rel=stylesheet], link[rel=preload], script[src]')
  await cache.addAll([...files].map((file) => file.getAttribute('href') ?? file.getAttribute('src') ?? ''))
  await cache.put(location.pathname, copyOf(answer, html, until))
}

/** Both languages of the page that is open. */
async function dropCopies(): Promise<void> {
  const cache = await caches.open(cacheNames.asked)
  for (const language of ['ar', 'en']) await cache.delete(`/${language}${location.pathname.slice(3)}`)
}

customElements.define('keep-on-phone', KeepOnPhone)
