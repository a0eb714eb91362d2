import type { D1Database } from '@cloudflare/workers-types'
import { formerFamily } from './delegates.ts'
import { live } from './live-states.ts'
import { delegateLimitNow } from './settings.ts'
import { stallIsClaimable, stallSuits } from './waitlist.ts'

/** What stands against a claim. */
export interface Refusal {
  isOpen: boolean
  isKeyUsed: boolean
  hasLiveBooking: boolean
  delegateBookings: number
  delegateLimit: number
  /** Whether the asked stall could be claimed after all; true when none was asked for. */
  isStallClaimable: boolean
  /** Claimable suitable stalls nearest to the asked one: its zone, then the distance of centres, then plan order. */
  alternatives: string[]
}

interface RefusedClaim {
  exhibitionId: number
  applicantKey: string
  delegateKey: string | null
  /** What holds unless an operator says otherwise. */
  delegateLimit: number
  needsStepFree: boolean
  stallId: number | null
  idempotency: { scope: string; key: string; validSinceUtc: number }
}

interface RefusalRow {
  isOpen: number
  isKeyUsed: number
  hasLiveBooking: number
  delegateBookings: number
  delegateLimit: number
  isStallClaimable: number
  alternatives: string
}

/** Everything a refused claim must be told, in one read. */
export async function readRefusal(d1: D1Database, claim: RefusedClaim, alternativesMax: number): Promise<Refusal> {
  const row = await d1
    .prepare(
      `SELECT
         EXISTS (SELECT 1 FROM exhibitions WHERE id = ?4 AND state = 'open') AS isOpen,
         EXISTS (SELECT 1 FROM idempotency_keys WHERE scope = ?1 AND key = ?2 AND used_at_utc > ?3) AS isKeyUsed,
         EXISTS (SELECT 1 FROM bookings WHERE exhibition_id = ?4 AND applicant_key = ?5 AND state IN ${live})
           OR EXISTS (SELECT 1 FROM bookings WHERE exhibition_id = ?4 AND delegate_key = ?10 AND state IN ${live}) AS hasLiveBooking,
         (SELECT count(*) FROM bookings WHERE exhibition_id = ?4 AND delegate_key = ?6 AND state IN ${live}) AS delegateBookings,
         ${delegateLimitNow.replace('?', '?11')} AS delegateLimit,
         ?7 IS NULL OR EXISTS (SELECT 1 FROM stalls s WHERE s.id = ?7 AND ${stallIsClaimable('s')}) AS isStallClaimable,
         (SELECT json_group_array(code) FROM (
           SELECT s.code FROM stalls s JOIN stalls asked ON asked.id = ?7
           WHERE s.exhibition_id = ?4 AND s.id <> ?7 AND ${stallSuits('s', '?8')} AND ${stallIsClaimable('s')}
           ORDER BY s.zone_id <> asked.zone_id,
             (2 * s.x + s.width - 2 * asked.x - asked.width) * (2 * s.x + s.width - 2 * asked.x - asked.width)
             + (2 * s.y + s.height - 2 * asked.y - asked.height) * (2 * s.y + s.height - 2 * asked.y - asked.height),
             s.y, s.x, s.code
           LIMIT ?9)) AS alternatives`,
    )
    .bind(
      claim.idempotency.scope,
      claim.idempotency.key,
      claim.idempotency.validSinceUtc,
      claim.exhibitionId,
      claim.applicantKey,
      claim.delegateKey,
      claim.stallId,
      Number(claim.needsStepFree),
      alternativesMax,
      formerFamily(claim.applicantKey),
      claim.delegateLimit,
    )
    .first<RefusalRow>()
  if (!row) throw new Error('A SELECT without FROM returned no row.')
  return {
    isOpen: row.isOpen === 1,
    isKeyUsed: row.isKeyUsed === 1,
    hasLiveBooking: row.hasLiveBooking === 1,
    delegateBookings: row.delegateBookings,
    delegateLimit: row.delegateLimit,
    isStallClaimable: row.isStallClaimable === 1,
    alternatives: JSON.parse(row.alternatives) as string[],
  }
}
