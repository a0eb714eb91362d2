import type { BookingView } from '../contract/booking.ts'
import type { Store } from '../store.ts'
import { viewBooking } from './booking-view.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ReadBookingOutcome = { ok: true; booking: BookingView } | { ok: false; reason: 'booking_not_found' }

export async function readBooking(db: Store, who: BookingCredential, now: number): Promise<ReadBookingOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  return opened.ok ? { ok: true, booking: await viewBooking(db, opened.row) } : opened
}
