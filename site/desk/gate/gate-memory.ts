import { readGateList, type GateList } from '../../../worker/contract/gate-list.ts'
import { checkInsAtOnce } from '../../../worker/contract/limits.ts'
import type { GateSaid } from './gate-answer.ts'
import { judgeOffline } from './judge-offline.ts'
import {
  dequeue,
  enqueue,
  findKeptDay,
  forgetSeen,
  keepSeen,
  listQueue,
  listSeen,
  refuseQueued,
  takeFromQueue,
  type KeptDay,
  type QueuedCheckIn,
} from './kept-gate.ts'
import { sendCheckIns, type Silence } from './send-check-ins.ts'
import { stillSeen } from './still-seen.ts'

type TellOutcome = { ok: true; told: number } | Silence

/** What a prepared phone knows of its gate, and what it still has to tell. */
export class GateMemory {
  readonly slug: string
  kept: KeptDay | null = null
  list: GateList | null = null
  seen = new Map<string, string>()
  /** Ends when what is being sent has its answer. */
  telling: Promise<unknown> = Promise.resolve()

  constructor(slug: string) {
    this.slug = slug
  }

  /** Reads what is kept. A browser that keeps nothing has nothing kept. */
  async open(): Promise<void> {
    this.kept = await findKeptDay(this.slug, Date.now()).catch(() => null)
    this.list = this.kept && readGateList(this.kept.signed.text)
    this.seen = this.kept && this.list ? await this.readSeen(this.kept.day, this.list.asOf) : new Map()
  }

  async readSeen(day: string, asOf: string): Promise<Map<string, string>> {
    const all = await listSeen(this.slug, day)
    const seen = stillSeen(all, asOf, (await this.queue()).unsent)
    for (const reference of all.keys()) if (!seen.has(reference)) await forgetSeen({ slug: this.slug, day, reference })
    return seen
  }

  now(): number {
    return Date.now() + (this.kept?.clockBehindMs ?? 0)
  }

  /** What can be said without a network; null on a phone that is not prepared. */
  async judge(shown: string): Promise<GateSaid | null> {
    const { kept, list, seen } = this
    if (!kept || !list) return null
    return judgeOffline({ list, seen, keys: kept.keys, canVerify: kept.canVerify }, shown, this.now())
  }

  /** Keeps a check-in until it can be sent; gives its number. */
  async record(reference: string, pass: string | null): Promise<number> {
    const at = new Date(this.now()).toISOString()
    const id = await enqueue({ slug: this.slug, reference, pass, at, refusal: null })
    await this.remember(reference, at)
    return id
  }

  /** Takes a check-in off this phone; false when it was sent before. */
  async takeBack(id: number, reference: string): Promise<boolean> {
    // What is on its way may arrive, so it cannot be taken back here any more.
    await this.telling
    if (!(await takeFromQueue(id))) return false
    this.seen.delete(reference)
    if (this.kept) await forgetSeen({ slug: this.slug, day: this.kept.day, reference })
    return true
  }

  /** Whom this phone let in is in, also when the network goes afterwards. */
  async remember(reference: string, at: string): Promise<void> {
    this.seen.set(reference, at)
    if (this.kept) await keepSeen({ slug: this.slug, day: this.kept.day, reference, at })
  }

  async queue(): Promise<{ unsent: QueuedCheckIn[]; refused: QueuedCheckIn[] }> {
    const all = await listQueue(this.slug).catch(() => [])
    return { unsent: all.filter(({ refusal }) => !refusal), refused: all.filter(({ refusal }) => refusal) }
  }

  /** Tells what waits, in the order in which it happened. What is cut off is sent again, which is harmless. */
  tell(): Promise<TellOutcome> {
    const outcome = this.telling.then(() => this.sendQueue())
    this.telling = outcome.catch(() => {})
    return outcome
  }

  async sendQueue(): Promise<TellOutcome> {
    const { unsent } = await this.queue()
    let told = 0
    for (let start = 0; start < unsent.length; start += checkInsAtOnce) {
      const part = unsent.slice(start, start + checkInsAtOnce)
      const sent = await sendCheckIns(
        this.slug,
        part.map(({ pass, reference, at }) => (pass ? { pass, at } : { reference, at })),
      )
      if (!sent.ok) return sent
      for (const [index, checkIn] of part.entries()) {
        const result = sent.results[index]
        if (!result) continue
        if (result.code) await refuseQueued(checkIn, result.code)
        else await dequeue(checkIn.id)
        told += 1
      }
    }
    return { ok: true, told }
  }

  /** How many of the list are in, as far as this phone knows. */
  countIn(): { arrived: number; expected: number } | null {
    if (!this.list) return null
    const { lines } = this.list
    const arrived = lines.filter(({ reference, checkedInAt }) => checkedInAt ?? this.seen.has(reference)).length
    return { arrived, expected: lines.length }
  }
}
