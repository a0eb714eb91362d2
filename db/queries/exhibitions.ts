import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent } from './events.ts'
import { stallIsClaimable } from './waitlist.ts'

/** Moves an exhibition on, only from the state and version that were read. */
export async function updateExhibitionState(
  d1: D1Database,
  change: { id: number; from: string; version: number; to: string; event: NewEvent },
): Promise<boolean> {
  const [updated] = await d1.batch([
    d1
      .prepare(
        'UPDATE exhibitions SET state = ?, version = version + 1, head_mac = ? WHERE id = ? AND state = ? AND version = ?',
      )
      .bind(change.to, change.event.mac, change.id, change.from, change.version),
    ...insertEventIf(d1, change.event, {
      sql: 'SELECT 1 FROM exhibitions WHERE id = ? AND head_mac = ?',
      values: [change.id, change.event.mac],
    }),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

export interface ExhibitionRow {
  id: number
  slug: string
  seriesSlug: string | null
  titleAr: string
  titleEn: string
  descriptionAr: string
  descriptionEn: string
  venueAr: string
  venueEn: string
  governorate: string
  startsOn: string
  endsOn: string
  doorsOpenAt: string
  doorsCloseAt: string
  mode: 'first_come' | 'ballot'
  review: 'before_confirming' | 'none'
  state: string
  bookingOpensAtUtc: number
  bookingClosesAtUtc: number
  planWidth: number
  planHeight: number
  planFeatures: string
  isDemonstration: number
  applications: number
  version: number
  headMac: string
}

const exhibitionColumns = `e.id, e.slug, p.slug AS seriesSlug, e.title_ar AS titleAr, e.title_en AS titleEn,
  e.description_ar AS descriptionAr, e.description_en AS descriptionEn, e.venue_ar AS venueAr, e.venue_en AS venueEn,
  e.governorate, e.starts_on AS startsOn, e.ends_on AS endsOn, e.doors_open_at AS doorsOpenAt,
  e.doors_close_at AS doorsCloseAt, e.mode, e.review, e.state, e.booking_opens_at_utc AS bookingOpensAtUtc,
  e.booking_closes_at_utc AS bookingClosesAtUtc, e.plan_width AS planWidth, e.plan_height AS planHeight,
  e.plan_features AS planFeatures, e.is_demonstration AS isDemonstration, e.applications, e.version,
  e.head_mac AS headMac`

export function findExhibition(d1: D1Database, slug: string): Promise<ExhibitionRow | null> {
  return d1
    .prepare(
      `SELECT ${exhibitionColumns} FROM exhibitions e LEFT JOIN series p ON p.id = e.series_id
       WHERE e.slug = ? AND e.state <> 'draft'`,
    )
    .bind(slug)
    .first<ExhibitionRow>()
}

export interface CountedExhibitionRow extends ExhibitionRow {
  stallsTotal: number
  stallsFree: number
}

/** Published exhibitions, the latest first, with their stalls counted; never more than `limit`. */
export async function listPublished(
  d1: D1Database,
  filter: { state: string | null; governorate: string | null; series: string | null },
  limit: number,
): Promise<CountedExhibitionRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${exhibitionColumns},
         (SELECT count(*) FROM stalls s WHERE s.exhibition_id = e.id) AS stallsTotal,
         (SELECT count(*) FROM stalls s WHERE s.exhibition_id = e.id AND ${stallIsClaimable('s')}) AS stallsFree
       FROM exhibitions e LEFT JOIN series p ON p.id = e.series_id
       WHERE e.state <> 'draft' AND (?1 IS NULL OR e.state = ?1) AND (?2 IS NULL OR e.governorate = ?2)
         AND (?3 IS NULL OR p.slug = ?3)
       ORDER BY e.starts_on DESC, e.id LIMIT ?4`,
    )
    .bind(filter.state, filter.governorate, filter.series, limit)
    .all<CountedExhibitionRow>()
  return results
}

export interface StallRow {
  id: number
  code: string
  zone: string
  x: number
  y: number
  width: number
  height: number
  isStepFree: number
  isNearEntrance: number
  hasPower: number
  isCorner: number
  hasWater: number
  feeBaisa: number
  subsidyBaisa: number
  isWithheld: number
  isFree: number
}

/** The plan with live stalls, in plan order. */
export async function readPlan(
  d1: D1Database,
  exhibitionId: number,
): Promise<{ zones: { code: string; titleAr: string; titleEn: string }[]; stalls: StallRow[] }> {
  const [zones, stalls] = await d1.batch([
    d1
      .prepare(
        'SELECT code, title_ar AS titleAr, title_en AS titleEn FROM zones WHERE exhibition_id = ? ORDER BY position',
      )
      .bind(exhibitionId),
    d1
      .prepare(
        `SELECT s.id, s.code, z.code AS zone, s.x, s.y, s.width, s.height, s.is_step_free AS isStepFree,
           s.is_near_entrance AS isNearEntrance, s.has_power AS hasPower, s.is_corner AS isCorner,
           s.has_water AS hasWater, s.fee_baisa AS feeBaisa, s.subsidy_baisa AS subsidyBaisa,
           s.withheld_reason IS NOT NULL AS isWithheld, ${stallIsClaimable('s')} AS isFree
         FROM stalls s JOIN zones z ON z.id = s.zone_id WHERE s.exhibition_id = ? ORDER BY s.y, s.x, s.code`,
      )
      .bind(exhibitionId),
  ])
  // The two statements above name these columns.
  return {
    zones: (zones?.results ?? []) as { code: string; titleAr: string; titleEn: string }[],
    stalls: (stalls?.results ?? []) as StallRow[],
  }
}

export interface SeriesRow {
  slug: string
  titleAr: string
  titleEn: string
  descriptionAr: string
  descriptionEn: string
  venueAr: string
  venueEn: string
  governorate: string
  isDemonstration: number
}

export function findSeries(d1: D1Database, slug: string): Promise<SeriesRow | null> {
  return d1
    .prepare(
      `SELECT slug, title_ar AS titleAr, title_en AS titleEn, description_ar AS descriptionAr,
         description_en AS descriptionEn, venue_ar AS venueAr, venue_en AS venueEn, governorate,
         is_demonstration AS isDemonstration FROM series WHERE slug = ?`,
    )
    .bind(slug)
    .first<SeriesRow>()
}

/** Exhibitions whose printed times have passed while their state has not, oldest first. */
export async function listDue(d1: D1Database, now: number, today: string, limit: number): Promise<ExhibitionRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${exhibitionColumns} FROM exhibitions e LEFT JOIN series p ON p.id = e.series_id
       WHERE (e.state = 'published' AND e.booking_opens_at_utc <= ?1)
         OR (e.state = 'open' AND e.booking_closes_at_utc <= ?1)
         OR (e.state IN ('closed', 'frozen', 'drawn') AND e.starts_on <= ?2)
         OR (e.state = 'live' AND e.ends_on < ?2)
       ORDER BY e.starts_on LIMIT ?3`,
    )
    .bind(now, today, limit)
    .all<ExhibitionRow>()
  return results
}
