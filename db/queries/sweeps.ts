import type { D1Database } from '@cloudflare/workers-types'
import { mayOffer, stallIsFree } from './waitlist.ts'

// What the scheduled job looks for. Each list is one index range and never longer than its limit.

const references = (result: { results: { reference: string }[] }) => result.results.map((row) => row.reference)

export async function listExpiredOffers(d1: D1Database, now: number, limit: number): Promise<string[]> {
  return references(
    await d1
      .prepare(
        `SELECT reference FROM bookings WHERE state = 'offered' AND offer_expires_at_utc <= ?
         ORDER BY offer_expires_at_utc LIMIT ?`,
      )
      .bind(now, limit)
      .all<{ reference: string }>(),
  )
}

/**
 * Bookings that the exhibition's going live, ending or cancelling has decided and nobody has recorded yet. Whoever did
 * not come is among them once the exhibition ended before `absentBefore`.
 */
export async function listUnsettled(d1: D1Database, absentBefore: string, limit: number): Promise<string[]> {
  return references(
    await d1
      .prepare(
        `SELECT reference FROM (
           SELECT b.reference FROM exhibitions e CROSS JOIN bookings b ON b.exhibition_id = e.id
             AND b.state IN ('applied', 'pending', 'waitlisted', 'offered')
           WHERE e.state IN ('live', 'finished', 'cancelled')
           UNION ALL
           SELECT b.reference FROM exhibitions e CROSS JOIN bookings b ON b.exhibition_id = e.id
             AND b.state = 'checked_in'
           WHERE e.state IN ('finished', 'cancelled')
           UNION ALL
           SELECT b.reference FROM exhibitions e CROSS JOIN bookings b ON b.exhibition_id = e.id
             AND b.state = 'confirmed'
           WHERE e.state = 'cancelled' OR (e.state = 'finished' AND e.ends_on < ?)
         ) LIMIT ?`,
      )
      .bind(absentBefore, limit)
      .all<{ reference: string }>(),
  )
}

export interface OfferableStall {
  id: number
  code: string
  exhibitionId: number
  zoneId: number
  isStepFree: number
  startsOn: string
}

/** Stalls that stand free although someone they suit is waiting. */
export async function listOfferableStalls(d1: D1Database, limit: number): Promise<OfferableStall[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id, s.code, s.exhibition_id AS exhibitionId, s.zone_id AS zoneId, s.is_step_free AS isStepFree,
         e.starts_on AS startsOn
       FROM exhibitions e CROSS JOIN stalls s ON s.exhibition_id = e.id
       WHERE ${mayOffer('e')} AND ${stallIsFree('s')}
         AND EXISTS (SELECT 1 FROM waitlist_places w WHERE w.exhibition_id = s.exhibition_id
           AND w.zone_id IN (0, s.zone_id) AND w.needs_step_free <= s.is_step_free)
       ORDER BY s.exhibition_id, s.y, s.x, s.code LIMIT ?`,
    )
    .bind(limit)
    .all<OfferableStall>()
  return results
}

/** Forgets at most `limit` of each; the rest waits for the next run. */
export async function purgeOldKeys(
  d1: D1Database,
  before: { usedAtUtc: number; minute: number; endedAtUtc: number },
  limit: number,
): Promise<void> {
  await d1.batch([
    d1
      .prepare(
        `DELETE FROM idempotency_keys WHERE rowid IN (
           SELECT rowid FROM idempotency_keys WHERE used_at_utc < ? ORDER BY used_at_utc LIMIT ?)`,
      )
      .bind(before.usedAtUtc, limit),
    d1
      .prepare(
        `DELETE FROM failed_finds WHERE rowid IN (
           SELECT rowid FROM failed_finds WHERE minute < ? ORDER BY minute LIMIT ?)`,
      )
      .bind(before.minute, limit),
    d1
      .prepare(
        `DELETE FROM priority_ledger WHERE rowid IN (
           SELECT rowid FROM priority_ledger WHERE expires_at_utc <= ? ORDER BY expires_at_utc LIMIT ?)`,
      )
      .bind(before.endedAtUtc, limit),
  ])
}
