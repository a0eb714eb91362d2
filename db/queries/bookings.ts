import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, eq, getTableColumns, inArray, isNotNull, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { bookings } from '../tables/bookings.ts'
import { exhibitions, stalls } from '../tables/exhibitions.ts'
import { nextWaiterFor, type StallPlace } from './waitlist.ts'

const bookingFields = {
  ...getTableColumns(bookings),
  // A delegate that the family revoked is none: nobody who reads a booking can forget to ask.
  delegateKey: sql<string | null>`iif(${bookings.delegateRevokedAtUtc} IS NULL, ${bookings.delegateKey}, NULL)`,
  stallCode: stalls.code,
  stallZoneId: stalls.zoneId,
  stallIsStepFree: stalls.isStepFree,
  stallIsWithheld: sql`${stalls.withheldReason} IS NOT NULL`.mapWith(Boolean),
  exhibitionSlug: exhibitions.slug,
  exhibitionTitleAr: exhibitions.titleAr,
  exhibitionTitleEn: exhibitions.titleEn,
  exhibitionVenueAr: exhibitions.venueAr,
  exhibitionVenueEn: exhibitions.venueEn,
  exhibitionGovernorate: exhibitions.governorate,
  exhibitionState: exhibitions.state,
  exhibitionMode: exhibitions.mode,
  exhibitionSeriesId: exhibitions.seriesId,
  exhibitionCancelReason: exhibitions.cancelReason,
  exhibitionOffersOutOfOrder: exhibitions.offersOutOfOrder,
  startsOn: exhibitions.startsOn,
  endsOn: exhibitions.endsOn,
  doorsOpenAt: exhibitions.doorsOpenAt,
  doorsCloseAt: exhibitions.doorsCloseAt,
}

/** Bookings with what their exhibition and stall say of them. */
export const selectBookings = (d1: D1Database) =>
  orm(d1)
    .select(bookingFields)
    .from(bookings)
    .innerJoin(exhibitions, eq(exhibitions.id, bookings.exhibitionId))
    .leftJoin(stalls, eq(stalls.id, bookings.stallId))

export type BookingRow = Awaited<ReturnType<typeof selectBookings>>[number]

export function findBooking(d1: D1Database, reference: string): Promise<BookingRow | undefined> {
  return selectBookings(d1).where(eq(bookings.reference, reference)).get()
}

/** A ballot's entries by their draw codes, in any order. */
export function listBookingsByDrawCode(
  d1: D1Database,
  exhibitionId: number,
  drawCodes: string[],
): Promise<BookingRow[]> {
  // One bound value however many codes there are: D1 allows 100.
  const codes = sql`(SELECT value FROM json_each(${JSON.stringify(drawCodes)}))`
  return selectBookings(d1)
    .where(and(eq(bookings.exhibitionId, exhibitionId), sql`${bookings.drawCode} IN ${codes}`))
    .all()
}

/** Ballot entries that a draw moved on, in the order of their ranks. */
export function listMovedByDraw(
  d1: D1Database,
  exhibitionId: number,
  states: BookingRow['state'][],
  limit: number,
): Promise<BookingRow[]> {
  return selectBookings(d1)
    .where(and(eq(bookings.exhibitionId, exhibitionId), inArray(bookings.state, states), isNotNull(bookings.drawCode)))
    .orderBy(asc(bookings.ordinal))
    .limit(limit)
    .all()
}

/** The next waiter whom the stall suits. */
export function findNextWaiter(d1: D1Database, stall: StallPlace): Promise<BookingRow | undefined> {
  return selectBookings(d1)
    .where(eq(bookings.reference, sql.raw(nextWaiterFor(stall))))
    .get()
}

/** Zone codes for stored zone ids, in plan order. */
export async function findZoneCodes(d1: D1Database, exhibitionId: number, zoneIds: number[]): Promise<string[]> {
  if (zoneIds.length === 0) return []
  const { results } = await d1
    .prepare(
      `SELECT code FROM zones WHERE exhibition_id = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY position`,
    )
    .bind(exhibitionId, JSON.stringify(zoneIds))
    .all<{ code: string }>()
  return results.map((row) => row.code)
}

/** Counts one more find of a reference in this minute, and says how many there were with it. */
export async function countFind(d1: D1Database, referenceKey: string, minute: number): Promise<number> {
  const row = await d1
    .prepare(
      `INSERT INTO failed_finds (reference_key, minute, count) VALUES (?, ?, 1)
       ON CONFLICT (reference_key, minute) DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(referenceKey, minute)
    .first<{ count: number }>()
  return row?.count ?? 1
}

/** A find that succeeded does not count. */
export async function forgiveFind(d1: D1Database, referenceKey: string, minute: number): Promise<void> {
  await d1
    .prepare('UPDATE failed_finds SET count = count - 1 WHERE reference_key = ? AND minute = ?')
    .bind(referenceKey, minute)
    .run()
}
