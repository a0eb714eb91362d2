import { findUsedKey } from '../../db/queries/claim-plan.ts'
import { insertPledge, type NewPledge } from '../../db/queries/insert-pledge.ts'
import { isOverload } from '../../db/queries/overload.ts'
import { findNeedsOf, type NeedOfLine } from '../../db/queries/pledge-needs.ts'
import { chainEvent, pledgeStream } from '../audit/event.ts'
import { newPledgeReference } from '../bookings/identifiers.ts'
import type { FieldError } from '../contract/codes.ts'
import { dayMs, idempotencyDays } from '../contract/limits.ts'
import { isMoney } from '../contract/pledge-codes.ts'
import type { EnterPledge, MakePledge, PledgeAnswer } from '../contract/pledge.ts'
import type { Staff } from '../desk/staff.ts'
import { companyKey, companyOf, contactOf, emailKey, sealCompany, sealContact, sealNote } from '../people/company.ts'
import { phoneKey } from '../people/person.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { messageTo } from './change-pledge.ts'
import { lineErrors } from './line-errors.ts'
import { tokenSubject } from './open-pledge.ts'

export interface MakePledgeRequest {
  body: MakePledge | EnterPledge
  idempotencyKey: string
}

export type MakePledgeOutcome =
  | { ok: true; pledge: PledgeAnswer; isReplay: boolean; pledgedAtUtc: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'idempotency_key_reused' | 'too_many_requests' | 'busy' }

/** Rounds of "read the needs, write the pledge" before the answer is `busy`. */
const roundsMax = 8

/** The keyed hashes that the database compares. */
interface PledgeKeys {
  company: string | null
  email: string | null
  phone: string | null
  idempotency: NewPledge['idempotency']
}

/**
 * Records a company's promise, from a visitor or by an officer from a letter: one pledge for one idempotency key.
 * Whether a need can take it is decided on acceptance.
 */
export async function makePledge(
  db: Store,
  who: { address: string } | Staff,
  request: MakePledgeRequest,
  now: number,
): Promise<MakePledgeOutcome> {
  const keys = await keysOf(db, request, now)
  if ('address' in who) {
    const claim = {
      address: who.address,
      applicantKey: keys.email ?? keys.phone ?? '',
      delegateKey: keys.company,
      claimKey: keys.idempotency.key,
    }
    if (!(await db.limits.allowsClaim(claim))) return { ok: false, reason: 'too_many_requests' }
  }
  try {
    for (let round = 0; round < roundsMax; round += 1) {
      const outcome = await tryPledge(db, who, { ...request, keys }, now)
      if (outcome) return outcome
    }
  } catch (error) {
    // The page of `busy` keeps every answer, which the page of a fault could not.
    if (!isOverload(error)) throw error
  }
  return { ok: false, reason: 'busy' }
}

async function keysOf(db: Store, { body, idempotencyKey }: MakePledgeRequest, now: number): Promise<PledgeKeys> {
  const { registration, email, phone } = body.company
  const [company, byEmail, byPhone, fingerprint] = await Promise.all([
    registration ? companyKey(db.keys, registration) : null,
    email ? emailKey(db.keys, email) : null,
    phone ? phoneKey(db.keys, phone) : null,
    db.keys.mac('lookup', `body|${JSON.stringify(body)}`),
  ])
  const validSinceUtc = now - idempotencyDays * dayMs
  const idempotency = { scope: 'pledges', key: idempotencyKey, fingerprint, validSinceUtc }
  return { company, email: byEmail, phone: byPhone, idempotency }
}

/** One round; null means that a need was closed meanwhile and another round says so. */
async function tryPledge(
  db: Store,
  who: { address: string } | Staff,
  request: MakePledgeRequest & { keys: PledgeKeys },
  now: number,
): Promise<MakePledgeOutcome | null> {
  const { body, keys } = request
  const used = await findUsedKey(db.d1, keys.idempotency)
  if (used) {
    if (used.fingerprint !== keys.idempotency.fingerprint) return { ok: false, reason: 'idempotency_key_reused' }
    const pledge = await answerOf(db, used.reference, body.language)
    return { ok: true, pledge, isReplay: true, pledgedAtUtc: used.usedAtUtc }
  }
  const asked = await findNeedsOf(db.d1, [...new Set(body.lines.flatMap(({ need }) => need ?? []))])
  const needs = new Map(asked.map((need) => [need.id, need]))
  const errors = lineErrors(body.lines, needs, now)
  if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }

  const staff = 'address' in who ? null : who
  const reference = newPledgeReference()
  const [pledge, event] = await Promise.all([
    composePledge(db, reference, { body, keys, staff, needs }),
    chainEvent(db.keys, {
      stream: pledgeStream(reference),
      after: { version: 0, headMac: '' },
      type: 'pledged',
      atUtc: now,
      actor: staff ? `staff:${staff.id}` : 'company',
      data: { state: 'pledged', lines: body.lines.length },
    }),
  ])
  if (!(await insertPledge(db.d1, pledge, event))) return null
  return { ok: true, pledge: await answerOf(db, reference, body.language), isReplay: false, pledgedAtUtc: now }
}

async function composePledge(
  db: Store,
  reference: string,
  from: {
    body: MakePledge | EnterPledge
    keys: PledgeKeys
    staff: Staff | null
    needs: ReadonlyMap<string, NeedOfLine>
  },
): Promise<NewPledge> {
  const { body, keys, staff, needs } = from
  const [company, contact, notes] = await Promise.all([
    sealCompany(db.keys, reference, companyOf(body)),
    sealContact(db.keys, reference, contactOf(body)),
    Promise.all(body.lines.map(({ note }) => (note === null ? null : sealNote(db.keys, reference, note)))),
  ])
  return {
    reference,
    companyKey: keys.company,
    emailKey: keys.email,
    phoneKey: keys.phone,
    sector: body.company.sector,
    naming: body.naming,
    showsAmounts: body.showAmounts,
    company,
    contact,
    language: body.language,
    consentVersion: body.consent.version,
    enteredBy: staff?.id ?? null,
    enteredFrom: 'enteredFrom' in body ? body.enteredFrom : null,
    lines: body.lines.map(({ kind, unit, quantity, dueOn, need }, index) => ({
      n: index + 1,
      kind,
      unit,
      quantity,
      dueOn,
      needId: need,
      governorate: need === null ? null : (needs.get(need)?.governorate ?? null),
      isMoney: isMoney(kind, unit),
      note: notes[index] ?? null,
    })),
    messages: [
      messageTo(
        db,
        { emailKey: keys.email, phoneKey: keys.phone, language: body.language },
        { template: 'pledge_received' },
      ),
    ],
    idempotency: keys.idempotency,
  }
}

async function answerOf(db: Store, reference: string, language: string): Promise<PledgeAnswer> {
  const first = tokenSubject({ tokenVersion: 1, phoneKey: null })
  return {
    reference,
    state: 'pledged',
    manageToken: await makeToken(db.keys, reference, 'manage', first, null),
    links: { self: `/api/v1/pledges/${reference}`, page: `/${language}/pledges/${reference}/` },
  }
}
