import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { deliveries, pledgeAmendments, pledgeLines, pledges } from '../tables/pledges.ts'
import { texts } from '../tables/events.ts'
import { findPledge, type PledgeHead, type PledgeLineRow, type PledgeRow } from './pledges.ts'

/** Where a list of pledges goes on: the last one that was shown. */
export type PledgePlace = Pick<PledgeHead, 'createdAtUtc' | 'reference'>

export type PledgeWithLines = PledgeHead & { lines: PledgeLineRow[] }

/** Pledges after a place: those in one state, the oldest first, or all, the newest first. */
export async function listPledges(
  d1: D1Database,
  filter: { state: PledgeHead['state'] | null; after: PledgePlace | null },
  limit: number,
): Promise<PledgeWithLines[]> {
  const { state, after } = filter
  const place = sql`(${pledges.createdAtUtc}, ${pledges.reference})`
  const query = orm(d1).select().from(pledges)
  const heads =
    state === null
      ? await query
          .where(after ? sql`${place} < (${after.createdAtUtc}, ${after.reference})` : undefined)
          .orderBy(desc(pledges.createdAtUtc), desc(pledges.reference))
          .limit(limit)
      : await query
          .where(
            and(
              eq(pledges.state, state),
              after ? sql`${place} > (${after.createdAtUtc}, ${after.reference})` : undefined,
            ),
          )
          .orderBy(asc(pledges.createdAtUtc), asc(pledges.reference))
          .limit(limit)
  return withLines(d1, heads)
}

async function withLines(d1: D1Database, heads: PledgeHead[]): Promise<PledgeWithLines[]> {
  if (heads.length === 0) return []
  const references = heads.map(({ reference }) => reference)
  const lines = await orm(d1)
    .select()
    .from(pledgeLines)
    .where(sql`${pledgeLines.reference} IN (SELECT value FROM json_each(${JSON.stringify(references)}))`)
    .orderBy(asc(pledgeLines.reference), asc(pledgeLines.n))
  const byReference = Map.groupBy(lines, ({ reference }) => reference)
  return heads.map((head) => ({ ...head, lines: byReference.get(head.reference) ?? [] }))
}

/** What a pledge's open lines were before each change that was agreed to, as JSON, by the amendment's id. */
export async function listLinesBefore(d1: D1Database, reference: string): Promise<Map<number, string>> {
  const rows = await orm(d1)
    .select({ id: pledgeAmendments.id, before: pledgeAmendments.before })
    .from(pledgeAmendments)
    .where(and(eq(pledgeAmendments.reference, reference), isNotNull(pledgeAmendments.before)))
  return new Map(rows.map(({ id, before }) => [id, before ?? '[]']))
}

/** What stands recorded as received of a pledge's lines, with the evidence still sealed. A reversal is in the events. */
export function listDeliveries(d1: D1Database, reference: string) {
  return orm(d1)
    .select({ ...getTableColumns(deliveries), evidence: texts.body })
    .from(deliveries)
    .leftJoin(texts, eq(texts.id, deliveries.evidenceTextId))
    .where(and(eq(deliveries.reference, reference), isNull(deliveries.reversedAtUtc)))
    .orderBy(asc(deliveries.n))
    .all()
}
export type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number]

/** Pledges with a line that fell due before a day and is not marked yet, the longest overdue first. */
export async function listPastDue(d1: D1Database, before: string, limit: number): Promise<PledgeRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT DISTINCT reference FROM (SELECT reference FROM pledge_lines INDEXED BY pledge_lines_due
         WHERE due_on < ? AND state = 'due' AND committed > 0 ORDER BY due_on LIMIT ?)`,
    )
    .bind(before, limit)
    .all<{ reference: string }>()
  const found = await Promise.all(results.map(({ reference }) => findPledge(d1, reference)))
  return found.filter((pledge) => pledge !== undefined)
}

/** Where a list of open lines goes on. */
export type LinePlace = Pick<PledgeLineRow, 'dueOn' | 'reference' | 'n'>

/** Lines of accepted pledges that have not come yet, the first due first. */
export async function listOpenLines(
  d1: D1Database,
  after: LinePlace | null,
  limit: number,
): Promise<{ line: PledgeLineRow; pledge: PledgeHead }[]> {
  const { dueOn, reference, n } = after ?? { dueOn: '', reference: '', n: 0 }
  const lines = await orm(d1)
    .select()
    .from(pledgeLines)
    // The first two terms are the index's own, word for word: SQLite takes it only then.
    .where(
      sql`state IN ('due', 'overdue') AND committed > 0 AND (due_on, reference, n) > (${dueOn}, ${reference}, ${n})`,
    )
    .orderBy(asc(pledgeLines.dueOn), asc(pledgeLines.reference), asc(pledgeLines.n))
    .limit(limit)
  return pairWithHeads(d1, lines)
}

async function pairWithHeads(
  d1: D1Database,
  lines: PledgeLineRow[],
): Promise<{ line: PledgeLineRow; pledge: PledgeHead }[]> {
  const references = [...new Set(lines.map(({ reference }) => reference))]
  const heads = await orm(d1)
    .select()
    .from(pledges)
    .where(sql`${pledges.reference} IN (SELECT value FROM json_each(${JSON.stringify(references)}))`)
  const byReference = new Map(heads.map((head) => [head.reference, head]))
  return lines.flatMap((line) => {
    const pledge = byReference.get(line.reference)
    return pledge ? [{ line, pledge }] : []
  })
}
