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

const retriesMax = 8

/** Erases the person of a booking for good. A live booking is withdrawn first, which gives its stall to the next waiter. */
export async function eraseBooking(
  db: Store,
  request: { reference: string; actor: Actor; cause: 'asked' | 'purged' },
  now: number,
): Promise<EraseBookingOutcome> {
  const { reference, actor, cause } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const booking = await findBooking(db.d1, reference)
    if (!booking) throw new Error('eraseBooking was given a reference that is not there.')
    if (booking.erasedAtUtc !== null) return { ok: true }
    if (isLive(booking.state)) {
      const withdrawn = await changeBooking(db, reference, { act: 'withdraw', to: 'withdrawn', actor }, now)
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
