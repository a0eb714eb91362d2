import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { listByPhone, listByWords } from '../../db/queries/desk-bookings.ts'
import { deskPageSize, type DeskBookingLine, type DeskPage } from '../contract/desk.ts'
import { normalisePhone, normaliseReference, searchWords } from '../contract/text.ts'
import { phoneKey, wordKey } from '../people/person.ts'
import type { Store } from '../store.ts'
import { bookingLine } from './booking-line.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export type SearchDeskBookingsOutcome =
  ({ ok: true } & DeskPage<DeskBookingLine>) | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

/** Finds an exhibition's bookings by reference, phone or whole words of a name: always by key, never by reading through. */
export async function searchDeskBookings(
  db: Store,
  staff: Staff,
  request: { slug: string; q: string },
): Promise<SearchDeskBookingsOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const rows = await rowsFor(db, found.exhibition.id, request.q)
  return { ok: true, items: await Promise.all(rows.map((row) => bookingLine(db, staff, row))), nextCursor: null }
}

async function rowsFor(db: Store, exhibitionId: number, q: string): Promise<BookingRow[]> {
  const reference = normaliseReference(q)
  if (reference) {
    const row = await findBooking(db.d1, reference)
    return row && row.exhibitionId === exhibitionId ? [row] : []
  }
  const phone = normalisePhone(q)
  if (/^\d{8}$/.test(phone)) {
    return listByPhone(db.d1, exhibitionId, await phoneKey(db.keys, phone), deskPageSize)
  }
  // A long word is likelier to be rare, and the rarest leads the lookup.
  const words = searchWords(q)
    .sort((one, other) => other.length - one.length)
    .slice(0, 8)
  const keys = await Promise.all(words.map((word) => wordKey(db.keys, word)))
  return listByWords(db.d1, exhibitionId, keys, deskPageSize)
}
