import type { D1Database } from '@cloudflare/workers-types'
import { bookingColumns, bookingTables, type BookingRow } from './bookings.ts'

/** Where a list goes on: the last row that was shown. */
export interface ListPlace {
  createdAtUtc: number
  reference: string
}

/** Bookings of an exhibition, the oldest first, after a place; one index range of at most `limit` rows. */
export async function listBookings(
  d1: D1Database,
  filter: { exhibitionId: number; state: string | null; after: ListPlace | null },
  limit: number,
): Promise<BookingRow[]> {
  const after = filter.after ?? { createdAtUtc: -1, reference: '' }
  const { results } = await d1
    .prepare(
      `SELECT ${bookingColumns} FROM ${bookingTables}
       WHERE b.exhibition_id = ?1 AND (b.created_at_utc, b.reference) > (?2, ?3)${filter.state ? ' AND b.state = ?5' : ''}
       ORDER BY b.created_at_utc, b.reference LIMIT ?4`,
    )
    .bind(filter.exhibitionId, after.createdAtUtc, after.reference, limit, ...(filter.state ? [filter.state] : []))
    .all<BookingRow>()
  return results
}

/** The bookings of an exhibition behind a phone, as the applicant's or as the delegate's. */
export async function listByPhone(
  d1: D1Database,
  exhibitionId: number,
  phoneKey: string,
  limit: number,
): Promise<BookingRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${bookingColumns} FROM ${bookingTables}
       WHERE b.reference IN (
         SELECT * FROM (SELECT reference FROM bookings WHERE exhibition_id = ?1 AND phone_key = ?2 LIMIT ?3)
         UNION
         SELECT * FROM (SELECT reference FROM bookings WHERE exhibition_id = ?1 AND delegate_key = ?2 LIMIT ?3))
       ORDER BY b.created_at_utc DESC, b.reference LIMIT ?3`,
    )
    .bind(exhibitionId, phoneKey, limit)
    .all<BookingRow>()
  return results
}

/** How many bookings that share the first word are looked at for the others. */
const wordMatchesMax = 500

/** The bookings of an exhibition whose names hold every word; the first word should be the rarest. */
export async function listByWords(
  d1: D1Database,
  exhibitionId: number,
  wordKeys: string[],
  limit: number,
): Promise<BookingRow[]> {
  const [first, ...others] = wordKeys
  if (!first) return []
  const { results } = await d1
    .prepare(
      `SELECT ${bookingColumns} FROM ${bookingTables}
       WHERE b.reference IN (
         SELECT m.reference FROM (
           SELECT reference FROM name_words WHERE exhibition_id = ?1 AND word_key = ?2 LIMIT ${wordMatchesMax}) m
         WHERE NOT EXISTS (
           SELECT 1 FROM json_each(?3) w WHERE NOT EXISTS (
             SELECT 1 FROM name_words o
             WHERE o.exhibition_id = ?1 AND o.word_key = w.value AND o.reference = m.reference))
         LIMIT ?4)
       ORDER BY b.created_at_utc DESC, b.reference LIMIT ?4`,
    )
    .bind(exhibitionId, first, JSON.stringify(others), limit)
    .all<BookingRow>()
  return results
}

export async function findBookings(d1: D1Database, references: string[]): Promise<Map<string, BookingRow>> {
  const { results } = await d1
    .prepare(`SELECT ${bookingColumns} FROM ${bookingTables} WHERE b.reference IN (SELECT value FROM json_each(?))`)
    .bind(JSON.stringify(references))
    .all<BookingRow>()
  return new Map(results.map((row) => [row.reference, row]))
}

export interface WorkloadRow {
  slug: string
  titleAr: string
  titleEn: string
  governorate: string
  state: string
  mode: string
  startsOn: string
  endsOn: string
  pending: number
  applied: number
  waitlisted: number
  oldestPendingAtUtc: number | null
}

/** Counting stops here, so that a home page costs the same however many wait. */
export const countedMax = 100

const countOf = (state: string) => `(SELECT count(*) FROM (
  SELECT 1 FROM bookings b WHERE b.exhibition_id = e.id AND b.state = '${state}' LIMIT ${countedMax}))`

/** Exhibitions that end on a day or later, the soonest first and those that are over last, with what waits at each; null filters allow all. */
export async function listWorkload(
  d1: D1Database,
  filter: { governorates: string[] | null; ids: number[] | null; endsFrom: string },
  limit: number,
): Promise<WorkloadRow[]> {
  const json = (list: unknown[] | null) => (list === null ? null : JSON.stringify(list))
  const { results } = await d1
    .prepare(
      `SELECT e.slug, e.title_ar AS titleAr, e.title_en AS titleEn, e.governorate, e.state, e.mode,
         e.starts_on AS startsOn, e.ends_on AS endsOn, ${countOf('pending')} AS pending,
         ${countOf('applied')} AS applied, ${countOf('waitlisted')} AS waitlisted,
         (SELECT b.created_at_utc FROM bookings b WHERE b.exhibition_id = e.id AND b.state = 'pending'
          ORDER BY b.created_at_utc LIMIT 1) AS oldestPendingAtUtc
       FROM exhibitions e
       WHERE e.state <> 'draft' AND e.ends_on >= ?1
         AND (?2 IS NULL OR e.governorate IN (SELECT value FROM json_each(?2)))
         AND (?3 IS NULL OR e.id IN (SELECT value FROM json_each(?3)))
       ORDER BY e.state IN ('finished', 'cancelled'), e.starts_on, e.id LIMIT ?4`,
    )
    .bind(filter.endsFrom, json(filter.governorates), json(filter.ids), limit)
    .all<WorkloadRow>()
  return results
}
