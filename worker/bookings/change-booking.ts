import { writeChange, type BookingChange, type FreedStall, type NewMessage } from '../../db/queries/booking-changes.ts'
import { findBooking, findNextWaiter, type BookingRow } from '../../db/queries/bookings.ts'
import type { ChangeEffects, PriorityCause } from '../../db/queries/change-effects.ts'
import type { Actor } from '../../db/queries/events.ts'
import type { Guard } from '../../db/queries/row-change.ts'
import { exhibitionGoesOn, type StallPlace } from '../../db/queries/waitlist.ts'
import { bookingStream, chainEvent, type EventToChain } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import { holdsStall, isLive, statesBefore, type BookingAct } from '../contract/booking-transitions.ts'
import type { BookingState } from '../contract/codes.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { offerExpiry } from './offer-times.ts'
import { priorityUntil } from './priority.ts'

export interface ChangeRequest {
  act: BookingAct
  /** The state after the act; absent when the act leaves it (a check). */
  to?: BookingState
  actor: Actor
  /** More columns to set. */
  set?: BookingChange['set']
  /** The stall after the act, where the act gives another one. */
  stall?: { id: number; code: string }
  /** Why the applicant comes first in their next draw. */
  priority?: PriorityCause | null
  effects?: Omit<ChangeEffects, 'priority'>
  data?: EventToChain['data']
  /** A person's words, kept encrypted beside the event. */
  text?: string
  /** The template that tells the person, for each phone on record. */
  message?: { template: string; data?: Record<string, string | number | null> }
  /** Templates that tell one of them something of their own, whether or not their phone was on record before. */
  tells?: Pick<NewMessage, 'template' | 'recipient'>[]
  /** The version the actor saw; another one is refused. */
  seenVersion?: number
}

export interface GuardedChangeRequest extends ChangeRequest {
  /** What must still be true of the booking's surroundings when the act is written. */
  guards: Guard[]
}

export type ChangeOutcome =
  | { ok: true; booking: BookingRow }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

/** A guard was not true any more, or a waiter changed: compose the act anew from what is there now. */
export type GuardedChangeOutcome = ChangeOutcome | { ok: false; reason: 'guard_failed' }

const retriesMax = 40

/** A booking's phones, as outbox recipients; a row has no key of a delegate that the family revoked. */
export function recipientsOf(booking: BookingRow): NewMessage['recipient'][] {
  const recipients: NewMessage['recipient'][] = []
  if (booking.delegateKey !== null) recipients.push('delegate')
  if (booking.phoneKey !== null) recipients.push('applicant')
  return recipients
}

/**
 * Carries out one act on one booking if its state allows it, and offers the stall it frees to the next
 * suitable waiter in the same batch. The only way any booking's state changes after it is made, but for
 * swap-bookings.ts (two at once) and settle-ended.ts (many at once).
 */
export async function changeBooking(
  db: Store,
  reference: string,
  request: ChangeRequest,
  now: number,
): Promise<ChangeOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const outcome = await changeGuarded(db, reference, { ...request, guards: [] }, now)
    if (outcome.ok || outcome.reason !== 'guard_failed') return outcome
  }
  throw new Error('A booking kept changing while an act on it was retried.')
}

/** One attempt at an act that has conditions of its own. */
export async function changeGuarded(
  db: Store,
  reference: string,
  request: GuardedChangeRequest,
  now: number,
): Promise<GuardedChangeOutcome> {
  const booking = await findBooking(db.d1, reference)
  if (!booking) throw new Error('An act was given a reference that is not there.')
  const state = booking.state
  if (!statesBefore(request.act).includes(state)) return { ok: false, reason: 'transition_refused', state }
  if (request.seenVersion !== undefined && request.seenVersion !== booking.version) {
    return { ok: false, reason: 'changed_meanwhile', version: booking.version }
  }
  if (keepsPlace(state, request) && booking.exhibitionState === 'cancelled') {
    return { ok: false, reason: 'transition_refused', state: 'cancelled' }
  }
  const change = await composeChange(db, booking, request, now)
  const freed = frees(booking, request) ? await freedStallOf(db, booking, now) : null
  if (!(await writeChange(db.d1, change, freed))) return { ok: false, reason: 'guard_failed' }
  forgetExhibition(booking.exhibitionSlug)
  const written = await findBooking(db.d1, reference)
  return { ok: true, booking: written ?? booking }
}

/** Whether the act gives or changes a place, which nothing does at an exhibition that is cancelled. */
const keepsPlace = (from: BookingState, { to, stall }: ChangeRequest): boolean =>
  (to !== undefined && isLive(to) && to !== from) || stall !== undefined

function frees({ state, stallId }: BookingRow, { to = state, stall }: ChangeRequest): boolean {
  if (!holdsStall(state) || to === 'completed' || to === 'no_show') return false
  return !holdsStall(to) || (stall !== undefined && stall.id !== stallId)
}

/** The change that an act makes of the booking as it was read. */
export async function composeChange(
  db: Store,
  booking: BookingRow,
  request: ChangeRequest & { guards?: Guard[] },
  now: number,
): Promise<BookingChange> {
  const stream = bookingStream(booking.reference)
  const text = request.text ? await sealText(db.keys, stream, request.text) : null
  const event = await chainEvent(db.keys, {
    stream,
    after: booking,
    type: request.act,
    atUtc: now,
    actor: request.actor,
    data: {
      from: booking.state,
      state: request.to ?? booking.state,
      stall: request.stall?.code ?? booking.stallCode,
      ...request.data,
    },
    text,
  })
  const { message, priority, stall } = request
  const guards = [...(keepsPlace(booking.state, request) ? [exhibitionGoesOn] : []), ...(request.guards ?? [])]
  return {
    reference: booking.reference,
    from: [booking.state],
    version: booking.version,
    set: {
      ...(request.to && { state: request.to, offer_expires_at_utc: null }),
      ...(stall && { stall_id: stall.id }),
      ...request.set,
    },
    guards,
    ...request.effects,
    ...(priority && { priority: { cause: priority, expiresAtUtc: priorityUntil(now) } }),
    event,
    text,
    messages: [
      ...(message ? recipientsOf(booking).map((recipient) => ({ template: message.template, recipient })) : []),
      ...(request.tells ?? []),
    ].map((told) => ({ ...told, language: booking.language, data: JSON.stringify(message?.data ?? {}) })),
  }
}

/** When an offer made now would end; null while its exhibition makes none. */
export function offerableUntil(
  { exhibitionMode, exhibitionState, startsOn }: Pick<BookingRow, 'exhibitionMode' | 'exhibitionState' | 'startsOn'>,
  now: number,
): number | null {
  const offeringStates = exhibitionMode === 'ballot' ? ['drawn'] : ['open', 'closed']
  return offeringStates.includes(exhibitionState) ? offerExpiry(now, startsOn) : null
}

/** The stall that leaving this booking frees, with the offer to the next waiter if one can be made. */
async function freedStallOf(db: Store, booking: BookingRow, now: number): Promise<FreedStall | null> {
  const { stallId, stallZoneId, stallCode } = booking
  if (stallId === null || stallZoneId === null || stallCode === null) return null
  const stall = {
    id: stallId,
    exhibitionId: booking.exhibitionId,
    zoneId: stallZoneId,
    isStepFree: booking.stallIsStepFree === true,
  }
  const expiresAtUtc = offerableUntil(booking, now)
  if (expiresAtUtc === null || booking.stallIsWithheld) return null
  const waiter = await findNextWaiter(db.d1, stall)
  return {
    ...stall,
    offer: waiter ? await composeOffer(db, waiter, { ...stall, code: stallCode }, expiresAtUtc, now) : null,
  }
}

/** The change that offers a stall to a waiter until a stated time. */
export async function composeOffer(
  db: Store,
  waiter: BookingRow,
  stall: StallPlace & { id: number; code: string },
  expiresAtUtc: number,
  now: number,
): Promise<BookingChange> {
  return composeChange(
    db,
    waiter,
    {
      act: 'offer',
      to: 'offered',
      actor: 'system',
      stall,
      set: { offer_expires_at_utc: expiresAtUtc },
      effects: { offeredAt: stall },
      data: { expiresAtUtc },
      message: { template: 'booking_offered', data: { expiresAtUtc, stall: stall.code } },
    },
    now,
  )
}
