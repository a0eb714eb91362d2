import type { D1Database } from '@cloudflare/workers-types'
import { occupying } from './waitlist.ts'

/** One day on which somebody came. */
export interface AttendedDay {
  day: string
  atUtc: number
}

/** The last two days on which a booking's applicant was checked in, the latest first. */
export async function findLastDays(d1: D1Database, reference: string): Promise<AttendedDay[]> {
  const { results } = await d1
    .prepare('SELECT day, at_utc AS atUtc FROM attendance WHERE reference = ? ORDER BY day DESC LIMIT 2')
    .bind(reference)
    .all<AttendedDay>()
  return results
}

/** A day on which a booking's applicant was checked in, if they were. */
export function findAttendedDay(d1: D1Database, reference: string, day: string): Promise<AttendedDay | null> {
  return d1
    .prepare('SELECT day, at_utc AS atUtc FROM attendance WHERE reference = ? AND day = ?')
    .bind(reference, day)
    .first<AttendedDay>()
}

/** When a check-in of a booking was last taken back. */
export async function findLastUndo(d1: D1Database, stream: string): Promise<number | null> {
  const row = await d1
    .prepare(`SELECT at_utc AS atUtc FROM events WHERE stream = ? AND type = 'undo-check-in' ORDER BY seq DESC LIMIT 1`)
    .bind(stream)
    .first<{ atUtc: number }>()
  return row?.atUtc ?? null
}

/** A booking that is expected at its stall, and since when it is in on the asked day. */
export interface ExpectedRow {
  reference: string
  stall: string
  arrangements: string
  person: string | null
  atUtc: number | null
}

/** Everybody who is expected at an exhibition: at most one booking for each of its stalls (invariant 1). */
export async function listExpected(d1: D1Database, exhibitionId: number, day: string): Promise<ExpectedRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT b.reference, s.code AS stall, b.arrangements, b.person,
         (SELECT a.at_utc FROM attendance a WHERE a.reference = b.reference AND a.day = ?2) AS atUtc
       FROM stalls s CROSS JOIN bookings b
         ON b.stall_id = s.id AND b.state IN ${occupying}
       WHERE s.exhibition_id = ?1 AND b.state IN ('confirmed', 'checked_in')`,
    )
    .bind(exhibitionId, day)
    .all<ExpectedRow>()
  return results
}
