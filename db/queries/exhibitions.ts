import type { D1Database } from '@cloudflare/workers-types'
import { and, desc, eq, getTableColumns, inArray, lt, lte, ne, or, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitions, series, stalls, zones } from '../tables/exhibitions.ts'
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

const exhibitionFields = { ...getTableColumns(exhibitions), seriesSlug: series.slug }

const selectExhibitions = (d1: D1Database) =>
  orm(d1).select(exhibitionFields).from(exhibitions).leftJoin(series, eq(series.id, exhibitions.seriesId))

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

export type CountedExhibitionRow = Awaited<ReturnType<typeof listPublished>>[number]

/** Published exhibitions, the latest first, with their stalls counted; never more than `limit`. */
export function listPublished(
  d1: D1Database,
  filter: { governorate: string | null; series: string | null },
  limit: number,
) {
  const stallsOf = sql`FROM stalls s WHERE s.exhibition_id = ${exhibitions.id}`
  return orm(d1)
    .select({
      ...exhibitionFields,
      stallsTotal: sql<number>`(SELECT count(*) ${stallsOf})`,
      stallsFree: sql<number>`(SELECT count(*) ${stallsOf} AND ${sql.raw(stallIsClaimable('s'))})`,
    })
    .from(exhibitions)
    .leftJoin(series, eq(series.id, exhibitions.seriesId))
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
      .where(eq(zones.exhibitionId, exhibitionId))
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
      .where(eq(stalls.exhibitionId, exhibitionId))
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
