import type { BookingRow } from '../../db/queries/bookings.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { GateBooking } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'

/** What a gate needs to know of whoever stands before it, and no more. */
export async function viewGateBooking(db: Store, row: BookingRow): Promise<GateBooking> {
  const { tradeName } = await personOfRow(db, row)
  const { reference, state, stallCode, version } = row
  return { reference, state, stall: stallCode, tradeName, version }
}
