import {
  findClaimable,
  findUsedKey,
  readClaimPlan,
  type ClaimGround,
  type ClaimPlan,
  type StallCandidate,
} from '../../db/queries/claim-plan.ts'
import { insertBooking } from '../../db/queries/insert-booking.ts'
import { isOverload } from '../../db/queries/overload.ts'
import { readRefusal } from '../../db/queries/read-refusal.ts'
import { advanceExhibition } from '../exhibitions/advance-exhibition.ts'
import { forget, forgetExhibition, keepFor } from '../exhibitions/public-cache.ts'
import type { BookingAnswer, BookStall } from '../contract/booking.ts'
import type { FieldError } from '../contract/codes.ts'
import { alternativesMax } from '../contract/limits.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import {
  chainPlacement,
  composeBooking,
  prepareClaim,
  type BookStallRequest,
  type Choice,
  type Claim,
  type Claimant,
} from './compose-booking.ts'
import { isLikelyTaken, rememberTaken } from './contested-stalls.ts'
import { newReference } from './identifiers.ts'

export type BookStallOutcome =
  | { ok: true; booking: BookingAnswer; isReplay: boolean; bookedAtUtc: number }
  | { ok: false; reason: 'stall_taken'; alternatives: string[] }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'booking_not_open'; opensAtUtc: number }
  | {
      ok: false
      reason:
        | 'exhibition_not_found'
        | 'exhibition_full'
        | 'already_booked'
        | 'booking_closed'
        | 'stall_unknown'
        | 'idempotency_key_reused'
        | 'delegate_limit'
        | 'too_many_requests'
        | 'busy'
    }

/** A statement has at most 100 bound parameters, and each candidate takes two of them. */
const candidatesMax = 30

/** Rounds of "read the best free stalls, claim the first still free" before the answer is `busy`. */
const roundsMax = 40

/** Claims a stall, enters a ballot or joins the waiting list: one booking for one idempotency key (invariants 1 to 5, 7). */
export async function bookStall(
  db: Store,
  who: Claimant,
  request: BookStallRequest,
  now: number,
): Promise<BookStallOutcome> {
  const claim = await prepareClaim(db, who, request, now)
  if ('address' in who) {
    const { applicantKey: key, delegateKey, idempotency } = claim
    const claimed = { address: who.address, applicantKey: key, delegateKey, claimKey: idempotency.key }
    if (!(await db.limits.allowsClaim(claimed))) return { ok: false, reason: 'too_many_requests' }
  }
  try {
    for (let round = 0; round < roundsMax; round += 1) {
      const outcome = await tryClaim(db, claim, round, now)
      if (outcome) {
        if (outcome.ok && !outcome.isReplay) forgetExhibition(claim.slug)
        return outcome
      }
    }
  } catch (error) {
    // The page of `busy` keeps every answer, which the page of a fault could not.
    if (!isOverload(error)) throw error
  }
  return { ok: false, reason: 'busy' }
}

/** Windows, modes and plans change by staff's hands only; every write checks them again. */
const planKeptMs = 5_000

const planNameOf = (slug: string) => `claim:${slug}`

/** One round; null means that the ground moved under it and another round may succeed. */
async function tryClaim(db: Store, claim: Claim, round: number, now: number): Promise<BookStallOutcome | null> {
  const { body } = claim
  const planName = planNameOf(claim.slug)
  const plan = await keepFor(planName, planKeptMs, now, () => readClaimPlan(db.d1, claim.slug))
  if (!plan) return { ok: false, reason: 'exhibition_not_found' }
  const ground = await advanceExhibition(db, plan.ground, now)
  if (ground !== plan.ground) forget(planName)
  const stallId = body.stall === null ? undefined : plan.stallIds.get(body.stall)
  const stall = body.stall !== null && stallId !== undefined ? { id: stallId, code: body.stall } : null
  const refusal = refusalOf(ground, now) ?? mismatch(claim, plan, stall)
  if (refusal) {
    forget(planName)
    // What was kept may be seconds old: nobody is refused on it alone.
    return round === 0 ? null : ((await replay(db, claim)) ?? refusal)
  }

  if (stall && round === 0 && isLikelyTaken(stall.id, now)) return explain(db, claim, ground, stall, now)
  const choice = await choosePlacement(db, claim, ground, stall, round)
  if (!('state' in choice)) return (await explain(db, claim, ground, null, now)) ?? choice
  const reference = newReference()
  const [booking, placement] = await Promise.all([
    composeBooking(db, claim, plan, reference, choice.state, now),
    chainPlacement(db, claim, reference, choice, now),
  ])
  const placed = await insertBooking(db.d1, booking, placement)
  if (stall) rememberTaken(stall.id, now)
  if (!placed) return explain(db, claim, ground, stall, now)

  const { drawCode } = booking
  const answer = { reference, state: choice.state, stall: placed.stall, drawCode }
  return { ok: true, booking: await answerOf(db, body, answer), isReplay: false, bookedAtUtc: now }
}

function refusalOf(ground: ClaimGround, now: number): BookStallOutcome | null {
  if (ground.state === 'published') {
    return { ok: false, reason: 'booking_not_open', opensAtUtc: ground.bookingOpensAtUtc }
  }
  if (ground.state !== 'open' || ground.bookingClosesAtUtc <= now) return { ok: false, reason: 'booking_closed' }
  return null
}

/** What the schema cannot know: whether the stall or the zones belong to this exhibition and its mode. */
function mismatch(
  { body }: Claim,
  { ground, zoneIds }: ClaimPlan,
  stall: StallCandidate | null,
): BookStallOutcome | null {
  if (ground.mode === 'ballot') {
    if (body.stall !== null) return invalid('stall', 'not_allowed')
    const unknown = body.zones.findIndex((zone) => !zoneIds.has(zone))
    return unknown === -1 ? null : invalid(`zones.${unknown}`, 'unknown')
  }
  if (body.zones.length > 0) return invalid('zones', 'not_allowed')
  return body.stall !== null && stall === null ? { ok: false, reason: 'stall_unknown' } : null
}

const invalid = (field: string, code: FieldError['code']): BookStallOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

async function choosePlacement(
  db: Store,
  { body, staff }: Claim,
  ground: ClaimGround,
  stall: StallCandidate | null,
  round: number,
): Promise<Choice | Extract<BookStallOutcome, { ok: false }>> {
  if (ground.mode === 'ballot') return { state: 'applied' }
  const state = ground.review === 'none' && staff === null ? 'confirmed' : 'pending'
  if (stall) return { state, stalls: [stall] }
  // Under contention the next rounds bring more candidates to one write.
  const stalls = await findClaimable(db.d1, ground.id, wishesOf(body), round === 0 ? 1 : candidatesMax)
  if (stalls.length > 0) return { state, stalls }
  return body.joinWaitlist ? { state: 'waitlisted' } : { ok: false, reason: 'exhibition_full' }
}

const wishesOf = ({ arrangements }: BookStall) => ({
  needsStepFree: arrangements.includes('step_free'),
  wantsNearEntrance: arrangements.includes('near_entrance'),
  wantsPower: arrangements.includes('power'),
})

/** Why a claim was not written; null when nothing stands against it any more. */
async function explain(
  db: Store,
  claim: Claim,
  ground: ClaimGround,
  stall: StallCandidate | null,
  now: number,
): Promise<BookStallOutcome | null> {
  const asked = {
    ...claim,
    exhibitionId: ground.id,
    needsStepFree: claim.body.arrangements.includes('step_free'),
    stallId: stall?.id ?? null,
    delegateLimit: db.settings.delegateLimit,
  }
  const refusal = await readRefusal(db.d1, asked, alternativesMax)
  if (refusal.isKeyUsed) return replay(db, claim)
  if (!refusal.isOpen) {
    forget(planNameOf(claim.slug))
    return null
  }
  if (refusal.hasLiveBooking) return { ok: false, reason: 'already_booked' }
  if (claim.delegateKey !== null && refusal.delegateBookings >= refusal.delegateLimit) {
    return { ok: false, reason: 'delegate_limit' }
  }
  if (!stall || refusal.isStallClaimable) return null
  const { alternatives } = refusal
  if (alternatives.length > 0) return { ok: false, reason: 'stall_taken', alternatives }
  if (!claim.body.joinWaitlist) return { ok: false, reason: 'exhibition_full' }
  // Nothing suitable is free: asking for any stall now joins the waiting list.
  return tryClaim(db, { ...claim, body: { ...claim.body, stall: null } }, 1, now)
}

/** The answer that this idempotency key already had, if it was used. */
async function replay(db: Store, claim: Claim): Promise<BookStallOutcome | null> {
  const used = await findUsedKey(db.d1, claim.idempotency)
  if (!used) return null
  if (used.fingerprint !== claim.idempotency.fingerprint) return { ok: false, reason: 'idempotency_key_reused' }
  // insertBooking wrote this column.
  const first = JSON.parse(used.answer) as Pick<BookingAnswer, 'state' | 'stall' | 'drawCode'>
  const booking = await answerOf(db, claim.body, { reference: used.reference, ...first })
  return { ok: true, booking, isReplay: true, bookedAtUtc: used.usedAtUtc }
}

async function answerOf(
  db: Store,
  body: BookStall,
  answer: Pick<BookingAnswer, 'reference' | 'state' | 'stall' | 'drawCode'>,
): Promise<BookingAnswer> {
  const firstTokens = { tokenVersion: 1, delegateTokenVersion: 1 }
  return {
    ...answer,
    manageToken: await makeToken(db.keys, answer.reference, body.delegate ? 'delegate' : 'manage', firstTokens, null),
    links: {
      self: `/api/v1/bookings/${answer.reference}`,
      page: `/${body.language}/bookings/${answer.reference}/`,
    },
  }
}
