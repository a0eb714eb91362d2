import { muscatTime } from '../../../worker/contract/dates.ts'
import { normaliseReference } from '../../../worker/contract/text.ts'
import { languageOf } from '../../ui/language.ts'
import { openCameraPart } from './camera-part.ts'
import { saidOf, type GateSaid } from './gate-answer.ts'
import { GateMemory } from './gate-memory.ts'
import { OfflinePart } from './offline-part.ts'
import { renewList } from './prepare.ts'
import { sendCheckIns, type Silence } from './send-check-ins.ts'
import { offerChoice, offerUndo, showAnswer, type Choice } from './show-answer.ts'
import type { StationWords } from './station-words.ts'

const askAgainMs = 30_000
const listOldMs = 5 * 60_000

/** The last answer that the phone gave by itself, and the number of what it keeps of it. */
interface OwnAnswer {
  said: GateSaid
  id: number | null
}

/** Answers without leaving the page: by the server, or without a network by the list that this phone keeps. */
class GateStation extends HTMLElement {
  readonly memory = new GateMemory(this.dataset.slug ?? '')
  readonly words = JSON.parse(this.dataset.words ?? '{}') as StationWords
  readonly offline = new OfflinePart(this, this.memory, this.words)
  connection: 'connected' | Silence['reason'] = 'connected'
  own: OwnAnswer | null = null
  /** One after another: a second scan waits for the first one's answer. */
  last: Promise<unknown> = Promise.resolve()

  connectedCallback() {
    this.addEventListener('submit', (event) => this.onSubmit(event))
    this.addEventListener('click', (event) => this.onClick(event))
    openCameraPart(this, this.words.camera, (text) => this.take(text))
    this.offline.onChange = () => this.reread()
    // The files to keep are read from this list (prepare.ts), which a day of check-ins would fill.
    performance.setResourceTimingBufferSize(2_000)
    addEventListener('online', () => void this.tell().then(() => this.refresh()))
    addEventListener('offline', () => void this.showConnection('unconnected'))
    setInterval(() => void this.keepUp(), askAgainMs)
    void this.start()
  }

  async start() {
    await this.memory.open()
    await this.offline.open()
    if (this.memory.kept && !navigator.onLine) this.connection = 'unconnected'
    this.showCount()
    await this.showConnection(this.connection)
    if (matchMedia('(pointer: fine)').matches) this.field?.focus()
    await this.tell()
    // Whoever was undone on the page that led here is not in any more.
    await this.refresh()
  }

  get field() {
    return this.querySelector<HTMLInputElement>('[data-shown] [name=shown]')
  }

  onSubmit(event: Event) {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    const field = form.elements.namedItem('shown')
    // Taking a check-in back is the server's.
    if (!(field instanceof HTMLInputElement)) return
    event.preventDefault()
    const shown = field.value.trim()
    if (shown === '') return this.field?.focus()
    if (field === this.field) field.value = ''
    this.take(shown)
  }

  onClick({ target }: Event) {
    const button = target instanceof Element ? target.closest('button') : null
    if (!button) return
    if (button.dataset.checkIn) this.take(button.dataset.checkIn)
    if ('anyway' in button.dataset) this.actOnOwn((own) => this.recordAnyway(own))
    if ('unqueue' in button.dataset) this.actOnOwn((own) => this.takeBack(own))
    if ('send' in button.dataset) void this.tell()
  }

  /** Answers whatever was scanned, typed or tapped. */
  take(shown: string) {
    this.last = this.last.then(() => this.checkIn(shown)).catch(() => this.show({ kind: 'failed' }))
  }

  /** A person decides about the phone's own answer, once, however often they tap. */
  actOnOwn(act: (own: OwnAnswer) => Promise<void>) {
    const { own } = this
    this.own = null
    if (own) this.last = this.last.then(() => act(own)).catch(() => this.show({ kind: 'failed' }))
  }

  async checkIn(shown: string) {
    const reference = normaliseReference(shown)
    const isOff = this.memory.kept !== null && !navigator.onLine
    const sent = isOff
      ? { ok: false as const, reason: 'unconnected' as const }
      : await sendCheckIns(this.memory.slug, [reference ? { reference } : { pass: shown }])
    const result = sent.ok ? sent.results[0] : undefined
    if (result) {
      const said = { reference: reference || null, ...saidOf(result) }
      if (said.reference && said.at) await this.memory.remember(said.reference, said.at).catch(() => {})
      await this.showConnection('connected')
      return this.show(said)
    }
    const reason = sent.ok ? 'failed' : sent.reason
    await this.showConnection(reason)
    const said = await this.memory.judge(shown)
    // Whoever may not work at this gate is not helped by its list.
    if (!said || reason === 'denied') return this.show({ kind: reason === 'denied' ? 'failed' : reason })
    await this.answerAlone(said, reference ? null : shown)
  }

  /** What this phone says by itself, and keeps to be sent. */
  async answerAlone(said: GateSaid, pass: string | null) {
    const isKept = said.kind === 'saved' && said.reference
    const id = isKept ? await this.memory.record(said.reference ?? '', pass) : null
    this.own = { said, id }
    const choice = isKept ? 'unqueue' : said.kind === 'unlisted' || said.kind === 'moved' ? 'anyway' : null
    this.show(said, choice)
    await this.showConnection(this.connection)
  }

  /** A person decides what the list cannot: it is recorded by reference and judged once there is a network. */
  async recordAnyway(own: OwnAnswer) {
    const { reference } = own.said
    if (!reference) return
    const id = await this.memory.record(reference, null)
    const said = { ...own.said, kind: 'saved' as const, at: new Date(this.memory.now()).toISOString() }
    this.own = { said, id }
    this.show(said, 'unqueue')
    await this.showConnection(this.connection)
  }

  async takeBack({ id, said }: OwnAnswer) {
    if (id === null || !said.reference) return
    offerChoice(this, null)
    const isTaken = await this.memory.takeBack(id, said.reference)
    const place = this.querySelector<HTMLElement>('[data-answer]')
    if (place && isTaken) place.hidden = true
    if (!isTaken) offerUndo(this, { ...said, kind: 'again' })
    this.offline.say(isTaken ? this.words.unqueued : this.words.unqueuedLate)
    await this.showConnection(this.connection)
    this.offline.showList()
    this.showCount()
  }

  show(said: GateSaid, choice: Choice = null) {
    const isNew = said.kind === 'go' || said.kind === 'saved'
    if (!isNew && said.kind !== 'unlisted' && said.kind !== 'moved') this.own = null
    showAnswer(this, this.words, said, choice)
    if ((isNew || said.kind === 'again') && said.reference && said.at) this.markIn(said.reference, said.at, isNew)
    this.offline.showList()
    if (matchMedia('(pointer: fine)').matches && !choice) this.field?.focus()
  }

  /** The server's list and count follow what happens here. */
  markIn(reference: string, at: string, isNew: boolean) {
    const cell = this.querySelector(`[data-line="${CSS.escape(reference)}"] [data-state]`)
    if (cell) cell.textContent = this.words.since.replace('{time}', `\u2066${muscatTime(at)}\u2069`)
    const count = this.querySelector<HTMLElement>('[data-count]')
    if (count && isNew) count.dataset.arrived = String(Number(count.dataset.arrived) + 1)
    this.showCount()
  }

  showCount() {
    const count = this.querySelector<HTMLElement>('[data-count]')
    const known = this.querySelector('[data-list]') ? null : this.memory.countIn()
    if (!count) return
    const arrived = String(known?.arrived ?? count.dataset.arrived)
    const expected = String(known?.expected ?? count.dataset.expected)
    const sentence = count.dataset.count ?? ''
    count.textContent = sentence.replace('{arrived}', arrived).replace('{expected}', expected)
  }

  /** Sends what waits, and says how it went. */
  async tell() {
    const { unsent } = await this.memory.queue()
    if (unsent.length === 0) return
    const outcome = await this.memory.tell()
    await this.settleOwn()
    await this.showConnection(outcome.ok ? 'connected' : outcome.reason)
    await this.offline.show()
  }

  /** What was sent cannot be taken off this phone any more; if it was accepted it can be undone. */
  async settleOwn() {
    const { own } = this
    if (own?.id == null) return
    const { unsent, refused } = await this.memory.queue()
    const isOwn = ({ id }: { id: number }) => id === own.id
    if (unsent.some(isOwn) || this.own !== own) return
    this.own = null
    offerChoice(this, null)
    if (!refused.some(isOwn)) offerUndo(this, { ...own.said, kind: 'again' })
  }

  /** Sends what waits, and keeps the list of a prepared phone fresh. */
  async keepUp() {
    if (document.hidden || !navigator.onLine) return
    await this.tell()
    const { list } = this.memory
    const isOld = list !== null && this.memory.now() - Date.parse(list.asOf) >= listOldMs
    if (isOld || this.connection !== 'connected') await this.refresh()
  }

  /** Fetches the list of a prepared phone anew, which also says whether there is a connection. */
  async refresh() {
    if (!this.memory.kept || !navigator.onLine) return
    const outcome = await renewList(this.memory.slug).catch(() => null)
    if (outcome) this.connection = outcome.ok || outcome.reason === 'forged' ? 'connected' : outcome.reason
    await this.reread()
  }

  async reread() {
    await this.memory.open()
    await this.offline.show()
    this.showCount()
    await this.showConnection(this.connection)
  }

  async showConnection(connection: GateStation['connection']) {
    this.connection = connection
    const line = this.querySelector<HTMLElement>('[data-connection]')
    const status = line?.querySelector('[role=status]')
    const { unsent } = await this.memory.queue()
    const { offline } = this.words
    if (!line || !status) return
    const isOff = connection === 'unconnected'
    const counted = new Intl.PluralRules(languageOf(new URL(location.href))).select(unsent.length)
    const waiting = unsent.length > 0 ? offline.unsent[counted].replace('{count}', String(unsent.length)) : ''
    const parts = [
      isOff ? offline.disconnected : offline.connected,
      waiting,
      connection === 'denied' ? offline.denied : waiting && offline.survives,
    ]
    status.textContent = parts.filter(Boolean).join(' ')
    line.hidden = !this.memory.kept && unsent.length === 0 && connection !== 'signed_out'
    const reveal = (name: string, isShown: boolean) =>
      line.querySelector(`[data-${name}]`)?.toggleAttribute('hidden', !isShown)
    reveal('send', unsent.length > 0 && connection !== 'signed_out')
    reveal('sign-in', connection === 'signed_out')
  }
}

customElements.define('gate-station', GateStation)
