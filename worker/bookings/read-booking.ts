import type { BookingView } from '../contract/booking.ts'
import type { Store } from '../store.ts'
import { viewBooking } from './booking-view.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ReadBookingOutcome =
  /** `holder`: whose token it was that opened the booking. */
  { ok: true; booking: BookingView; holder: 'applicant' | 'delegate' } | { ok: false; reason: 'booking_not_found' }

export async function readBooking(db: Store, who: BookingCredential, now: number): Promise<ReadBookingOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const holder = opened.purpose === 'delegate' ? 'delegate' : 'applicant'
  return { ok: true, booking: await viewBooking(db, opened.row), holder }
}
