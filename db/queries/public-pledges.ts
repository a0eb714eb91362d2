import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, between, eq, gte, inArray, min, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitionResults, exhibitions } from '../tables/exhibitions.ts'
import { deliveryTotals, needs, pledgeLines, pledges } from '../tables/pledges.ts'

const keptStates: readonly string[] = ['accepted', 'partly_delivered', 'fulfilled', 'overdue']

/** Of the first `limit` pledges accepted in a year those that came to something or still may, with what they promise. */
export async function listRecognised(d1: D1Database, year: number, limit: number) {
  const database = orm(d1)
  const accepted = await database
    .select({
      reference: pledges.reference,
      state: pledges.state,
      companyKey: pledges.companyKey,
      company: pledges.company,
      sector: pledges.sector,
      naming: pledges.naming,
      showsAmounts: pledges.showsAmounts,
      isDemonstration: pledges.isDemonstration,
    })
    .from(pledges)
    .where(eq(pledges.acceptedYear, year))
    .orderBy(asc(pledges.acceptedAtUtc), asc(pledges.reference))
    .limit(limit)
    .all()
  // What was withdrawn or written off since is left out here, so that the statement reads no more rows than it may.
  const heads = accepted.filter(({ state }) => keptStates.includes(state))
  const references = JSON.stringify(heads.map(({ reference }) => reference))
  const lines = await database
    .select({
      reference: pledgeLines.reference,
      kind: pledgeLines.kind,
      unit: pledgeLines.unit,
      committed: pledgeLines.committed,
      governorate: pledgeLines.governorate,
    })
    .from(pledgeLines)
    .where(
      and(
        sql`${pledgeLines.reference} IN (SELECT value FROM json_each(${references}))`,
        sql`${pledgeLines.committed} > 0`,
      ),
    )
    .orderBy(asc(pledgeLines.reference), asc(pledgeLines.n))
    .all()
  return { heads, lines }
}

/** The first year in which a pledge was accepted, or something came; null while there is none. */
export async function findFirstYear(d1: D1Database): Promise<number | null> {
  const database = orm(d1)
  const [accepted, delivered] = await database.batch([
    database.select({ year: min(pledges.acceptedYear) }).from(pledges),
    database.select({ year: min(deliveryTotals.year) }).from(deliveryTotals),
  ])
  const years = [accepted[0]?.year, delivered[0]?.year].filter((year) => year != null)
  return years.length === 0 ? null : Math.min(...years)
}

export type DeliveryTotal = typeof deliveryTotals.$inferSelect

/** What came in a year: a row for each kind, unit and governorate, however many lines there were. */
export const listDeliveryTotals = (d1: D1Database, year: number): Promise<DeliveryTotal[]> =>
  orm(d1)
    .select()
    .from(deliveryTotals)
    .where(and(eq(deliveryTotals.year, year), sql`${deliveryTotals.received} > 0`))
    .orderBy(asc(deliveryTotals.kind), asc(deliveryTotals.unit), asc(deliveryTotals.governorate))
    .all()

/** What the counted exhibitions that began in a year gave: how many, places, and families who came; by governorate. */
export const listPlaces = (d1: D1Database, year: number) =>
  orm(d1)
    .select({
      governorate: exhibitions.governorate,
      exhibitions: sql<number>`sum(${exhibitionResults.dimension} = 'all')`,
      places: sql<number>`sum(iif(${exhibitionResults.dimension} = 'all', ${exhibitionResults.places}, 0))`,
      families: sql<number>`sum(iif(${exhibitionResults.value} = 'productive_family', ${exhibitionResults.places} - ${exhibitionResults.noShows}, 0))`,
    })
    .from(exhibitions)
    .innerJoin(exhibitionResults, eq(exhibitionResults.exhibitionId, exhibitions.id))
    .where(
      and(
        between(exhibitions.startsOn, `${year}-01-01`, `${year}-12-31`),
        inArray(exhibitionResults.dimension, ['all', 'kind']),
      ),
    )
    .groupBy(exhibitions.governorate)
    .orderBy(asc(exhibitions.governorate))
    .all()

export type StatementRow = Awaited<ReturnType<typeof listStatementLines>>[number]

/** What of a company's accepted pledges came in a year; `reference` stands for a company without a registration. */
export const listStatementLines = (
  d1: D1Database,
  { companyKey, reference, year }: { companyKey: string | null; reference: string; year: number },
  limit: number,
) =>
  orm(d1)
    .select({
      reference: pledgeLines.reference,
      n: pledgeLines.n,
      kind: pledgeLines.kind,
      unit: pledgeLines.unit,
      quantity: pledgeLines.quantity,
      received: pledgeLines.received,
      receivedOn: pledgeLines.receivedOn,
      sustained: pledgeLines.sustained,
      governorate: pledgeLines.governorate,
      needTitleAr: needs.titleAr,
      needTitleEn: needs.titleEn,
      // Nobody outside the desk hears of an exhibition before it is published.
      exhibitionTitleAr: sql<string | null>`iif(${exhibitions.state} = 'draft', NULL, ${exhibitions.titleAr})`.as(
        'exhibition_title_ar',
      ),
      exhibitionTitleEn: sql<string | null>`iif(${exhibitions.state} = 'draft', NULL, ${exhibitions.titleEn})`.as(
        'exhibition_title_en',
      ),
      isDemonstration: pledges.isDemonstration,
    })
    .from(pledges)
    .innerJoin(pledgeLines, eq(pledgeLines.reference, pledges.reference))
    .leftJoin(needs, eq(needs.id, pledgeLines.needId))
    .leftJoin(exhibitions, eq(exhibitions.id, needs.exhibitionId))
    .where(
      and(
        companyKey === null ? eq(pledges.reference, reference) : eq(pledges.companyKey, companyKey),
        gte(pledgeLines.received, 1),
        between(pledgeLines.receivedOn, `${year}-01-01`, `${year}-12-31`),
      ),
    )
    .orderBy(asc(pledgeLines.receivedOn), asc(pledgeLines.reference), asc(pledgeLines.n))
    .limit(limit)
    .all()
