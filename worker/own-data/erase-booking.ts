import { findBooking } from '../../db/queries/bookings.ts'
import { eraseBookingRows } from '../../db/queries/erasure.ts'
import type { Actor } from '../../db/queries/events.ts'
import { staffIdOf } from '../audit/actors.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { changeBooking } from '../bookings/change-booking.ts'
import { isLive } from '../contract/booking-transitions.ts'
import type { BookingState } from '../contract/codes.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'

export type EraseBookingOutcome =
  | { ok: true }
  /** Whoever is at the exhibition now is erased when it is over. */
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

const retriesMax = 8

/**
 * Erases the person of a booking for good. A live booking is withdrawn first, which gives its stall to the next waiter.
 * Over the version that the actor saw, if one is named: another one may be somebody else's by now.
 */
export async function eraseBooking(
  db: Store,
  request: { reference: string; actor: Actor; cause: 'asked' | 'purged'; seenVersion?: number },
  now: number,
): Promise<EraseBookingOutcome> {
  const { reference, actor, cause } = request
  let { seenVersion } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const booking = await findBooking(db.d1, reference)
    if (!booking) throw new Error('eraseBooking was given a reference that is not there.')
    if (booking.erasedAtUtc !== null) return { ok: true }
    if (seenVersion !== undefined && seenVersion !== booking.version) {
      return { ok: false, reason: 'changed_meanwhile', version: booking.version }
    }
    if (isLive(booking.state)) {
      const withdrawal = { act: 'withdraw', to: 'withdrawn', actor, seenVersion: booking.version } as const
      const withdrawn = await changeBooking(db, reference, withdrawal, now)
      if (withdrawn.ok && seenVersion !== undefined) seenVersion += 1
      if (!withdrawn.ok && withdrawn.reason === 'transition_refused') return withdrawn
      continue
    }
    const event = await chainEvent(db.keys, {
      stream: bookingStream(reference),
      after: booking,
      type: 'erase',
      atUtc: now,
      actor,
      data: { from: booking.state, state: booking.state, cause },
    })
    const { version, applicantKey, delegateKey } = booking
    const closedBy = staffIdOf(actor)
    const endsPriority = cause === 'asked'
    const erasure = { reference, version, applicantKey, delegateKey, closedBy, endsPriority, event }
    if (await eraseBookingRows(db.d1, erasure)) {
      forgetExhibition(booking.exhibitionSlug)
      return { ok: true }
    }
  }
  throw new Error('A booking kept changing while it was being erased.')
}
