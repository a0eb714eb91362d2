import type { D1Database } from '@cloudflare/workers-types'
import { recordStatements, type BookingChange } from './booking-changes.ts'
import { exhibitionGoesOn } from './waitlist.ts'

/** The change of a booking that takes the other's stall. */
export type SwapChange = BookingChange & { stallId: number }

/**
 * Swaps the stalls of two confirmed bookings in one batch: both or neither. SQLite checks a unique index row by row,
 * so the first booking leaves its stall for the length of the batch by a state that holds none; a batch is one
 * transaction, so nobody ever reads it there. False when one of the two is not as it was read.
 */
export async function writeSwap(d1: D1Database, one: SwapChange, other: SwapChange): Promise<boolean> {
  const carries = '(SELECT 1 FROM bookings o WHERE o.reference = ? AND o.head_mac = ?) = 1'
  const { atUtc } = one.event
  const [left] = await d1.batch([
    d1
      .prepare(
        `UPDATE bookings SET state = 'cancelled', updated_at_utc = ?, version = version + 1, head_mac = ?
         WHERE reference = ? AND version = ? AND state = 'confirmed' AND ${exhibitionGoesOn.sql}
           AND (SELECT 1 FROM bookings o WHERE o.reference = ? AND o.version = ? AND o.state = 'confirmed') = 1
           AND reference <> ?`,
      )
      .bind(atUtc, one.event.mac, one.reference, one.version, other.reference, other.version, other.reference),
    d1
      .prepare(
        `UPDATE bookings SET stall_id = ?, updated_at_utc = ?, version = version + 1, head_mac = ?
         WHERE reference = ? AND version = ? AND ${carries}`,
      )
      .bind(other.stallId, atUtc, other.event.mac, other.reference, other.version, one.reference, one.event.mac),
    d1
      .prepare(
        `UPDATE bookings SET state = 'confirmed', stall_id = ? WHERE reference = ? AND head_mac = ? AND ${carries}`,
      )
      .bind(one.stallId, one.reference, one.event.mac, other.reference, other.event.mac),
    ...recordStatements(d1, one),
    ...recordStatements(d1, other),
  ])
  return (left?.meta.changes ?? 0) > 0
}
