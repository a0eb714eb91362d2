import type { D1Database } from '@cloudflare/workers-types'
import { and, sql } from 'drizzle-orm'
import { bookings } from '../tables/bookings.ts'
import { selectBookings, type BookingRow } from './bookings.ts'
import type { ListPlace } from './desk-bookings.ts'
import { insertEventIf, type NewEvent } from './events.ts'

/** How many bookings an exhibition had at an instant. */
export async function countBookingsUntil(d1: D1Database, exhibitionId: number, untilUtc: number): Promise<number> {
  const row = await d1
    .prepare('SELECT count(*) AS count FROM bookings WHERE exhibition_id = ? AND created_at_utc <= ?')
    .bind(exhibitionId, untilUtc)
    .first<{ count: number }>()
  return row?.count ?? 0
}

/** Those bookings, the oldest first, after a place. */
export function listBookingsUntil(
  d1: D1Database,
  { exhibitionId, untilUtc, after }: { exhibitionId: number; untilUtc: number; after: ListPlace },
  limit: number,
): Promise<BookingRow[]> {
  return selectBookings(d1)
    .where(
      and(
        sql`${bookings.exhibitionId} = ${exhibitionId}`,
        sql`(${bookings.createdAtUtc}, ${bookings.reference}) > (${after.createdAtUtc}, ${after.reference})`,
        sql`${bookings.createdAtUtc} <= ${untilUtc}`,
      ),
    )
    .orderBy(bookings.createdAtUtc, bookings.reference)
    .limit(limit)
    .all()
}

export interface BadgeRow {
  reference: string
  person: string
  category: string
  governorate: string
  stall: string
  listsPublicly: number
}

/** Whoever exhibits, in plan order; an exhibition has fewer stalls than `limit`. */
export async function listBadgeRows(d1: D1Database, exhibitionId: number, limit: number): Promise<BadgeRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT b.reference, b.person, b.category, b.governorate, s.code AS stall, b.lists_publicly AS listsPublicly
       FROM bookings b CROSS JOIN stalls s ON s.id = b.stall_id
       WHERE b.exhibition_id = ? AND b.state IN ('confirmed', 'checked_in', 'completed') AND b.person IS NOT NULL
       ORDER BY s.y, s.x, s.code LIMIT ?`,
    )
    .bind(exhibitionId, limit)
    .all<BadgeRow>()
  return results
}

/** Appends an event to a colleague's stream; false when the stream moved on meanwhile, or they work here no more. */
export async function appendStaffEvent(
  d1: D1Database,
  staff: { id: number; version: number },
  event: NewEvent,
): Promise<boolean> {
  const [updated] = await d1.batch([
    d1
      .prepare('UPDATE staff SET version = version + 1, head_mac = ? WHERE id = ? AND version = ? AND is_active = 1')
      .bind(event.mac, staff.id, staff.version),
    ...insertEventIf(d1, event, {
      sql: 'SELECT 1 FROM staff WHERE id = ? AND head_mac = ?',
      values: [staff.id, event.mac],
    }),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
