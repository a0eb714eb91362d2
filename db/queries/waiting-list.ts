import type { D1Database } from '@cloudflare/workers-types'
import type { BookingRow } from './bookings.ts'
import { findBookings } from './desk-bookings.ts'

export interface ZoneCode {
  id: number
  code: string
}

/** The zones of an exhibition, in plan order. */
export async function listZones(d1: D1Database, exhibitionId: number): Promise<ZoneCode[]> {
  const { results } = await d1
    .prepare('SELECT id, code FROM zones WHERE exhibition_id = ? ORDER BY position')
    .bind(exhibitionId)
    .all<ZoneCode>()
  return results
}

/**
 * Whoever waits at an exhibition, in the order of their turn, behind a place. Each zone's queue is one seek: the
 * bookings' own index of ordinals holds those who left, too.
 */
export async function listWaiting(
  d1: D1Database,
  { exhibitionId, zones }: { exhibitionId: number; zones: readonly ZoneCode[] },
  afterOrdinal: number,
  limit: number,
): Promise<BookingRow[]> {
  const queue = d1.prepare(
    `SELECT ordinal, reference FROM waitlist_places
     WHERE exhibition_id = ? AND zone_id = ? AND needs_step_free = ? AND ordinal > ? ORDER BY ordinal LIMIT ?`,
  )
  const queues = await d1.batch<{ ordinal: number; reference: string }>(
    [0, ...zones.map(({ id }) => id)].flatMap((zone) =>
      [0, 1].map((need) => queue.bind(exhibitionId, zone, need, afterOrdinal, limit)),
    ),
  )
  const inOrder = queues.flatMap(({ results }) => results).sort((one, other) => one.ordinal - other.ordinal)
  // Whoever named two zones stands in two queues.
  const references = [...new Set(inOrder.map(({ reference }) => reference))].slice(0, limit)
  const rows = await findBookings(d1, references)
  return references.map((reference) => rows.get(reference)).filter((row) => row !== undefined)
}

/** One time somebody was passed over. */
export interface Skip {
  offeredTo: string
  cause: 'step_free' | 'zone' | 'out_of_order'
  atUtc: number
}

/** How many skips of one booking are told. */
export const skipsMax = 20

/** Somebody is passed over at most once for each offer; more than this many are not sorted. */
const skipsRead = 200

/** The latest skips of each of some bookings, each list bounded. */
export async function listSkips(d1: D1Database, references: string[]): Promise<Map<string, Skip[]>> {
  const { results } = await d1
    .prepare(
      `SELECT r.value AS reference, (
         SELECT json_group_array(json_object('offeredTo', s.offered_to, 'cause', s.cause, 'atUtc', s.at_utc)) FROM (
           SELECT offered_to, cause, at_utc FROM (
             SELECT offered_to, cause, at_utc FROM waitlist_skips WHERE reference = r.value LIMIT ${skipsRead})
           ORDER BY at_utc DESC LIMIT ${skipsMax}) s) AS skips
       FROM json_each(?) r`,
    )
    .bind(JSON.stringify(references))
    .all<{ reference: string; skips: string }>()
  return new Map(
    results.map(({ reference, skips }) => [
      reference,
      // The statement above writes it.
      JSON.parse(skips) as Skip[],
    ]),
  )
}
