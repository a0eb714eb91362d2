import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'

export interface Waiting {
  count: number
  atUtc: number | null
}

/** Counting stops here, so that the page costs the same however many wait. */
const countedMax = 100

/** How many rows and their smallest time: `source` selects one column, `at_utc`, from one index range in that order. */
const countOf = (d1: D1Database, source: string, ...values: (string | number | null)[]): D1PreparedStatement =>
  d1.prepare(`SELECT count(*) AS count, min(at_utc) AS atUtc FROM (${source} LIMIT ${countedMax})`).bind(...values)

// An officer's exhibitions are few; the bookings of each come from one range of its index.
const mine = `(SELECT id FROM exhibitions
  WHERE state IN ('open', 'closed') AND (?1 IS NULL OR governorate IN (SELECT value FROM json_each(?1))))`

/** How many rows, and the smallest time that any of these exhibitions gives: one seek in each. */
const countAt = (d1: D1Database, governorates: string | null, rows: string, times: string): D1PreparedStatement =>
  d1
    .prepare(
      `SELECT (SELECT count(*) FROM (${rows} LIMIT ${countedMax})) AS count,
         (SELECT min(at_utc) FROM (${times})) AS atUtc`,
    )
    .bind(governorates)

export const countToDecide = (d1: D1Database, governorates: string | null) =>
  countAt(
    d1,
    governorates,
    `SELECT 1 FROM bookings WHERE state = 'pending' AND exhibition_id IN ${mine}`,
    `SELECT (SELECT min(b.created_at_utc) FROM bookings b WHERE b.exhibition_id = e.id AND b.state = 'pending') AS at_utc
     FROM exhibitions e WHERE e.id IN ${mine}`,
  )

const unchecked = `bookings b INDEXED BY bookings_to_check WHERE b.exhibition_id = e.id AND b.state = 'applied' AND b.checked_at_utc IS NULL`

/** Entries of ballots that nobody checked; a freeze waits for them. Their time is the end of the window. */
export const countUnchecked = (d1: D1Database, governorates: string | null) =>
  countAt(
    d1,
    governorates,
    `SELECT 1 FROM exhibitions e CROSS JOIN ${unchecked} AND e.mode = 'ballot' AND e.id IN ${mine}`,
    `SELECT e.booking_closes_at_utc AS at_utc FROM exhibitions e
     WHERE e.mode = 'ballot' AND e.id IN ${mine} AND (SELECT 1 FROM ${unchecked} LIMIT 1) = 1`,
  )

export const countOffersEnding = (d1: D1Database, governorates: string | null, beforeUtc: number) =>
  countOf(
    d1,
    `SELECT b.offer_expires_at_utc AS at_utc FROM bookings b CROSS JOIN exhibitions e ON e.id = b.exhibition_id
       AND (?1 IS NULL OR e.governorate IN (SELECT value FROM json_each(?1)))
     WHERE b.state = 'offered' AND b.offer_expires_at_utc < ?2 ORDER BY b.offer_expires_at_utc`,
    governorates,
    beforeUtc,
  )

/** Open proposals of somebody else. */
export const countProposals = (d1: D1Database, staffId: number) =>
  countOf(
    d1,
    `SELECT lapses_at_utc AS at_utc FROM proposals WHERE state = 'open' AND proposed_by <> ? ORDER BY lapses_at_utc`,
    staffId,
  )

export const countPledges = (d1: D1Database, state: 'pledged' | 'verified') =>
  countOf(d1, 'SELECT created_at_utc AS at_utc FROM pledges WHERE state = ? ORDER BY created_at_utc', state)

export const countChanges = (d1: D1Database) =>
  countOf(d1, `SELECT proposed_at_utc AS at_utc FROM pledge_amendments WHERE state = 'open'`)

/** Lines of accepted pledges that are open and due between two days; their time is the day's beginning in UTC. */
export const countLines = (d1: D1Database, from: string, to: string) =>
  countOf(
    d1,
    `SELECT unixepoch(due_on) * 1000 AS at_utc FROM pledge_lines
     WHERE state IN ('due', 'overdue') AND committed > 0 AND due_on >= ? AND due_on <= ? ORDER BY due_on`,
    from,
    to,
  )

export const countDataRequests = (d1: D1Database, governorates: string | null) =>
  countOf(
    d1,
    `SELECT r.due_at_utc AS at_utc FROM data_requests r
     WHERE r.state = 'open' AND (?1 IS NULL OR (SELECT e.governorate FROM exhibitions e
       WHERE e.id = (SELECT b.exhibition_id FROM bookings b WHERE b.reference = r.subject)) IN (SELECT value FROM json_each(?1)))
     ORDER BY r.due_at_utc`,
    governorates,
  )

export const countDeadMessages = (d1: D1Database) =>
  countOf(d1, `SELECT created_at_utc AS at_utc FROM outbox INDEXED BY outbox_dead WHERE state = 'dead' ORDER BY id`)

/** Everything asked in one round trip, in the order asked. */
export async function readCounts(d1: D1Database, statements: D1PreparedStatement[]): Promise<Waiting[]> {
  if (statements.length === 0) return []
  const answers = await d1.batch<Waiting>(statements)
  return answers.map(({ results }) => results[0] ?? { count: 0, atUtc: null })
}
