import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, eq, gte, inArray, isNull, lt } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { needs } from '../tables/pledges.ts'
import type { Guard } from './row-change.ts'

export type NeedOfLine = typeof needs.$inferSelect

/** Needs by their ids; one that is not there is not listed. */
export async function findNeedsOf(d1: D1Database, ids: readonly string[]): Promise<NeedOfLine[]> {
  if (ids.length === 0) return []
  return orm(d1)
    .select()
    .from(needs)
    .where(inArray(needs.id, [...ids]))
    .all()
}

/** None of these needs was closed. */
export const needsAreOpen = (ids: readonly string[]): Guard => ({
  sql: `NOT EXISTS (SELECT 1 FROM needs o WHERE o.id IN (SELECT value FROM json_each(?)) AND o.closed_at_utc IS NOT NULL)`,
  values: [JSON.stringify(ids)],
})

/** A match looks through so many coming needs. */
const lookedThrough = 500

/** Needs of a kind and unit that are open, ask for more, and are needed from a day on; the first needed first. */
export function listMatchingNeeds(
  d1: D1Database,
  wanted: { kind: string; unit: string; from: string },
  limit: number,
): Promise<NeedOfLine[]> {
  const coming = orm(d1)
    .select()
    .from(needs)
    .where(gte(needs.neededBy, wanted.from))
    .orderBy(asc(needs.neededBy), asc(needs.id))
    .limit(lookedThrough)
    .as('coming')
  return orm(d1)
    .select()
    .from(coming)
    .where(
      and(
        eq(coming.kind, wanted.kind),
        eq(coming.unit, wanted.unit),
        isNull(coming.closedAtUtc),
        lt(coming.promised, coming.asked),
      ),
    )
    .orderBy(asc(coming.neededBy), asc(coming.id))
    .limit(limit)
    .all()
}
