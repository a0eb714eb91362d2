import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { NextInLine } from '../contract/desk-bulk.ts'
import type { Store } from '../store.ts'
import type { Staff } from './staff.ts'

/** Somebody who waits, as whoever decides about a stall sees them; a viewer reads no name. */
export async function nextInLine(db: Store, staff: Staff, reference: string | null): Promise<NextInLine | null> {
  const row = reference === null ? undefined : await findBooking(db.d1, reference)
  return row ? lineOf(db, staff, row) : null
}

export async function lineOf(db: Store, staff: Staff, row: BookingRow): Promise<NextInLine> {
  const name = staff.role === 'viewer' ? null : (await personOfRow(db, row)).name || null
  return { reference: row.reference, rank: row.ordinal, name }
}
