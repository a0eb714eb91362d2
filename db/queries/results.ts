import type { D1Database } from '@cloudflare/workers-types'
import { eq } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitionResults } from '../tables/exhibitions.ts'
import { live } from './live-states.ts'

export interface UncountedExhibition {
  id: number
  slug: string
}

/** Exhibitions that are over, whose every booking has its last state, and that nobody has counted yet. */
export async function listExhibitionsToCount(d1: D1Database, limit: number): Promise<UncountedExhibition[]> {
  const { results } = await d1
    .prepare(
      `SELECT e.id, e.slug FROM exhibitions e
       WHERE e.state = 'finished' AND e.results_at_utc IS NULL AND ${isSettled} ORDER BY e.ends_on LIMIT ?`,
    )
    .bind(limit)
    .all<UncountedExhibition>()
  return results
}

const isSettled = `NOT EXISTS (SELECT 1 FROM bookings b WHERE b.exhibition_id = e.id
  AND b.state IN ${live})`

const groupings = { all: `'all'`, kind: 'b.kind', governorate: 'b.governorate', category: 'b.category' }

/** Counts an exhibition's bookings once and for all; a second count writes nothing. It reads that exhibition's rows only. */
export async function insertResults(d1: D1Database, exhibitionId: number, atUtc: number): Promise<void> {
  const isUncounted = `(SELECT 1 FROM exhibitions e
    WHERE e.id = ?1 AND e.state = 'finished' AND e.results_at_utc IS NULL AND ${isSettled})`
  await d1.batch([
    ...Object.entries(groupings).map(([dimension, value]) =>
      d1
        .prepare(
          `INSERT INTO exhibition_results (exhibition_id, dimension, value, applications, places, no_shows)
           SELECT b.exhibition_id, '${dimension}', ${value}, count(*), sum(b.state IN ('completed', 'no_show')),
             sum(b.state = 'no_show')
           FROM bookings b WHERE b.exhibition_id = ?1 AND ${isUncounted} GROUP BY b.exhibition_id, ${value}`,
        )
        .bind(exhibitionId),
    ),
    d1.prepare(`UPDATE exhibitions SET results_at_utc = ?2 WHERE id = ?1 AND ${isUncounted}`).bind(exhibitionId, atUtc),
  ])
}

export type ResultRow = Awaited<ReturnType<typeof listResults>>[number]

export function listResults(d1: D1Database, exhibitionId: number) {
  return orm(d1).select().from(exhibitionResults).where(eq(exhibitionResults.exhibitionId, exhibitionId)).all()
}
