import { muscatTime } from '../../../worker/contract/dates.ts'
import type { GateMemory } from './gate-memory.ts'
import { dequeue, forgetKept, type QueuedCheckIn } from './kept-gate.ts'
import { forgetShell, keepList, keepShell } from './prepare.ts'
import type { StationWords } from './station-words.ts'

const ltr = (text: string) => `\u2066${text}\u2069`

/** Preparing the phone and forgetting it, and what of the queue was not accepted. */
export class OfflinePart {
  readonly root: HTMLElement
  readonly part: HTMLElement | null
  readonly memory: GateMemory
  readonly words: StationWords
  /** Told whenever the phone was prepared, or forgot. */
  onChange: () => Promise<void> = async () => {}

  constructor(root: HTMLElement, memory: GateMemory, words: StationWords) {
    this.root = root
    this.part = root.querySelector<HTMLElement>('[data-offline]')
    this.memory = memory
    this.words = words
  }

  async open(): Promise<void> {
    const { part } = this
    if (!part || !('serviceWorker' in navigator && 'caches' in window && 'indexedDB' in window)) return
    this.button('prepare')?.addEventListener('click', () => void this.prepare())
    this.button('remove')?.addEventListener('click', () => void this.remove(false))
    this.button('remove-anyway')?.addEventListener('click', () => void this.remove(true))
    await this.show()
    part.hidden = false
  }

  async prepare(): Promise<void> {
    const button = this.button('prepare')
    if (button) button.disabled = true
    this.say(this.words.offline.working)
    const outcome = await keepList(this.memory.slug)
      .then(async (kept) => {
        if (kept.ok) await keepShell(this.root.dataset.until ?? '', kept.kept.clockBehindMs)
        return kept
      })
      .catch(() => ({ ok: false as const, reason: 'failed' as const }))
    if (!outcome.ok) await this.forget(false)
    await this.onChange()
    if (button) button.disabled = false
    const { forged, failed } = this.words.offline
    const isReady = outcome.ok && this.memory.kept !== null
    this.say(isReady ? '' : !outcome.ok && outcome.reason === 'forged' ? forged : failed)
    if (isReady) this.button('remove')?.focus()
  }

  /** Removes everything of this gate, but asks again while something was not sent or not accepted. */
  async remove(isSure: boolean): Promise<void> {
    const { unsent, refused } = await this.memory.queue()
    const asks = unsent.length + refused.length > 0 && !isSure
    for (const name of ['loses', 'remove-anyway']) this.reveal(name, asks)
    if (asks) return this.button('remove-anyway')?.focus()
    await this.forget(true)
    await this.onChange()
    this.say(this.words.offline.removed)
    this.part?.querySelector<HTMLElement>('[data-offline-said]')?.focus()
  }

  async forget(withQueue: boolean): Promise<void> {
    const { slug } = this.memory
    await Promise.allSettled([forgetShell(slug), forgetKept(slug, { withQueue })])
  }

  /** Writes what is kept now. */
  async show(): Promise<void> {
    const { part, memory, words } = this
    if (!part) return
    const { list, kept } = memory
    for (const when of part.querySelectorAll<HTMLElement>('[data-when]')) {
      when.hidden = (when.dataset.when === 'kept') !== (kept !== null)
    }
    const ready = part.querySelector('[data-ready]')
    if (ready && list) {
      ready.textContent = words.offline.ready
        .replace('{time}', ltr(muscatTime(list.asOf)))
        .replace('{count}', String(list.lines.length))
    }
    this.reveal('unverified', kept !== null && !kept.canVerify)
    this.showRefused((await memory.queue()).refused)
    this.showList()
  }

  showRefused(refused: QueuedCheckIn[]): void {
    const rows = refused.map((checkIn) => {
      const row = this.copy('refused-line')
      const because = checkIn.refusal ? this.words.answers[checkIn.refusal] : ''
      row.querySelector('bdi')?.append(checkIn.reference)
      row.querySelector('span')?.append(`${ltr(muscatTime(checkIn.at))} · ${because}`)
      row.querySelector('button')?.addEventListener('click', () => void dequeue(checkIn.id).then(() => this.show()))
      return row
    })
    this.part?.querySelector('[data-refused] ul')?.replaceChildren(...rows)
    this.reveal('refused', refused.length > 0)
  }

  /** The list itself, only where the server's is not on the page. */
  showList(): void {
    const { memory, words } = this
    const isShown = memory.list !== null && this.root.querySelector('[data-list]') === null
    this.reveal('kept-list', isShown)
    if (!isShown || !memory.list) return
    const rows = memory.list.lines.map(({ reference, stall, arrangements, checkedInAt }) => {
      const row = this.copy('kept-line')
      const [code, name] = row.querySelectorAll('bdi')
      code?.append(stall)
      name?.append(reference)
      const since = memory.seen.get(reference) ?? checkedInAt
      const needs = arrangements.map((need) => words.arrangements[need]).join(words.separator)
      const state = since ? words.since.replace('{time}', ltr(muscatTime(since))) : ''
      row.querySelector('span')?.append([needs, state].filter(Boolean).join(' · '))
      const button = row.querySelector('button')
      if (since) button?.remove()
      else Object.assign(button?.dataset ?? {}, { checkIn: reference })
      row.querySelector('.hidden-text')?.append(stall)
      return row
    })
    this.part?.querySelector('.gate-kept')?.replaceChildren(...rows)
  }

  copy(name: string): DocumentFragment {
    const template = this.part?.querySelector<HTMLTemplateElement>(`template[data-${name}]`)
    return template ? document.importNode(template.content, true) : new DocumentFragment()
  }

  say(sentence: string): void {
    const status = this.part?.querySelector('[data-offline-said]')
    if (status) status.textContent = sentence
  }

  reveal(name: string, isShown: boolean): void {
    const element = this.part?.querySelector<HTMLElement>(`[data-${name}]`)
    if (element) element.hidden = !isShown
  }

  button(name: string): HTMLButtonElement | null {
    return this.part?.querySelector<HTMLButtonElement>(`[data-${name}]`) ?? null
  }
}
