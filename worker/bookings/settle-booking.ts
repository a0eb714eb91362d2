import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { isLive } from '../contract/booking-transitions.ts'
import type { BookingState } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import { lateCheckInMs } from '../contract/limits.ts'
import { placeEntry } from '../draw/place-entry.ts'
import type { Store } from '../store.ts'
import { changeBooking, type ChangeRequest } from './change-booking.ts'
import { causeOfLoss } from './priority.ts'

const undecided: readonly BookingState[] = ['applied', 'pending', 'waitlisted', 'offered']

const expiry = {
  act: 'expire',
  to: 'expired',
  actor: 'system',
  message: { template: 'booking_expired' },
} as const satisfies ChangeRequest

/** Whoever did not come to an exhibition that ended before this day: no gate can tell any more that they did. */
export const absentBefore = (now: number): string => muscatDay(now - lateCheckInMs)

/** What time, or the end of its exhibition, has done to a booking and nobody has recorded yet, or null. */
export function dueChange(booking: BookingRow, now: number): ChangeRequest | null {
  const state = booking.state
  const today = muscatDay(now)
  if (booking.exhibitionState === 'cancelled') return isLive(state) ? cancellation(booking) : null
  if (state === 'offered' && (booking.offerExpiresAtUtc ?? 0) <= now) return expiry
  if (undecided.includes(state) && booking.startsOn <= today) return { ...expiry, priority: causeOfLoss(booking) }
  if (state === 'confirmed') return booking.endsOn < absentBefore(now) ? ending('no_show') : null
  return state === 'checked_in' && booking.endsOn < today ? ending('completed') : null
}

const ending = (to: 'no_show' | 'completed'): ChangeRequest => ({
  act: 'end',
  to,
  actor: 'system',
  message: { template: `booking_${to}` },
})

function cancellation({ exhibitionCancelReason }: BookingRow): ChangeRequest {
  const data = { reasonCode: exhibitionCancelReason ?? 'cancelled_event' }
  return {
    act: 'cancel',
    to: 'cancelled',
    actor: 'system',
    data,
    message: { template: 'exhibition_cancelled', data },
    priority: 'cancelled_by_us',
  }
}

/** Records a draw's result or whatever else is due, whoever comes by first (invariant 7). */
export async function settleBooking(db: Store, booking: BookingRow, now: number): Promise<BookingRow> {
  if (booking.state === 'applied' && booking.exhibitionState === 'drawn') return placeEntry(db, booking, now)
  const due = dueChange(booking, now)
  if (!due) return booking
  const outcome = await changeBooking(db, booking.reference, { ...due, seenVersion: booking.version }, now)
  if (outcome.ok) return outcome.booking
  // Someone else acted at the same moment: what they wrote is the truth.
  return (await findBooking(db.d1, booking.reference)) ?? booking
}
