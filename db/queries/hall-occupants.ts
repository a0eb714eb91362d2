import type { D1Database } from '@cloudflare/workers-types'
import { occupying, waitersFor, type StallPlace } from './waitlist.ts'

/** One stall as the desk sees it: who holds it, whether staff withhold it. */
export interface HallStall extends StallPlace {
  id: number
  code: string
  isWithheld: boolean
  /** The booking that holds it now. */
  heldBy: string | null
}

/** The stalls of one exhibition in plan order. */
export async function listHall(d1: D1Database, exhibitionId: number): Promise<HallStall[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id, s.code, s.zone_id AS zoneId, s.is_step_free AS isStepFree,
         s.withheld_reason IS NOT NULL AS isWithheld,
         (SELECT o.reference FROM bookings o
          WHERE o.stall_id = s.id AND o.state IN ${occupying}) AS heldBy
       FROM stalls s WHERE s.exhibition_id = ? ORDER BY s.y, s.x, s.code`,
    )
    .bind(exhibitionId)
    .all<Omit<HallStall, 'isStepFree' | 'isWithheld' | 'exhibitionId'> & { isStepFree: number; isWithheld: number }>()
  return results.map((row) => ({
    ...row,
    exhibitionId,
    isStepFree: row.isStepFree === 1,
    isWithheld: row.isWithheld === 1,
  }))
}

/** Who waits for a stall, in the order of their turn; at most `limit`. */
export async function listWaitersFor(d1: D1Database, stall: StallPlace, limit: number): Promise<string[]> {
  const { results } = await d1.prepare(waitersFor(stall, limit)).all<{ reference: string }>()
  return results.map(({ reference }) => reference)
}

/** Two stalls with one key suit the same people. */
export const suitabilityKey = ({ zoneId, isStepFree }: StallPlace): string => `${zoneId}|${Number(isStepFree)}`

/** Whose turn it is at each of some stalls, asked once for all stalls that suit the same people. */
export async function listNextWaiters(d1: D1Database, stalls: StallPlace[]): Promise<Map<string, string | null>> {
  const asked = [...new Map(stalls.map((stall) => [suitabilityKey(stall), stall])).entries()]
  if (asked.length === 0) return new Map()
  const answers = await d1.batch<{ reference: string }>(asked.map(([, stall]) => d1.prepare(waitersFor(stall, 1))))
  return new Map(asked.map(([key], index) => [key, answers[index]?.results[0]?.reference ?? null]))
}

/** Whoever was offered a stall and has not answered yet. */
export async function findOfferedAt(d1: D1Database, stallId: number): Promise<string | null> {
  const row = await d1
    .prepare(
      `SELECT reference, state FROM bookings
       WHERE stall_id = ? AND state IN ${occupying}`,
    )
    .bind(stallId)
    .first<{ reference: string; state: string }>()
  // The index of occupants serves its own list of states only.
  return row?.state === 'offered' ? row.reference : null
}
