import type { D1Database } from '@cloudflare/workers-types'
import type { PlaceRow } from './draws.ts'
import type { Guard } from './row-change.ts'
import { stallIsFree } from './waitlist.ts'

// What giving out the places of a published draw looks at, and the same again as conditions of its writes.

/** A published draw gives out its places while it stands and its exhibition waits for it; `?` is the draw's id. */
export const placesAreToBeGiven = `SELECT 1 FROM draws d WHERE d.id = ? AND d.state = 'drawn'
  AND (SELECT e.state FROM exhibitions e WHERE e.id = d.exhibition_id) = 'drawn'`

/** Whoever is so many ranks from their turn is left to the scheduled job, so that a turn is asked in bounded time. */
const ranksAhead = 1_000

/**
 * A drawn place that is given before its turn leaves a free stall of its zone and kind for each better rank that still
 * has none: staff may have withheld one since the freeze.
 */
export function leavesBetterRanksTheirs(place: PlaceRow & { drawId: number }, exhibitionId: number): Guard {
  const { drawId, file, rank, zone } = place
  const applied = '(SELECT applied_rank FROM draws WHERE id = ?)'
  return {
    sql: `${applied} >= ? AND (SELECT count(*) FROM stalls s
        WHERE s.exhibition_id = ? AND s.zone_id = (SELECT z.id FROM zones z WHERE z.exhibition_id = ? AND z.code = ?)
          AND s.is_step_free = ? AND ${stallIsFree('s')})
      > (SELECT count(*) FROM draw_places p WHERE p.file = ? AND p.rank > ${applied} AND p.rank < ?
        AND p.zone = ? AND p.place = ?
        AND (SELECT b.state FROM bookings b WHERE b.exhibition_id = ? AND b.draw_code = p.draw_code) = 'applied')`,
    values: [
      drawId,
      rank - ranksAhead,
      exhibitionId,
      exhibitionId,
      zone,
      Number(place.place === 'step-free'),
      file,
      drawId,
      rank,
      zone,
      place.place,
      exhibitionId,
    ],
  }
}

export interface GivableStall {
  id: number
  code: string
  zone: string
  isStepFree: number
  isNearEntrance: number
  hasPower: number
}

/** An exhibition's free stalls in plan order. */
export async function listGivableStalls(d1: D1Database, exhibitionId: number): Promise<GivableStall[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id, s.code, (SELECT z.code FROM zones z WHERE z.id = s.zone_id) AS zone, s.is_step_free AS isStepFree,
         s.is_near_entrance AS isNearEntrance, s.has_power AS hasPower
       FROM stalls s
       WHERE s.exhibition_id = ? AND ${stallIsFree('s')}
       ORDER BY s.y, s.x, s.code`,
    )
    .bind(exhibitionId)
    .all<GivableStall>()
  return results
}
