import type { D1Database } from '@cloudflare/workers-types'
import { forgetDelegateIf } from './delegates.ts'
import { insertEventIf, type NewEvent } from './events.ts'

export interface Erasure {
  reference: string
  version: number
  applicantKey: string
  delegateKey: string | null
  /** The colleague who erased, for the requests that this answers. */
  closedBy: number | null
  /** Priority in the next draw outlives the purge and ends when the person asks. */
  endsPriority: boolean
  event: NewEvent
}

/**
 * Takes everything that names or reaches a person out of a booking, in one batch: its ciphertext, its keys, its words,
 * texts, unsent messages and, where it ends, priority. What is left is a row of codes and times, so counts and event chains stay true.
 * False when the booking changed meanwhile.
 */
export async function eraseBookingRows(d1: D1Database, erasure: Erasure): Promise<boolean> {
  const { reference, version, event, applicantKey, delegateKey, closedBy, endsPriority } = erasure
  const proof = { sql: 'SELECT 1 FROM bookings WHERE reference = ? AND head_mac = ?', values: [reference, event.mac] }
  const isWritten = `(${proof.sql}) = 1`
  const alongside = (sql: string, ...values: (string | number | null)[]) =>
    d1.prepare(`${sql} AND ${isWritten}`).bind(...values, ...proof.values)
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE bookings SET person = NULL, phone_key = NULL, delegate_key = NULL, lists_publicly = 0, arrangements = '[]',
           applicant_key = 'erased:' || lower(hex(randomblob(16))), token_version = token_version + 1,
           delegate_token_version = delegate_token_version + 1, erased_at_utc = ?, updated_at_utc = ?,
           version = version + 1, head_mac = ?
         WHERE reference = ? AND version = ? AND erased_at_utc IS NULL
           AND state IN ('completed', 'no_show', 'withdrawn', 'declined', 'expired', 'cancelled')`,
      )
      .bind(event.atUtc, event.atUtc, event.mac, reference, version),
    ...insertEventIf(d1, event, proof),
    alongside('DELETE FROM name_words WHERE reference = ?', reference),
    alongside(
      'UPDATE texts SET body = NULL, erased_at_utc = ? WHERE stream = ? AND body IS NOT NULL',
      event.atUtc,
      `booking:${reference}`,
    ),
    // Phones are not verified, so a booking takes along what was earned by it, and nothing that its phone earned elsewhere.
    ...(endsPriority
      ? [
          alongside(
            `DELETE FROM priority_ledger WHERE applicant_key = ?
               AND exhibition_id = (SELECT exhibition_id FROM bookings WHERE reference = ?)`,
            applicantKey,
            reference,
          ),
        ]
      : []),
    alongside(
      `UPDATE outbox SET state = 'dead', last_error = 'erased' WHERE subject = ? AND state = 'queued'`,
      reference,
    ),
    alongside(
      'UPDATE consents SET withdrawn_at_utc = COALESCE(withdrawn_at_utc, ?) WHERE subject = ?',
      event.atUtc,
      reference,
    ),
    alongside(
      `UPDATE data_requests SET state = 'done', closed_at_utc = ?, closed_by = ? WHERE subject = ? AND state = 'open'`,
      event.atUtc,
      closedBy,
      reference,
    ),
    ...(delegateKey ? [forgetDelegateIf(d1, delegateKey, { ...proof, sql: isWritten })] : []),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

export interface PurgeGround {
  exhibitionId: number
  purgedToUtc: number
}

/** Exhibitions that ended before a day and still hold people, the oldest first. */
export async function listExhibitionsToPurge(
  d1: D1Database,
  endedBefore: string,
  limit: number,
): Promise<PurgeGround[]> {
  const { results } = await d1
    .prepare(
      `SELECT id AS exhibitionId, purged_to_utc AS purgedToUtc FROM exhibitions
       WHERE ends_on < ? AND purged_at_utc IS NULL AND state IN ('finished', 'cancelled') ORDER BY ends_on LIMIT ?`,
    )
    .bind(endedBefore, limit)
    .all<PurgeGround>()
  return results
}

export interface BookingToPurge {
  reference: string
  createdAtUtc: number
  isErased: number
}

/** The bookings of an exhibition in the order they were made, after the one that is named. */
export async function listBookingsAfter(
  d1: D1Database,
  exhibitionId: number,
  after: { createdAtUtc: number; reference: string },
  limit: number,
): Promise<BookingToPurge[]> {
  const { results } = await d1
    .prepare(
      `SELECT reference, created_at_utc AS createdAtUtc, erased_at_utc IS NOT NULL AS isErased FROM bookings
       WHERE exhibition_id = ? AND (created_at_utc, reference) > (?, ?) ORDER BY created_at_utc, reference LIMIT ?`,
    )
    .bind(exhibitionId, after.createdAtUtc, after.reference, limit)
    .all<BookingToPurge>()
  return results
}

/** Remembers how far a purge came; `purgedAtUtc` says that nobody is left. */
export async function writePurgeProgress(
  d1: D1Database,
  exhibitionId: number,
  progress: { purgedToUtc: number; purgedAtUtc: number | null },
): Promise<void> {
  await d1
    .prepare('UPDATE exhibitions SET purged_to_utc = max(purged_to_utc, ?), purged_at_utc = ? WHERE id = ?')
    .bind(progress.purgedToUtc, progress.purgedAtUtc, exhibitionId)
    .run()
}
