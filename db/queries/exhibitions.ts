import type { D1Database } from '@cloudflare/workers-types'
import { and, desc, eq, getTableColumns, inArray, lt, lte, ne, or, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitions, series, stalls, zones } from '../tables/exhibitions.ts'
import { insertEventIf, type NewEvent } from './events.ts'
import { live } from './live-states.ts'
import { stallIsOnPlan, zoneIsOnPlan } from './plan.ts'
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

const exhibitionFields = { ...getTableColumns(exhibitions), seriesSlug: series.slug }

const selectExhibitions = (d1: D1Database) =>
  orm(d1).select(exhibitionFields).from(exhibitions).leftJoin(series, eq(series.id, exhibitions.seriesId))

function selectCounted(d1: D1Database) {
  const stallsOf = sql`FROM stalls s WHERE s.exhibition_id = ${exhibitions.id} AND ${sql.raw(stallIsOnPlan('s'))}`
  return orm(d1)
    .select({
      ...exhibitionFields,
      stallsTotal: sql<number>`(SELECT count(*) ${stallsOf})`,
      stallsFree: sql<number>`(SELECT count(*) ${stallsOf} AND ${sql.raw(stallIsClaimable('s'))})`,
    })
    .from(exhibitions)
    .leftJoin(series, eq(series.id, exhibitions.seriesId))
}

export type ExhibitionRow = NonNullable<Awaited<ReturnType<typeof findExhibition>>>

export function findExhibition(d1: D1Database, slug: string) {
  return selectExhibitions(d1)
    .where(and(eq(exhibitions.slug, slug), ne(exhibitions.state, 'draft')))
    .get()
}

/** An exhibition in any state, one that nobody outside the desk may see included. */
export function findAnyExhibition(d1: D1Database, slug: string) {
  return selectExhibitions(d1).where(eq(exhibitions.slug, slug)).get()
}

/** Where a list of exhibitions goes on: the last one that was shown. */
export type ExhibitionPlace = Pick<ExhibitionRow, 'startsOn' | 'id'>

/** Exhibitions in any state, the latest first, after a place. */
export function listAny(
  d1: D1Database,
  filter: { state: ExhibitionRow['state'] | null; governorates: string[] | null; after: ExhibitionPlace | null },
  limit: number,
) {
  const { startsOn, id } = filter.after ?? { startsOn: '9999-99-99', id: Number.MAX_SAFE_INTEGER }
  return selectCounted(d1)
    .where(
      and(
        filter.state === null ? undefined : eq(exhibitions.state, filter.state),
        filter.governorates === null
          ? undefined
          : sql`${exhibitions.governorate} IN (SELECT value FROM json_each(${JSON.stringify(filter.governorates)}))`,
        sql`(${exhibitions.startsOn}, ${exhibitions.id}) < (${startsOn}, ${id})`,
      ),
    )
    .orderBy(desc(exhibitions.startsOn), desc(exhibitions.id))
    .limit(limit)
    .all()
}

/** The latest rounds of a series, drafts included; a cancelled one counts, but none follows from it. */
export async function readRounds(d1: D1Database, { id: seriesId, slug }: { id: number; slug: string }) {
  const [numbers, latest] = await Promise.all([
    d1
      .prepare(
        `SELECT max((SELECT count(*) FROM exhibitions WHERE series_id = ?1),
           (SELECT coalesce(max(CAST(substr(slug, length(?2) + 2) AS INTEGER)), 0) FROM exhibitions
            WHERE slug >= ?2 || '-0' AND slug < ?2 || '-:')) AS last`,
      )
      .bind(seriesId, slug)
      .first<{ last: number }>(),
    selectExhibitions(d1)
      .where(and(eq(exhibitions.seriesId, seriesId), ne(exhibitions.state, 'cancelled')))
      .orderBy(desc(exhibitions.startsOn))
      .limit(2)
      .all(),
  ])
  return { lastNumber: numbers?.last ?? 0, latest }
}

export const listSeries = (d1: D1Database, limit: number) =>
  orm(d1).select().from(series).orderBy(series.slug).limit(limit).all()

export type CountedExhibitionRow = Awaited<ReturnType<typeof listPublished>>[number]

/** Published exhibitions, the latest first, with their stalls counted; never more than `limit`. */
export function listPublished(
  d1: D1Database,
  filter: { governorate: string | null; series: string | null },
  limit: number,
) {
  return selectCounted(d1)
    .where(
      and(
        ne(exhibitions.state, 'draft'),
        filter.governorate === null ? undefined : eq(exhibitions.governorate, filter.governorate),
        filter.series === null ? undefined : eq(series.slug, filter.series),
      ),
    )
    .orderBy(desc(exhibitions.startsOn), exhibitions.id)
    .limit(limit)
    .all()
}

export type StallRow = Awaited<ReturnType<typeof readPlan>>['stalls'][number]

/** The plan with live stalls, in plan order. */
export async function readPlan(d1: D1Database, exhibitionId: number) {
  const database = orm(d1)
  const [planZones, planStalls] = await database.batch([
    database
      .select({ code: zones.code, titleAr: zones.titleAr, titleEn: zones.titleEn })
      .from(zones)
      .where(and(eq(zones.exhibitionId, exhibitionId), sql.raw(zoneIsOnPlan('zones'))))
      .orderBy(zones.position),
    database
      .select({
        ...getTableColumns(stalls),
        // D1 answers a batch by column name, and a stall has a code too.
        zone: sql<string>`${zones.code}`.as('zone_code'),
        isClaimable: sql`${sql.raw(stallIsClaimable('stalls'))}`.mapWith(Boolean),
      })
      .from(stalls)
      .innerJoin(zones, eq(zones.id, stalls.zoneId))
      .where(and(eq(stalls.exhibitionId, exhibitionId), sql.raw(stallIsOnPlan('stalls'))))
      .orderBy(stalls.y, stalls.x, stalls.code),
  ])
  return { zones: planZones, stalls: planStalls }
}

export function findSeries(d1: D1Database, slug: string) {
  return orm(d1).select().from(series).where(eq(series.slug, slug)).get()
}

/** Exhibitions whose printed times have passed while their state has not, oldest first. */
export function listDue(d1: D1Database, now: number, today: string, limit: number) {
  const { state, bookingOpensAtUtc, bookingClosesAtUtc, startsOn, endsOn } = exhibitions
  return selectExhibitions(d1)
    .where(
      or(
        and(eq(state, 'published'), lte(bookingOpensAtUtc, now)),
        and(eq(state, 'open'), lte(bookingClosesAtUtc, now)),
        and(inArray(state, ['closed', 'frozen', 'drawn']), lte(startsOn, today)),
        and(eq(state, 'live'), lt(endsOn, today)),
      ),
    )
    .orderBy(startsOn)
    .limit(limit)
    .all()
}

/** How many live bookings an exhibition has; counting stops at `most`. */
export async function countLive(d1: D1Database, exhibitionId: number, most: number): Promise<number> {
  const row = await d1
    .prepare(
      `SELECT count(*) AS live FROM (SELECT 1 FROM bookings WHERE exhibition_id = ?
         AND state IN ${live} LIMIT ?)`,
    )
    .bind(exhibitionId, most)
    .first<{ live: number }>()
  return row?.live ?? 0
}
