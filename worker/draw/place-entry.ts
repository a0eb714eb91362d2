import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { findPlace } from '../../db/queries/draws.ts'
import { leavesBetterRanksTheirs, listGivableStalls, placesAreToBeGiven } from '../../db/queries/placing-ground.ts'
import { placingStatements } from '../../db/queries/many-booking-changes.ts'
import { offerExpiry } from '../bookings/offer-times.ts'
import type { Store } from '../store.ts'
import { composePlacing } from './place-entries.ts'

/**
 * Gives one entry what the published result says, for whoever comes by before its turn. An entry that would take a
 * better rank's stall waits for the scheduled job, which goes by rank.
 */
export async function placeEntry(db: Store, booking: BookingRow, now: number): Promise<BookingRow> {
  const place = booking.drawCode === null ? undefined : await findPlace(db.d1, booking.exhibitionId, booking.drawCode)
  if (!place) return booking
  const stalls = await listGivableStalls(db.d1, booking.exhibitionId)
  const change = await composePlacing(db, booking, place, stalls, offerExpiry(now, booking.startsOn), now)
  const turn = place.zone === null ? null : leavesBetterRanksTheirs(place, booking.exhibitionId)
  const proof = {
    sql: turn ? `${placesAreToBeGiven} AND ${turn.sql}` : placesAreToBeGiven,
    values: [place.drawId, ...(turn?.values ?? [])],
  }
  try {
    await db.d1.batch(placingStatements(db.d1, [change], now, [], proof))
  } catch (error) {
    // The stall went to another entry at the same moment: the scheduled job places this one.
    if (!String(error).includes('UNIQUE constraint failed: bookings.stall_id')) throw error
  }
  return (await findBooking(db.d1, booking.reference)) ?? booking
}
