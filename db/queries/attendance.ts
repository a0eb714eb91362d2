import type { D1Database } from '@cloudflare/workers-types'

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
