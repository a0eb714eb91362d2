import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, eq, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { pledgeAmendments, pledgeLines, pledges } from '../tables/pledges.ts'

export type PledgeHead = typeof pledges.$inferSelect
export type PledgeLineRow = typeof pledgeLines.$inferSelect
export type AmendmentRow = typeof pledgeAmendments.$inferSelect

/** A pledge with its lines in order and the change its company proposed, while nobody has decided it. */
export interface PledgeRow extends PledgeHead {
  lines: PledgeLineRow[]
  amendment: AmendmentRow | null
}

export async function findPledge(d1: D1Database, reference: string): Promise<PledgeRow | undefined> {
  const database = orm(d1)
  const [heads, lines, open] = await database.batch([
    database.select().from(pledges).where(eq(pledges.reference, reference)),
    database.select().from(pledgeLines).where(eq(pledgeLines.reference, reference)).orderBy(asc(pledgeLines.n)),
    database
      .select()
      .from(pledgeAmendments)
      .where(and(eq(pledgeAmendments.reference, reference), eq(pledgeAmendments.state, 'open'))),
  ])
  return heads[0] && { ...heads[0], lines, amendment: open[0] ?? null }
}

/** The headers of pledges, in any order; one that is not there is not listed. */
export async function findPledgeHeads(d1: D1Database, references: readonly string[]): Promise<PledgeHead[]> {
  if (references.length === 0) return []
  // One bound value however many there are: D1 allows 100.
  const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(references)}))`
  return orm(d1)
    .select()
    .from(pledges)
    .where(sql`${pledges.reference} IN ${wanted}`)
    .all()
}

/** What each of some needs could still be promised; a need that is not there is not listed. */
export async function findRemaining(d1: D1Database, ids: readonly string[]): Promise<Map<string, number>> {
  const { results } = await d1
    .prepare('SELECT id, asked - promised AS remaining FROM needs WHERE id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids))
    .all<{ id: string; remaining: number }>()
  return new Map(results.map(({ id, remaining }) => [id, remaining]))
}
