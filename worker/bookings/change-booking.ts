import { writeChange, type BookingChange, type FreedStall, type NewMessage } from '../../db/queries/booking-changes.ts'
import { findBooking, findNextWaiter, type BookingRow } from '../../db/queries/bookings.ts'
import type { Actor } from '../../db/queries/events.ts'
import { bookingStream, chainEvent, type EventToChain } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import { holdsStall, statesBefore, type BookingAct } from '../contract/booking-transitions.ts'
import type { BookingState } from '../contract/codes.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { offerExpiry } from './offer-times.ts'

export interface ChangeRequest {
  act: BookingAct
  /** The state after the act; absent when the act leaves it (a check). */
  to?: BookingState
  actor: Actor
  /** More columns to set. */
  set?: BookingChange['set']
  data?: EventToChain['data']
  /** A person's words, kept encrypted beside the event. */
  text?: string
  /** The template that tells the person, for each phone on record. */
  message?: { template: string; data?: Record<string, string | number | null> }
  /** The version the actor saw; another one is refused. */
  seenVersion?: number
}

export type ChangeOutcome =
  | { ok: true; booking: BookingRow }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

const retriesMax = 8

/** A booking's phones, as outbox recipients. */
export function recipientsOf(booking: BookingRow): NewMessage['recipient'][] {
  const recipients: NewMessage['recipient'][] = []
  if (booking.delegateKey !== null) recipients.push('delegate')
  if (booking.phoneKey !== null) recipients.push('applicant')
  return recipients
}

/**
 * Carries out one act on one booking if its state allows it, and offers the stall it frees to the next
 * suitable waiter in the same batch. The only way any booking's state changes after it is made.
 */
export async function changeBooking(
  db: Store,
  reference: string,
  request: ChangeRequest,
  now: number,
): Promise<ChangeOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const booking = await findBooking(db.d1, reference)
    if (!booking) throw new Error('changeBooking was given a reference that is not there.')
    const state = booking.state
    if (!statesBefore(request.act).includes(state)) return { ok: false, reason: 'transition_refused', state }
    if (request.seenVersion !== undefined && request.seenVersion !== booking.version) {
      return { ok: false, reason: 'changed_meanwhile', version: booking.version }
    }
    const change = await composeChange(db, booking, request, now)
    const freed = frees(state, request.to) ? await freedStallOf(db, booking, now) : null
    if (await writeChange(db.d1, change, freed)) {
      forgetExhibition(booking.exhibitionSlug)
      const written = await findBooking(db.d1, reference)
      return { ok: true, booking: written ?? booking }
    }
  }
  throw new Error('A booking kept changing while an act on it was retried.')
}

const frees = (from: BookingState, to: BookingState | undefined): boolean =>
  to !== undefined && holdsStall(from) && !holdsStall(to) && to !== 'completed' && to !== 'no_show'

async function composeChange(
  db: Store,
  booking: BookingRow,
  request: ChangeRequest,
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
    data: { from: booking.state, state: request.to ?? booking.state, stall: booking.stallCode, ...request.data },
    text,
  })
  const { message } = request
  return {
    reference: booking.reference,
    from: [booking.state],
    version: booking.version,
    set: { ...(request.to && { state: request.to, offer_expires_at_utc: null }), ...request.set },
    event,
    text,
    messages: message
      ? recipientsOf(booking).map((recipient) => ({
          template: message.template,
          recipient,
          language: booking.language,
          data: JSON.stringify(message.data ?? {}),
        }))
      : [],
  }
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
  const expiresAtUtc = offerExpiry(now, booking.startsOn)
  const isOffering =
    booking.exhibitionState === 'open' || booking.exhibitionState === 'closed' || booking.exhibitionState === 'drawn'
  if (!isOffering || expiresAtUtc === null || booking.stallIsWithheld) return null
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
  stall: { id: number; code: string },
  expiresAtUtc: number,
  now: number,
): Promise<BookingChange> {
  const offered = await composeChange(
    db,
    { ...waiter, stallCode: stall.code },
    {
      act: 'offer',
      to: 'offered',
      actor: 'system',
      data: { expiresAtUtc },
      message: { template: 'booking_offered', data: { expiresAtUtc } },
    },
    now,
  )
  return { ...offered, set: { state: 'offered', stall_id: stall.id, offer_expires_at_utc: expiresAtUtc } }
}
