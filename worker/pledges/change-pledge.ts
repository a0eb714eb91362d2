import type { D1PreparedStatement } from '@cloudflare/workers-types'
import type { Actor, Proof } from '../../db/queries/events.ts'
import type { QueuedMessage } from '../../db/queries/outbox.ts'
import {
  isNeedExceeded,
  isReceiptUsed,
  writePledgeChange,
  type AmendmentWrite,
  type DeliveryWrite,
  type LineWrite,
  type NewLine,
  type PledgeWrite,
} from '../../db/queries/pledge-changes.ts'
import { findPledge, findRemaining, type PledgeLineRow, type PledgeRow } from '../../db/queries/pledges.ts'
import type { Guard } from '../../db/queries/row-change.ts'
import { chainEvent, pledgeStream, type EventToChain } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { FieldError } from '../contract/codes.ts'
import { computedStates, stateOfLines, type LineState, type PledgeState } from '../contract/pledge-codes.ts'
import { pledgeStatesBefore, type LineAct, type PledgeAct } from '../contract/pledge-transitions.ts'
import { forgetPledges } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'

/** What an act makes of a pledge as it was read. */
export interface PledgeChange {
  /** Names the event too. An act on a line needs a pledge that is accepted, and lines in the states it names. */
  act: PledgeAct | LineAct
  actor: Actor
  /** The state an act on the whole pledge gives it. Acts on lines leave it out: the lines' states say it. */
  to?: PledgeState
  /** More columns of the header. */
  set?: PledgeWrite['set']
  lines?: LineWrite[]
  /** Numbered after the last line that is there (`nextLine`). */
  newLines?: NewLine[]
  /** A delivery's evidence is `text`. */
  delivery?: DeliveryWrite
  amendment?: AmendmentWrite
  data?: EventToChain['data']
  /** A person's words, kept encrypted beside the event. */
  text?: string | null
  /** The template that tells the company, by e-mail or else by phone. */
  message?: { template: string; data?: Record<string, string | number | null> }
  /** The version the actor saw; another one is refused. */
  seenVersion?: number | null | undefined
  /** What must still be true of the pledge's surroundings; while one is not, `decide` is asked again. */
  guards?: Guard[]
  /** More statements of the same batch, under a proof that holds only if the change was written. */
  alongside?: (proof: Proof) => D1PreparedStatement[]
}

export type ChangePledgeRefusal =
  | { ok: false; reason: 'pledge_not_found' }
  | { ok: false; reason: 'transition_refused'; state: PledgeState | LineState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'need_exceeded'; need: string; remaining: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const retriesMax = 40

/**
 * Carries out one act on one pledge, over the header and the lines as they were read: conditional writes, event, words
 * and messages in one batch. The only way a pledge changes after it is made. `decide` sees the pledge and says what
 * becomes of it, or refuses; null means that it is done already. When somebody was faster it is asked again.
 */
export async function changePledge<Refusal extends { ok: false } = never>(
  db: Store,
  reference: string,
  now: number,
  decide: (pledge: PledgeRow) => PledgeChange | Refusal | null | Promise<PledgeChange | Refusal | null>,
): Promise<{ ok: true; pledge: PledgeRow } | ChangePledgeRefusal | Refusal> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const pledge = await findPledge(db.d1, reference)
    if (!pledge) return { ok: false, reason: 'pledge_not_found' }
    const change = await decide(pledge)
    if (!change) return { ok: true, pledge }
    if ('ok' in change) return change
    const refusal = refusalOf(pledge, change)
    if (refusal) return refusal
    const write = await composeWrite(db, pledge, change, now)
    try {
      if (!(await writePledgeChange(db.d1, write))) continue
    } catch (error) {
      if (isReceiptUsed(error)) return invalid('receiptNumber', 'not_allowed')
      if (!isNeedExceeded(error)) throw error
      const exceeded = await findExceeded(db, pledge, change)
      if (exceeded) return exceeded
      // Somebody gave back meanwhile what was lacking.
      continue
    }
    forgetPledges()
    return { ok: true, pledge: (await findPledge(db.d1, reference)) ?? pledge }
  }
  throw new Error('A pledge kept changing while an act on it was retried.')
}

/** The number of the next new line. */
export const nextLine = ({ lines }: PledgeRow): number => Math.max(0, ...lines.map(({ n }) => n)) + 1

export const isComputed = (state: PledgeState): boolean => (computedStates as readonly PledgeState[]).includes(state)

const invalid = (field: string, code: FieldError['code']): ChangePledgeRefusal => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

function refusalOf(pledge: PledgeRow, { act, lines = [], seenVersion }: PledgeChange): ChangePledgeRefusal | null {
  const { state, version } = pledge
  if (!pledgeStatesBefore(act).includes(state)) return { ok: false, reason: 'transition_refused', state }
  for (const { n, from } of lines) {
    const line = pledge.lines.find((one) => one.n === n)
    if (!line) throw new Error('An act was given a line that is not there.')
    if (!from.includes(line.state)) return { ok: false, reason: 'transition_refused', state: line.state }
  }
  if (seenVersion != null && seenVersion !== version) return { ok: false, reason: 'changed_meanwhile', version }
  return null
}

async function composeWrite(db: Store, pledge: PledgeRow, change: PledgeChange, now: number): Promise<PledgeWrite> {
  const { reference } = pledge
  const { lines = [], newLines = [], message, set = {} } = change
  const stream = pledgeStream(reference)
  const state = stateAfter(pledge, change)
  const text = change.text ? await sealText(db.keys, stream, change.text) : null
  const event = await chainEvent(db.keys, {
    stream,
    after: pledge,
    type: change.act,
    atUtc: now,
    actor: change.actor,
    data: { from: pledge.state, state, ...change.data },
    text,
  })
  const taken = ({ n, set: columns }: LineWrite) => {
    const before = lineOf(pledge, n)?.committed ?? 0
    return (columns.committed ?? before) - before
  }
  return {
    reference,
    from: pledge.state,
    version: pledge.version,
    set: { ...(change.to && { state: change.to }), ...set },
    // What gives back to a need is written before what takes from it.
    lines: lines.toSorted((a, b) => taken(a) - taken(b)),
    newLines,
    delivery: change.delivery ?? null,
    amendment: change.amendment ?? null,
    event,
    text,
    guards: change.guards ?? [],
    messages:
      message && pledge.contact !== null
        ? [messageTo(db, pledge, { ...message, data: { state, ...message.data } })]
        : [],
    alongside: change.alongside ?? (() => []),
  }
}

const lineOf = (pledge: PledgeRow, n: number): PledgeLineRow | undefined => pledge.lines.find((line) => line.n === n)

/** What the triggers will make of the header's state. */
function stateAfter(pledge: PledgeRow, { to, lines = [], newLines = [] }: PledgeChange): PledgeState {
  if (to) return to
  const isLineStateWritten = newLines.length > 0 || lines.some(({ set }) => set.state !== undefined)
  if (!isComputed(pledge.state) || !isLineStateWritten) return pledge.state
  const written = pledge.lines.map((line) => ({ ...line, ...lines.find(({ n }) => n === line.n)?.set }))
  return stateOfLines([...written, ...newLines])
}

/**
 * A company is told by e-mail if it gave an address, else by phone, and also by phone where no e-mail leaves and the phone
 * is known. Which address is derived when it is sent.
 */
export const messageTo = (
  { channels }: Pick<Store, 'channels'>,
  { emailKey, phoneKey, language }: Pick<PledgeRow, 'emailKey' | 'phoneKey' | 'language'>,
  { template, data = {} }: NonNullable<PledgeChange['message']>,
): QueuedMessage => ({
  template,
  channel: emailKey === null || (channels.email === null && phoneKey !== null) ? 'sms' : 'email',
  recipient: 'company',
  language,
  data: JSON.stringify(data),
})

/** How much more a change takes of each need than before; what it gives back is below zero. */
export function takenOfNeeds(
  pledge: PledgeRow,
  { lines = [], newLines = [] }: Pick<PledgeChange, 'lines' | 'newLines'>,
): Map<string, number> {
  const taken = new Map<string, number>()
  const take = (need: string | null, quantity: number) => {
    if (need !== null) taken.set(need, (taken.get(need) ?? 0) + quantity)
  }
  for (const { n, set } of lines) {
    const line = lineOf(pledge, n)
    if (!line) continue
    take(line.needId, -line.committed)
    take(set.needId === undefined ? line.needId : set.needId, set.committed ?? line.committed)
  }
  for (const { needId, committed } of newLines) take(needId, committed)
  return taken
}

/** The need that a change would have promised more than it asks; null when it would fit by now. */
async function findExceeded(db: Store, pledge: PledgeRow, change: PledgeChange): Promise<ChangePledgeRefusal | null> {
  const taken = takenOfNeeds(pledge, change)
  const remaining = await findRemaining(db.d1, [...taken.keys()])
  for (const [need, quantity] of taken) {
    const left = remaining.get(need) ?? 0
    if (quantity > left) return { ok: false, reason: 'need_exceeded', need, remaining: left }
  }
  return null
}
