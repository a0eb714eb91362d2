import type { D1Database } from '@cloudflare/workers-types'
import type { BookingRow } from './bookings.ts'
import type { ListPlace } from './desk-bookings.ts'

/** What waits for a decision at one exhibition, the oldest first. */
export interface ReviewQueue {
  exhibitionId: number
  /** A ballot's entries wait for their check, other applications for their decision. */
  state: 'pending' | 'applied'
  /** Whoever decides; what they entered themselves is another's to decide. */
  staffId: number
}

/** One side of a place in the queue. */
export interface ReviewSide {
  /** The nearest that may be decided, or null. */
  nearest: string | null
  /** How many may be decided, of those that were looked at. */
  count: number
  /** How many were left out because the decider entered them. */
  own: number
  /** Where the look ended, if there may be more behind. */
  stoppedAt: ListPlace | null
}

/** So many bookings are looked at on either side of a place. */
export const reviewedMax = 500

const columns = `reference, created_at_utc, checked_at_utc, entered_by`
const waits = `(?2 = 'pending' OR w.checked_at_utc IS NULL)`

/** The part of the queue behind a place, or the part before it, the nearest first. */
export async function lookAlong(
  d1: D1Database,
  queue: ReviewQueue,
  place: ListPlace,
  way: 'on' | 'back',
): Promise<ReviewSide> {
  const [sign, order] = way === 'on' ? ['>', 'ASC'] : ['<', 'DESC']
  const side = `WITH w AS (
    SELECT ${columns} FROM bookings
    WHERE exhibition_id = ?1 AND state = ?2 AND (created_at_utc, reference) ${sign} (?4, ?5)
    ORDER BY created_at_utc ${order}, reference ${order} LIMIT ${reviewedMax})`
  const values = [queue.exhibitionId, queue.state, queue.staffId, place.createdAtUtc, place.reference]
  const [counts, nearest, last] = await d1.batch([
    d1
      .prepare(
        `${side} SELECT count(*) AS looked, COALESCE(sum(${waits} AND w.entered_by IS NOT ?3), 0) AS open,
           COALESCE(sum(${waits} AND w.entered_by IS ?3), 0) AS own FROM w`,
      )
      .bind(...values),
    d1
      .prepare(
        `${side} SELECT w.reference FROM w WHERE ${waits} AND w.entered_by IS NOT ?3
         ORDER BY w.created_at_utc ${order}, w.reference ${order} LIMIT 1`,
      )
      .bind(...values),
    d1
      .prepare(
        `${side} SELECT w.created_at_utc AS createdAtUtc, w.reference FROM w
         ORDER BY w.created_at_utc ${order}, w.reference ${order} LIMIT 1 OFFSET ${reviewedMax - 1}`,
      )
      .bind(...values),
  ])
  // Each statement names its columns above.
  const [counted] = (counts?.results ?? []) as { looked: number; open: number; own: number }[]
  const [found] = (nearest?.results ?? []) as { reference: string }[]
  const [end] = (last?.results ?? []) as ListPlace[]
  return {
    nearest: found?.reference ?? null,
    count: counted?.open ?? 0,
    own: counted?.own ?? 0,
    stoppedAt: end ?? null,
  }
}

/** Before everything in the queue. */
export const queueStart: ListPlace = { createdAtUtc: -1, reference: '' }

/** Whether a booking stands in the queue now. */
export const standsInQueue = (queue: ReviewQueue, row: BookingRow): boolean =>
  row.exhibitionId === queue.exhibitionId &&
  row.state === queue.state &&
  (queue.state === 'pending' || row.checkedAtUtc === null)
