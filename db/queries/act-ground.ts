import type { D1Database } from '@cloudflare/workers-types'
import { otherLiveOfFamily } from './delegates.ts'
import { live } from './live-states.ts'
import { stallIsOnPlan } from './plan.ts'
import { delegateLimitNow } from './settings.ts'
import type { Guard } from './row-change.ts'
import { nextWaiterFor, stallIsClaimable, stallIsFree, stallMayBeOffered, type StallPlace } from './waitlist.ts'

// What staff acts on one booking look at, and the same again as conditions of their writes. In a guard `bookings` is
// the row that is being written.

/** A stall as an act finds it. */
export interface StallGround extends StallPlace {
  id: number
  code: string
  isFree: boolean
  isWithheld: boolean
  /** Whether the exhibition makes offers of it now. */
  mayBeOffered: boolean
  /** The waiter whose turn it is there, or null. */
  nextWaiter: string | null
}

interface StallRow {
  id: number
  code: string
  zoneId: number
  isStepFree: number
  isFree: number
  isWithheld: number
}

const stallColumns = `s.id, s.code, s.zone_id AS zoneId, s.is_step_free AS isStepFree,
  s.withheld_reason IS NOT NULL AS isWithheld, (${stallIsFree('s')}) AS isFree`

/** A stall of an exhibition by its code, with whoever is next there. */
export async function findStallGround(d1: D1Database, exhibitionId: number, code: string): Promise<StallGround | null> {
  const row = await d1
    .prepare(`SELECT ${stallColumns} FROM stalls s WHERE s.exhibition_id = ? AND s.code = ? AND ${stallIsOnPlan('s')}`)
    .bind(exhibitionId, code)
    .first<StallRow>()
  return row && groundOf(d1, exhibitionId, row)
}

/** The first free stall that suits, in plan order; step-free ones last for whoever did not ask. */
export async function findFreeStallGround(
  d1: D1Database,
  exhibitionId: number,
  needsStepFree: boolean,
): Promise<StallGround | null> {
  const row = await d1
    .prepare(
      `SELECT ${stallColumns} FROM stalls s
       WHERE s.exhibition_id = ?1 AND s.is_step_free >= ?2 AND ${stallIsFree('s')}
       ORDER BY s.is_step_free > ?2, s.y, s.x, s.code LIMIT 1`,
    )
    .bind(exhibitionId, Number(needsStepFree))
    .first<StallRow>()
  return row && groundOf(d1, exhibitionId, row)
}

async function groundOf(d1: D1Database, exhibitionId: number, row: StallRow): Promise<StallGround> {
  const place = { exhibitionId, zoneId: row.zoneId, isStepFree: row.isStepFree === 1 }
  const now = await d1
    .prepare(`SELECT ${nextWaiterFor(place)} AS nextWaiter, ${stallMayBeOffered} AS mayBeOffered`)
    .bind(row.id)
    .first<{ nextWaiter: string | null; mayBeOffered: number }>()
  return {
    ...place,
    id: row.id,
    code: row.code,
    isFree: row.isFree === 1,
    isWithheld: row.isWithheld === 1,
    nextWaiter: now?.nextWaiter ?? null,
    mayBeOffered: now?.mayBeOffered === 1,
  }
}

/** The stall stands free and staff have not withheld it. */
export const stallStillFree = ({ id }: StallGround): Guard => ({
  sql: `(SELECT 1 FROM stalls s WHERE s.id = ? AND ${stallIsFree('s')}) = 1`,
  values: [id],
})

/** The exhibition makes offers, and whoever is next at the stall is, or is not, who was read. */
export const mayBeOffered = (stall: StallGround, { isInOrder }: { isInOrder: boolean }): Guard => ({
  sql: `${stallMayBeOffered} AND ${nextWaiterFor(stall)} IS${isInOrder ? '' : ' NOT'} bookings.reference`,
  values: [stall.id],
})

/** Nobody waits for the stall whom the stall that is left would not suit as well: no waiter is passed over. */
export const passesNobodyOver = (stall: StallPlace, left: StallPlace): Guard => ({
  sql: `(${nextWaiterFor(stall)} IS NULL OR ${nextWaiterFor(stall)} IS ${nextWaiterFor(left)})`,
  values: [],
})

/** What a reinstatement must know. */
export interface ReinstatementGround {
  hasLiveBooking: boolean
  delegateBookings: number
  delegateLimit: number
  /** Whether the stall that the booking had can be claimed. */
  isStallClaimable: boolean
  /** The last place on the waiting list so far. */
  lastOrdinal: number
}

export async function readReinstatementGround(
  d1: D1Database,
  reference: string,
  deployedLimit: number,
): Promise<ReinstatementGround> {
  const row = await d1
    .prepare(
      `SELECT
         ${otherLiveOfFamily('b')} IS TRUE AS hasLiveBooking,
         (SELECT count(*) FROM bookings d WHERE d.exhibition_id = b.exhibition_id AND d.delegate_key = b.delegate_key AND d.state IN ${live}) AS delegateBookings,
         ${delegateLimitNow} AS delegateLimit,
         EXISTS (SELECT 1 FROM stalls s WHERE s.id = b.stall_id AND ${stallIsClaimable('s')}) AS isStallClaimable,
         COALESCE((SELECT max(q.ordinal) FROM bookings q WHERE q.exhibition_id = b.exhibition_id AND q.ordinal IS NOT NULL), 0) AS lastOrdinal
       FROM bookings b WHERE b.reference = ?`,
    )
    .bind(deployedLimit, reference)
    .first<
      Omit<ReinstatementGround, 'hasLiveBooking' | 'isStallClaimable'> &
        Record<'hasLiveBooking' | 'isStallClaimable', number>
    >()
  if (!row) throw new Error('A booking that was just read is not there.')
  return { ...row, hasLiveBooking: row.hasLiveBooking === 1, isStallClaimable: row.isStallClaimable === 1 }
}

/** Before the freeze, within invariant 2, and the last place on the waiting list still the last. */
export const mayReinstate = (deployedLimit: number): Guard => ({
  sql: `(SELECT e.state FROM exhibitions e WHERE e.id = bookings.exhibition_id) IN ('open', 'closed')
    AND ${otherLiveOfFamily('bookings')} IS NOT TRUE
    AND (SELECT count(*) FROM bookings d WHERE d.exhibition_id = bookings.exhibition_id
      AND d.delegate_key = bookings.delegate_key AND d.state IN ${live}) < ${delegateLimitNow}`,
  values: [deployedLimit],
})

/** Whether somebody else's live booking at the exhibition carries this applicant key. */
export async function hasOtherLiveBooking(
  d1: D1Database,
  { exhibitionId, reference }: { exhibitionId: number; reference: string },
  applicantKey: string,
): Promise<boolean> {
  const row = await d1
    .prepare(
      `SELECT 1 AS found FROM bookings WHERE exhibition_id = ? AND applicant_key = ? AND state IN ${live} AND reference <> ?`,
    )
    .bind(exhibitionId, applicantKey, reference)
    .first<{ found: number }>()
  return row !== null
}

/** Another applicant key for a live booking is nobody else's (invariant 2). */
export const applicantKeyIsFree = (applicantKey: string): Guard => ({
  sql: `(bookings.state NOT IN ${live} OR (SELECT count(*) FROM bookings l WHERE l.exhibition_id = bookings.exhibition_id
      AND l.applicant_key = ? AND l.state IN ${live} AND l.reference <> bookings.reference) = 0)`,
  values: [applicantKey],
})

export const stallStillClaimable: Guard = {
  sql: `(SELECT 1 FROM stalls s WHERE s.id = bookings.stall_id AND ${stallIsClaimable('s')}) = 1`,
  values: [],
}

export const lastOrdinalIs = (ordinal: number): Guard => ({
  sql: `COALESCE((SELECT max(q.ordinal) FROM bookings q WHERE q.exhibition_id = bookings.exhibition_id AND q.ordinal IS NOT NULL), 0) = ?`,
  values: [ordinal],
})
