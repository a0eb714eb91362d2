import { findBooking } from '../../db/queries/bookings.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import type { DeskBooking } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { worksIn, type Staff } from './staff.ts'

export type ReadDeskBookingOutcome =
  { ok: true; booking: DeskBooking } | { ok: false; reason: 'booking_not_found' | 'not_your_governorate' }

export async function readDeskBooking(
  db: Store,
  staff: Staff,
  request: { reference: string },
  now: number,
): Promise<ReadDeskBookingOutcome> {
  const row = await findBooking(db.d1, request.reference)
  if (!row) return { ok: false, reason: 'booking_not_found' }
  if (!worksIn(staff, row.exhibitionGovernorate)) return { ok: false, reason: 'not_your_governorate' }
  return { ok: true, booking: await viewDeskBooking(db, staff, await settleBooking(db, row, now)) }
}
