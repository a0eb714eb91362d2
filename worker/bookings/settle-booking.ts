import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import type { BookingState } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import { placeEntry } from '../draw/place-entry.ts'
import type { Store } from '../store.ts'
import { changeBooking, type ChangeRequest } from './change-booking.ts'

const undecided: readonly BookingState[] = ['applied', 'pending', 'waitlisted', 'offered']

/** What time alone has done to a booking and nobody has recorded yet, or null. */
function dueChange(booking: BookingRow, now: number): ChangeRequest | null {
  const state = booking.state
  const today = muscatDay(now)
  if (booking.exhibitionState === 'cancelled') return null
  if (state === 'offered' && (booking.offerExpiresAtUtc ?? 0) <= now) {
    return { act: 'expire', to: 'expired', actor: 'system', message: { template: 'booking_expired' } }
  }
  if (undecided.includes(state) && booking.startsOn <= today) {
    return { act: 'expire', to: 'expired', actor: 'system', message: { template: 'booking_expired' } }
  }
  if (booking.endsOn < today && state === 'confirmed') return { act: 'end', to: 'no_show', actor: 'system' }
  if (booking.endsOn < today && state === 'checked_in') return { act: 'end', to: 'completed', actor: 'system' }
  return null
}

/** Records a draw's result, an expiry or an ending that is due, whoever comes by first (invariant 7). */
export async function settleBooking(db: Store, booking: BookingRow, now: number): Promise<BookingRow> {
  if (booking.state === 'applied' && booking.exhibitionState === 'drawn') return placeEntry(db, booking, now)
  const due = dueChange(booking, now)
  if (!due) return booking
  const outcome = await changeBooking(db, booking.reference, { ...due, seenVersion: booking.version }, now)
  if (outcome.ok) return outcome.booking
  // Someone else acted at the same moment: what they wrote is the truth.
  return (await findBooking(db.d1, booking.reference)) ?? booking
}
