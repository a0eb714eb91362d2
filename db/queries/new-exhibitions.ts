import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent } from './events.ts'
import { failedOn } from './failed-on.ts'
import { stallIsOnPlan, zoneIsOnPlan } from './plan.ts'

/** A draft to be written; times are UTC, days Asia/Muscat. */
export interface NewExhibition {
  slug: string
  seriesId: number | null
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
  mode: string
  review: string
  bookingOpensAtUtc: number
  bookingClosesAtUtc: number
  isDemonstration: boolean
  /** Whose plan it begins with. */
  planOfId: number | null
  event: NewEvent
}

/** Writes drafts with their plans and first events, all of them or none; false when a slug is taken. */
export async function insertExhibitions(d1: D1Database, drafts: readonly NewExhibition[]): Promise<boolean> {
  try {
    await d1.batch(drafts.flatMap((draft) => draftStatements(d1, draft)))
    return true
  } catch (error) {
    if (isTakenSlug(error)) return false
    throw error
  }
}

const isTakenSlug = (error: unknown): boolean => failedOn(error, /UNIQUE constraint failed: exhibitions\.slug/)

function draftStatements(d1: D1Database, draft: NewExhibition): D1PreparedStatement[] {
  const { slug, planOfId, event } = draft
  const planOf = (column: string, otherwise: string) =>
    `COALESCE((SELECT e.${column} FROM exhibitions e WHERE e.id = ?18), ${otherwise})`
  const statements = [
    d1
      .prepare(
        `INSERT INTO exhibitions (slug, series_id, title_ar, title_en, description_ar, description_en, venue_ar, venue_en,
           governorate, starts_on, ends_on, doors_open_at, doors_close_at, mode, review, booking_opens_at_utc,
           booking_closes_at_utc, plan_width, plan_height, plan_features, is_demonstration, version, head_mac)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
           ${planOf('plan_width', '0')}, ${planOf('plan_height', '0')}, ${planOf('plan_features', `'[]'`)}, ?19, 1, ?20)`,
      )
      .bind(
        slug,
        draft.seriesId,
        draft.titleAr,
        draft.titleEn,
        draft.descriptionAr,
        draft.descriptionEn,
        draft.venueAr,
        draft.venueEn,
        draft.governorate,
        draft.startsOn,
        draft.endsOn,
        draft.doorsOpenAt,
        draft.doorsCloseAt,
        draft.mode,
        draft.review,
        draft.bookingOpensAtUtc,
        draft.bookingClosesAtUtc,
        planOfId,
        Number(draft.isDemonstration),
        event.mac,
      ),
    ...insertEventIf(d1, event, { sql: 'SELECT 1 FROM exhibitions WHERE slug = ?', values: [slug] }),
  ]
  return planOfId === null ? statements : [...statements, ...copyStatements(d1, slug, planOfId)]
}

function copyStatements(d1: D1Database, slug: string, planOfId: number): D1PreparedStatement[] {
  const own = '(SELECT e.id FROM exhibitions e WHERE e.slug = ?1)'
  const facts = `s.x, s.y, s.width, s.height, s.is_step_free, s.is_near_entrance, s.has_power, s.is_corner, s.has_water,
    s.fee_baisa, s.subsidy_baisa, s.withheld_reason`
  return [
    d1
      .prepare(
        `INSERT INTO zones (exhibition_id, code, title_ar, title_en, position)
         SELECT ${own}, z.code, z.title_ar, z.title_en, z.position FROM zones z
         WHERE z.exhibition_id = ?2 AND ${zoneIsOnPlan('z')} ORDER BY z.position`,
      )
      .bind(slug, planOfId),
    d1
      .prepare(
        `INSERT INTO stalls (exhibition_id, zone_id, code, ${facts.replaceAll('s.', '')})
         SELECT ${own}, (SELECT n.id FROM zones n WHERE n.exhibition_id = ${own}
           AND n.code = (SELECT z.code FROM zones z WHERE z.id = s.zone_id)), s.code, ${facts}
         FROM stalls s WHERE s.exhibition_id = ?2 AND ${stallIsOnPlan('s')}`,
      )
      .bind(slug, planOfId),
  ]
}

/** The slugs that begin like this one, so that a new one can differ from them. */
export async function listSlugsLike(d1: D1Database, slug: string): Promise<string[]> {
  const { results } = await d1
    .prepare(`SELECT slug FROM exhibitions WHERE slug >= ?1 AND slug < ?1 || '-a' LIMIT 200`)
    .bind(slug)
    .all<{ slug: string }>()
  return results.map((row) => row.slug)
}
