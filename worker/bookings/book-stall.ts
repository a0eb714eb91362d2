import {
  findClaimable,
  findNearestClaimable,
  findUsedKey,
  insertBooking,
  readClaimGround,
  readRefusal,
  type ClaimGround,
  type NewBooking,
  type Placement,
  type StallCandidate,
} from '../../db/queries/claims.ts'
import { findZoneIds } from '../../db/queries/exhibitions.ts'
import { advanceExhibition } from '../exhibitions/advance-exhibition.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import type { BookingAnswer, BookStall, EnterBooking } from '../contract/booking.ts'
import type { BookingState, FieldError } from '../contract/codes.ts'
import { alternativesMax, dayMs, idempotencyDays } from '../contract/limits.ts'
import { governorateOf } from '../contract/places.ts'
import type { Staff } from '../desk/staff.ts'
import { applicantKey, nameWordKeys, personOf, phoneKey, sealPerson } from '../people/person.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { newDrawCode, newReference } from './identifiers.ts'

export interface BookStallRequest {
  slug: string
  body: BookStall | EnterBooking
  idempotencyKey: string
}

/** Who claims: a visitor from an address, or an officer at the desk. */
export type Claimant = { address: string } | Staff

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

/** Rounds of "read the best free stalls, claim the first still free" before the answer is `busy`. */
const roundsMax = 40

interface Claim {
  slug: string
  body: BookStall | EnterBooking
  staff: Staff | null
  applicantKey: string
  phoneKey: string | null
  delegateKey: string | null
  idempotency: { scope: string; keyHash: string; fingerprint: string; validSinceUtc: number }
}

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
    const claimed = { address: who.address, applicantKey: key, delegateKey, claimKey: idempotency.keyHash }
    if (!(await db.limits.allowsClaim(claimed))) return { ok: false, reason: 'too_many_requests' }
  }
  for (let round = 0; round < roundsMax; round += 1) {
    const outcome = await tryClaim(db, claim, round, now)
    if (outcome) {
      if (outcome.ok && !outcome.isReplay) forgetExhibition(claim.slug)
      return outcome
    }
  }
  return { ok: false, reason: 'busy' }
}

async function prepareClaim(db: Store, who: Claimant, request: BookStallRequest, now: number): Promise<Claim> {
  const { slug, body, idempotencyKey } = request
  const phone = body.delegate?.phone ?? body.applicant.phone ?? ''
  const [key, ownPhone, delegatePhone, keyHash, fingerprint] = await Promise.all([
    applicantKey(db.keys, body),
    body.applicant.phone ? phoneKey(db.keys, body.applicant.phone) : null,
    body.delegate ? phoneKey(db.keys, phone) : null,
    db.keys.mac('lookup', `idempotency|${idempotencyKey}`),
    db.keys.mac('lookup', `body|${JSON.stringify(body)}`),
  ])
  return {
    slug,
    body,
    staff: 'address' in who ? null : who,
    applicantKey: key,
    phoneKey: ownPhone,
    delegateKey: delegatePhone,
    idempotency: {
      scope: `bookings:${slug}`,
      keyHash,
      fingerprint,
      validSinceUtc: now - idempotencyDays * dayMs,
    },
  }
}

/** One round; null means that the ground moved under it and another round may succeed. */
async function tryClaim(db: Store, claim: Claim, round: number, now: number): Promise<BookStallOutcome | null> {
  const { body } = claim
  const read = await readClaimGround(db.d1, claim.slug, body.stall)
  if (!read) return { ok: false, reason: 'exhibition_not_found' }
  const ground = await advanceExhibition(db, read.ground, now)
  const zoneIds = ground.mode === 'ballot' ? await findZoneIds(db.d1, ground.id) : new Map<string, number>()
  const refusal = refusalOf(ground, now) ?? mismatch(claim, ground, zoneIds, read.stall)
  if (refusal) return (await replay(db, claim)) ?? refusal

  const placements = await choosePlacement(db, claim, ground, read.stall, round)
  if (!('state' in placements)) return (await replay(db, claim)) ?? placements
  const reference = newReference()
  const booking = await composeBooking(db, claim, ground, zoneIds, reference, placements.state, now)
  const placement = await chainPlacement(db, claim, reference, placements, now)
  const placed = await insertBooking(db.d1, booking, placement)
  if (!placed) return explain(db, claim, ground, read.stall, now)

  const drawCode = booking.drawCode
  const answer = { reference, state: placements.state, stall: placed.stall, drawCode }
  return { ok: true, booking: await answerOf(db, body.language, answer), isReplay: false, bookedAtUtc: now }
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
  ground: ClaimGround,
  zoneIds: Map<string, number>,
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

type Choice =
  | { state: 'pending' | 'confirmed'; stalls: StallCandidate[] }
  | { state: 'waitlisted' | 'applied' }
  | Extract<BookStallOutcome, { ok: false }>

async function choosePlacement(
  db: Store,
  { body, staff }: Claim,
  ground: ClaimGround,
  stall: StallCandidate | null,
  round: number,
): Promise<Choice> {
  if (ground.mode === 'ballot') return { state: 'applied' }
  const state = ground.review === 'none' && staff === null ? 'confirmed' : 'pending'
  if (stall) return { state, stalls: [stall] }
  // Under contention the next rounds bring more candidates to one write.
  const stalls = await findClaimable(db.d1, ground.id, wishesOf(body), round === 0 ? 3 : 24)
  if (stalls.length > 0) return { state, stalls }
  return body.joinWaitlist ? { state: 'waitlisted' } : { ok: false, reason: 'exhibition_full' }
}

const wishesOf = ({ arrangements }: BookStall) => ({
  needsStepFree: arrangements.includes('step_free'),
  wantsNearEntrance: arrangements.includes('near_entrance'),
  wantsPower: arrangements.includes('power'),
})

async function composeBooking(
  db: Store,
  claim: Claim,
  ground: ClaimGround,
  zoneIds: Map<string, number>,
  reference: string,
  state: BookingState,
  now: number,
): Promise<NewBooking> {
  const { body, staff } = claim
  const person = personOf(body)
  const drawCode = state === 'applied' ? newDrawCode() : null
  const [sealed, wordKeys] = await Promise.all([
    sealPerson(db.keys, reference, person),
    nameWordKeys(db.keys, person),
  ])
  const recipients = [body.delegate ? 'delegate' : null, body.applicant.phone ? 'applicant' : null]
  return {
    reference,
    exhibitionId: ground.id,
    applicantKey: claim.applicantKey,
    phoneKey: claim.phoneKey,
    delegateKey: claim.delegateKey,
    delegateLimit: db.settings.delegateLimit,
    drawCode,
    kind: body.applicant.kind,
    governorate: governorateOf(body.applicant.wilayat) ?? '',
    wilayat: body.applicant.wilayat,
    category: body.product.category,
    listsPublicly: body.product.listPublicly,
    arrangements: body.arrangements,
    needsStepFree: body.arrangements.includes('step_free'),
    zoneIds: body.zones.flatMap((zone) => zoneIds.get(zone) ?? []),
    language: body.language,
    person: sealed,
    enteredBy: staff?.id ?? null,
    enteredFrom: 'enteredFrom' in body ? body.enteredFrom : null,
    atUtc: now,
    consentVersion: body.consent.version,
    idempotency: claim.idempotency,
    nameWordKeys: wordKeys,
    messages: recipients
      .filter((recipient) => recipient !== null)
      .map((recipient) => ({ template: 'booking_received', recipient, data: JSON.stringify({ state }) })),
  }
}

async function chainPlacement(
  db: Store,
  { body, staff }: Claim,
  reference: string,
  choice: Exclude<Choice, { ok: false }>,
  now: number,
): Promise<Placement> {
  const actor = staff ? (`staff:${staff.id}` as const) : body.delegate ? 'delegate' : 'applicant'
  const eventFor = (stall: string | null) =>
    chainEvent(db.keys, {
      stream: bookingStream(reference),
      after: { version: 0, headMac: '' },
      type: 'booked',
      atUtc: now,
      actor,
      data: { state: choice.state, stall },
    })
  if ('stalls' in choice) {
    const candidates = choice.stalls.map(async (stall) => ({ stall, event: await eventFor(stall.code) }))
    return { state: choice.state, candidates: await Promise.all(candidates) }
  }
  return { state: choice.state, event: await eventFor(null) }
}

async function explain(
  db: Store,
  claim: Claim,
  ground: ClaimGround,
  stall: StallCandidate | null,
  now: number,
): Promise<BookStallOutcome | null> {
  const answered = await replay(db, claim)
  if (answered) return answered
  const refusal = await readRefusal(db.d1, ground.id, claim.applicantKey, claim.delegateKey)
  if (refusal.hasLiveBooking) return { ok: false, reason: 'already_booked' }
  if (claim.delegateKey !== null && refusal.delegateBookings >= db.settings.delegateLimit) {
    return { ok: false, reason: 'delegate_limit' }
  }
  if (!stall) return null
  const needsStepFree = claim.body.arrangements.includes('step_free')
  const alternatives = await findNearestClaimable(db.d1, ground.id, stall.id, needsStepFree, alternativesMax)
  if (alternatives.length > 0) return { ok: false, reason: 'stall_taken', alternatives }
  if (!claim.body.joinWaitlist) return { ok: false, reason: 'exhibition_full' }
  // Nothing suitable is free: asking for any stall now joins the waiting list.
  return tryClaim(db, { ...claim, body: { ...claim.body, stall: null } }, 0, now)
}

/** The answer that this idempotency key already had, if it was used. */
async function replay(db: Store, claim: Claim): Promise<BookStallOutcome | null> {
  const { scope, keyHash, fingerprint, validSinceUtc } = claim.idempotency
  const used = await findUsedKey(db.d1, scope, keyHash, validSinceUtc)
  if (!used) return null
  if (used.fingerprint !== fingerprint) return { ok: false, reason: 'idempotency_key_reused' }
  // insertBooking wrote this column.
  const first = JSON.parse(used.answer) as Pick<BookingAnswer, 'state' | 'stall' | 'drawCode'>
  const booking = await answerOf(db, claim.body.language, { reference: used.reference, ...first })
  return { ok: true, booking, isReplay: true, bookedAtUtc: used.usedAtUtc }
}

async function answerOf(
  db: Store,
  language: string,
  answer: Pick<BookingAnswer, 'reference' | 'state' | 'stall' | 'drawCode'>,
): Promise<BookingAnswer> {
  const firstTokens = { tokenVersion: 1, delegateTokenVersion: 1 }
  return {
    ...answer,
    manageToken: await makeToken(db.keys, answer.reference, 'manage', firstTokens, null),
    links: {
      self: `/api/v1/bookings/${answer.reference}`,
      page: `/${language}/bookings/${answer.reference}/`,
    },
  }
}
