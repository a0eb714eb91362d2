import type { ClaimPlan, StallCandidate } from '../../db/queries/claim-plan.ts'
import type { NewBooking, Placement } from '../../db/queries/insert-booking.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import type { BookStall, EnterBooking } from '../contract/booking.ts'
import type { BookingState } from '../contract/codes.ts'
import { dayMs, idempotencyDays } from '../contract/limits.ts'
import { governorateOf } from '../contract/places.ts'
import type { Staff } from '../desk/staff.ts'
import { familyKey, nameWordKeys, personOf, phoneKey, sealPerson } from '../people/person.ts'
import type { Store } from '../store.ts'
import { newDrawCode } from './identifiers.ts'

export interface BookStallRequest {
  slug: string
  body: BookStall | EnterBooking
  idempotencyKey: string
}

/** Who claims: a visitor from an address, or an officer at the desk. */
export type Claimant = { address: string } | Staff

/** A request with the keyed hashes that the database compares. */
export interface Claim {
  slug: string
  body: BookStall | EnterBooking
  staff: Staff | null
  applicantKey: string
  phoneKey: string | null
  delegateKey: string | null
  idempotency: { scope: string; key: string; fingerprint: string; validSinceUtc: number }
}

/** Where a claim asks to stand. */
export type Choice = { state: 'pending' | 'confirmed'; stalls: StallCandidate[] } | { state: 'waitlisted' | 'applied' }

export async function prepareClaim(db: Store, who: Claimant, request: BookStallRequest, now: number): Promise<Claim> {
  const { slug, body, idempotencyKey } = request
  const [ownPhone, delegatePhone, fingerprint] = await Promise.all([
    body.applicant.phone ? phoneKey(db.keys, body.applicant.phone) : null,
    body.delegate ? phoneKey(db.keys, body.delegate.phone) : null,
    db.keys.mac('lookup', `body|${JSON.stringify(body)}`),
  ])
  return {
    slug,
    body,
    staff: 'address' in who ? null : who,
    applicantKey: body.delegate ? await familyKey(db.keys, body.delegate) : (ownPhone ?? ''),
    phoneKey: ownPhone,
    delegateKey: delegatePhone,
    idempotency: {
      scope: `bookings:${slug}`,
      key: idempotencyKey,
      fingerprint,
      validSinceUtc: now - idempotencyDays * dayMs,
    },
  }
}

export async function composeBooking(
  db: Store,
  claim: Claim,
  { ground, zoneIds }: ClaimPlan,
  reference: string,
  state: BookingState,
  now: number,
): Promise<NewBooking> {
  const { body, staff } = claim
  const person = personOf(body)
  const drawCode = state === 'applied' ? newDrawCode() : null
  const [sealed, wordKeys] = await Promise.all([sealPerson(db.keys, reference, person), nameWordKeys(db.keys, person)])
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

/** The booking's first event; one for each candidate stall, since it is chained before the stall is known. */
export async function chainPlacement(
  db: Store,
  { body, staff }: Claim,
  reference: string,
  choice: Choice,
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
