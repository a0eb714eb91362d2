import type { D1Database } from '@cloudflare/workers-types'
import type { ExhibitionRow } from './exhibitions.ts'
import { stallIsOnPlan, zoneIsOnPlan } from './plan.ts'
import { stallIsClaimable, stallSuits } from './waitlist.ts'

/** What a claim must know before it is written; the write checks it all again. */
export interface ClaimGround {
  id: number
  slug: string
  mode: 'first_come' | 'ballot'
  review: 'before_confirming' | 'none'
  state: ExhibitionRow['state']
  governorate: string
  bookingOpensAtUtc: number
  bookingClosesAtUtc: number
  startsOn: string
  endsOn: string
  version: number
  headMac: string
}

export interface StallCandidate {
  id: number
  code: string
}

/** An exhibition with the ids of its stalls and zones by code; none of it changes with a booking. */
export interface ClaimPlan {
  ground: ClaimGround
  stallIds: Map<string, number>
  zoneIds: Map<string, number>
}

export async function readClaimPlan(d1: D1Database, slug: string): Promise<ClaimPlan | null> {
  const exhibition = '(SELECT id FROM exhibitions WHERE slug = ?)'
  const [grounds, stalls, zones] = await d1.batch([
    d1
      .prepare(
        `SELECT id, slug, mode, review, state, governorate, booking_opens_at_utc AS bookingOpensAtUtc,
           booking_closes_at_utc AS bookingClosesAtUtc, starts_on AS startsOn, ends_on AS endsOn, version,
           head_mac AS headMac
         FROM exhibitions WHERE slug = ? AND state <> 'draft'`,
      )
      .bind(slug),
    d1
      .prepare(`SELECT code, id FROM stalls WHERE exhibition_id = ${exhibition} AND ${stallIsOnPlan('stalls')}`)
      .bind(slug),
    d1
      .prepare(
        `SELECT code, id FROM zones WHERE exhibition_id = ${exhibition} AND ${zoneIsOnPlan('zones')} ORDER BY position`,
      )
      .bind(slug),
  ])
  // The three statements above name these columns.
  const ground = grounds?.results[0] as ClaimGround | undefined
  const idsByCode = (rows: unknown[] | undefined) =>
    new Map((rows as { code: string; id: number }[] | undefined)?.map(({ code, id }) => [code, id]))
  return ground ? { ground, stallIds: idsByCode(stalls?.results), zoneIds: idsByCode(zones?.results) } : null
}

export interface Wishes {
  needsStepFree: boolean
  wantsNearEntrance: boolean
  wantsPower: boolean
}

/**
 * Claimable stalls that suit, best first: those a step-free need may want last for whoever has none,
 * then wished features, then plan order (domain.md "Suitable", interface.md "Nearest").
 */
export async function findClaimable(
  d1: D1Database,
  exhibitionId: number,
  wishes: Wishes,
  limit: number,
): Promise<StallCandidate[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id, s.code FROM stalls s
       WHERE s.exhibition_id = ?1 AND ${stallSuits('s', '?2')} AND ${stallIsClaimable('s')}
       ORDER BY s.is_step_free > ?2, -(?3 * s.is_near_entrance + ?4 * s.has_power), s.y, s.x, s.code
       LIMIT ?5`,
    )
    .bind(
      exhibitionId,
      Number(wishes.needsStepFree),
      Number(wishes.wantsNearEntrance),
      Number(wishes.wantsPower),
      limit,
    )
    .all<StallCandidate>()
  return results
}

export interface UsedKey {
  fingerprint: string
  reference: string
  answer: string
  usedAtUtc: number
}

export function findUsedKey(
  d1: D1Database,
  { scope, key, validSinceUtc }: { scope: string; key: string; validSinceUtc: number },
): Promise<UsedKey | null> {
  return d1
    .prepare(
      `SELECT fingerprint, reference, answer, used_at_utc AS usedAtUtc FROM idempotency_keys
       WHERE scope = ? AND key = ? AND used_at_utc > ?`,
    )
    .bind(scope, key, validSinceUtc)
    .first<UsedKey>()
}
