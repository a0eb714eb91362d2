import type { D1Database } from '@cloudflare/workers-types'
import { and, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { bookings } from '../tables/bookings.ts'
import { selectBookings, type BookingRow } from './bookings.ts'
import { occupying } from './waitlist.ts'

/** Where a list goes on: the last row that was shown. */
export interface ListPlace {
  createdAtUtc: number
  reference: string
}

/** Which bookings of an exhibition a list shows; null allows all. */
export interface ListFilter {
  exhibitionId: number
  state: BookingRow['state'] | null
  governorate: string | null
  kind: string | null
  isUnchecked: boolean
  after: ListPlace | null
}

/** A filter that no index serves looks at so many bookings, then says where it stopped. */
export const scannedMax = 1_000

/**
 * Bookings of an exhibition, the oldest first, after a place. By state alone it is one index range of at most `limit`
 * rows; the other filters look at no more than `scannedMax`, and `stoppedAt` is where, if there may be more behind.
 */
export async function listBookings(
  d1: D1Database,
  filter: ListFilter,
  limit: number,
): Promise<{ rows: BookingRow[]; stoppedAt: ListPlace | null }> {
  const { createdAtUtc, reference } = filter.after ?? { createdAtUtc: -1, reference: '' }
  const { governorate, kind, isUnchecked } = filter
  const range = and(
    eq(bookings.exhibitionId, filter.exhibitionId),
    sql`(${bookings.createdAtUtc}, ${bookings.reference}) > (${createdAtUtc}, ${reference})`,
    filter.state ? eq(bookings.state, filter.state) : undefined,
  )
  const order = [bookings.createdAtUtc, bookings.reference] as const
  if (governorate === null && kind === null && !isUnchecked) {
    const rows = await selectBookings(d1)
      .where(range)
      .orderBy(...order)
      .limit(limit)
      .all()
    return { rows, stoppedAt: null }
  }
  const scanned = orm(d1)
    .select({
      reference: bookings.reference,
      createdAtUtc: bookings.createdAtUtc,
      governorate: bookings.governorate,
      kind: bookings.kind,
      checkedAtUtc: bookings.checkedAtUtc,
    })
    .from(bookings)
    .where(range)
    .orderBy(...order)
    .limit(scannedMax)
    .as('scanned')
  const wanted = orm(d1)
    .select({ reference: scanned.reference })
    .from(scanned)
    .where(
      and(
        governorate === null ? undefined : eq(scanned.governorate, governorate),
        kind === null ? undefined : eq(scanned.kind, kind),
        isUnchecked ? isNull(scanned.checkedAtUtc) : undefined,
      ),
    )
    .orderBy(scanned.createdAtUtc, scanned.reference)
    .limit(limit)
  const [rows, last] = await Promise.all([
    selectBookings(d1)
      .where(inArray(bookings.reference, wanted))
      .orderBy(...order)
      .all(),
    orm(d1)
      .select({ createdAtUtc: bookings.createdAtUtc, reference: bookings.reference })
      .from(bookings)
      .where(range)
      .orderBy(...order)
      .limit(1)
      .offset(scannedMax - 1)
      .get(),
  ])
  return { rows, stoppedAt: last ?? null }
}

/** Found bookings are shown the newest first. */
const findAmong = (d1: D1Database, references: SQL, limit: number): Promise<BookingRow[]> =>
  selectBookings(d1)
    .where(sql`${bookings.reference} IN (${references})`)
    .orderBy(desc(bookings.createdAtUtc), bookings.reference)
    .limit(limit)
    .all()

/** The bookings of an exhibition behind a phone, as the applicant's or as the delegate's. */
export function listByPhone(
  d1: D1Database,
  exhibitionId: number,
  phoneKey: string,
  limit: number,
): Promise<BookingRow[]> {
  const references = sql`
    SELECT * FROM (SELECT reference FROM bookings WHERE exhibition_id = ${exhibitionId} AND phone_key = ${phoneKey} LIMIT ${limit})
    UNION
    SELECT * FROM (SELECT reference FROM bookings WHERE exhibition_id = ${exhibitionId} AND delegate_key = ${phoneKey} LIMIT ${limit})`
  return findAmong(d1, references, limit)
}

/** How many bookings that share the first word are looked at for the others. */
const wordMatchesMax = 500

/** The bookings of an exhibition whose names hold every word; the first word should be the rarest. */
export function listByWords(
  d1: D1Database,
  exhibitionId: number,
  wordKeys: string[],
  limit: number,
): Promise<BookingRow[]> {
  const [first, ...others] = wordKeys
  if (!first) return Promise.resolve([])
  const references = sql`
    SELECT m.reference FROM (
      SELECT reference FROM name_words WHERE exhibition_id = ${exhibitionId} AND word_key = ${first} LIMIT ${wordMatchesMax}) m
    WHERE NOT EXISTS (
      SELECT 1 FROM json_each(${JSON.stringify(others)}) w WHERE NOT EXISTS (
        SELECT 1 FROM name_words o
        WHERE o.exhibition_id = ${exhibitionId} AND o.word_key = w.value AND o.reference = m.reference))
    LIMIT ${limit}`
  return findAmong(d1, references, limit)
}

export async function findBookings(d1: D1Database, references: string[]): Promise<Map<string, BookingRow>> {
  const rows = await findAmong(d1, sql`SELECT value FROM json_each(${JSON.stringify(references)})`, references.length)
  return new Map(rows.map((row) => [row.reference, row]))
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
  stalls: number
  taken: number
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
          ORDER BY b.created_at_utc LIMIT 1) AS oldestPendingAtUtc,
         (SELECT count(*) FROM stalls s WHERE s.exhibition_id = e.id) AS stalls,
         (SELECT count(*) FROM bookings b WHERE b.exhibition_id = e.id
          AND b.state IN ${occupying}) AS taken
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
