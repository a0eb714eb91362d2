import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { Proof } from './events.ts'

/**
 * What erasing a contact takes along beside the header's columns: the company's words, the staff's words to it, unsent
 * messages and its consent. The evidence of what arrived stays: it is about things.
 */
export const contactErasure =
  (d1: D1Database, reference: string, atUtc: number) =>
  (proof: Proof): D1PreparedStatement[] => {
    const alongside = (sql: string, ...values: (string | number)[]) =>
      d1.prepare(`${sql} AND EXISTS (${proof.sql})`).bind(...values, ...proof.values)
    return [
      alongside('UPDATE pledge_lines SET note = NULL WHERE reference = ? AND note IS NOT NULL', reference),
      alongside(
        `UPDATE texts SET body = NULL, erased_at_utc = ? WHERE body IS NOT NULL AND id IN (
           SELECT e.text_id FROM events e WHERE e.stream = ? AND e.type <> 'receive' AND e.text_id IS NOT NULL)`,
        atUtc,
        `pledge:${reference}`,
      ),
      alongside(
        `UPDATE outbox SET state = 'dead', last_error = 'erased' WHERE subject = ? AND state = 'queued'`,
        reference,
      ),
      alongside(
        'UPDATE consents SET withdrawn_at_utc = COALESCE(withdrawn_at_utc, ?) WHERE subject = ?',
        atUtc,
        reference,
      ),
    ]
  }

/** Pledges that still hold a contact and were closed, or left undecided, before an instant; the oldest of each first. */
export async function listPledgesToPurge(d1: D1Database, beforeUtc: number, limit: number): Promise<string[]> {
  const [closed, undecided] = await d1.batch<{ reference: string }>([
    d1
      .prepare(
        `SELECT reference FROM pledges INDEXED BY pledges_to_purge
         WHERE contact IS NOT NULL AND closed_at_utc < ? ORDER BY closed_at_utc LIMIT ?`,
      )
      .bind(beforeUtc, limit),
    d1
      .prepare(
        `SELECT reference FROM pledges INDEXED BY pledges_undecided_to_purge
         WHERE contact IS NOT NULL AND state IN ('pledged', 'verified') AND updated_at_utc < ?
         ORDER BY updated_at_utc LIMIT ?`,
      )
      .bind(beforeUtc, limit),
  ])
  return [...(closed?.results ?? []), ...(undecided?.results ?? [])].map(({ reference }) => reference).slice(0, limit)
}
