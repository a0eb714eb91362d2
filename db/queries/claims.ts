import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { NewEvent } from './events.ts'
import { stallIsClaimable, stallSuits } from './waitlist.ts'

/** What a claim must know before it is written; the write checks it all again. */
export interface ClaimGround {
  id: number
  slug: string
  mode: 'first_come' | 'ballot'
  review: 'before_confirming' | 'none'
  state: string
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

const groundColumns = `e.id, e.slug, e.mode, e.review, e.state, e.governorate,
  e.booking_opens_at_utc AS bookingOpensAtUtc, e.booking_closes_at_utc AS bookingClosesAtUtc,
  e.starts_on AS startsOn, e.ends_on AS endsOn, e.version, e.head_mac AS headMac`

/** The exhibition and, when a stall is asked for, that stall: one row read. */
export async function readClaimGround(
  d1: D1Database,
  slug: string,
  stallCode: string | null,
): Promise<{ ground: ClaimGround; stall: StallCandidate | null } | null> {
  const row = await d1
    .prepare(
      `SELECT ${groundColumns}, s.id AS stallId, s.code AS stallCode
       FROM exhibitions e LEFT JOIN stalls s ON s.exhibition_id = e.id AND s.code = ?2
       WHERE e.slug = ?1 AND e.state <> 'draft'`,
    )
    .bind(slug, stallCode)
    .first<ClaimGround & { stallId: number | null; stallCode: string | null }>()
  if (!row) return null
  const { stallId, stallCode: code, ...ground } = row
  return { ground, stall: stallId !== null && code !== null ? { id: stallId, code } : null }
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

/** Claimable suitable stalls nearest to one: its zone first, then the distance of centres, then plan order. */
export async function findNearestClaimable(
  d1: D1Database,
  exhibitionId: number,
  stallId: number,
  needsStepFree: boolean,
  limit: number,
): Promise<string[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.code FROM stalls s JOIN stalls asked ON asked.id = ?2
       WHERE s.exhibition_id = ?1 AND s.id <> ?2 AND ${stallSuits('s', '?3')} AND ${stallIsClaimable('s')}
       ORDER BY s.zone_id <> asked.zone_id,
         (2 * s.x + s.width - 2 * asked.x - asked.width) * (2 * s.x + s.width - 2 * asked.x - asked.width)
         + (2 * s.y + s.height - 2 * asked.y - asked.height) * (2 * s.y + s.height - 2 * asked.y - asked.height),
         s.y, s.x, s.code
       LIMIT ?4`,
    )
    .bind(exhibitionId, stallId, Number(needsStepFree), limit)
    .all<{ code: string }>()
  return results.map((row) => row.code)
}

/** Everything of a new booking but where it stands. */
export interface NewBooking {
  reference: string
  exhibitionId: number
  applicantKey: string
  phoneKey: string | null
  delegateKey: string | null
  delegateLimit: number
  drawCode: string | null
  kind: string
  governorate: string
  wilayat: string
  category: string
  listsPublicly: boolean
  arrangements: string[]
  needsStepFree: boolean
  zoneIds: number[]
  language: string
  person: string
  enteredBy: number | null
  enteredFrom: string | null
  atUtc: number
  consentVersion: string
  idempotency: { scope: string; keyHash: string; fingerprint: string; validSinceUtc: number }
  nameWordKeys: string[]
  messages: { template: string; recipient: string; data: string }[]
}

export type Placement =
  | { state: 'pending' | 'confirmed'; candidates: { stall: StallCandidate; event: NewEvent }[] }
  | { state: 'waitlisted'; event: NewEvent }
  | { state: 'applied'; event: NewEvent }

/**
 * The claim: booking, event, first messages, consent, idempotency key and name words in one batch, or nothing.
 * The first candidate still claimable is taken. Null means that the condition inside the write failed;
 * read again to learn why.
 */
export async function insertBooking(
  d1: D1Database,
  booking: NewBooking,
  placement: Placement,
): Promise<{ stall: string | null } | null> {
  const events =
    'candidates' in placement ? placement.candidates.map(({ event }) => event) : [placement.event]
  // An event is chained before the stall is known, so each candidate has its own; the row says which one is real.
  const macs = JSON.stringify(events.map((event) => event.mac))
  const mine = `SELECT 1 FROM bookings WHERE reference = ? AND head_mac IN (SELECT value FROM json_each(?))`
  const onlyIfMine = <T extends unknown[]>(...values: T) => [...values, booking.reference, macs]

  const statements: D1PreparedStatement[] = [insertPlaced(d1, booking, placement)]
  statements.push(
    d1
      .prepare(
        `INSERT INTO events (stream, seq, type, at_utc, actor, data, text_id, text_digest, previous_mac, mac)
         SELECT e.value ->> 'stream', e.value ->> 'seq', e.value ->> 'type', e.value ->> 'atUtc', e.value ->> 'actor',
           e.value ->> 'data', NULL, NULL, '', e.value ->> 'mac'
         FROM json_each(?) e JOIN bookings b ON b.reference = ? AND b.head_mac = e.value ->> 'mac'`,
      )
      .bind(JSON.stringify(events), booking.reference),
    d1
      .prepare(
        `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
         SELECT ? || '|1|' || (m.value ->> 'template') || '|' || (m.value ->> 'recipient'), ?, m.value ->> 'template', 'sms',
           m.value ->> 'recipient', ?, m.value ->> 'data', ?, ?
         FROM json_each(?) m WHERE EXISTS (${mine})`,
      )
      .bind(
        ...onlyIfMine(
          booking.reference,
          booking.reference,
          booking.language,
          booking.atUtc,
          booking.atUtc,
          JSON.stringify(booking.messages),
        ),
      ),
    d1
      .prepare(
        `INSERT INTO consents (subject, version, language, given_at_utc) SELECT ?, ?, ?, ? WHERE EXISTS (${mine})`,
      )
      .bind(...onlyIfMine(booking.reference, booking.consentVersion, booking.language, booking.atUtc)),
    d1
      .prepare(
        `INSERT OR REPLACE INTO idempotency_keys (scope, key_hash, fingerprint, reference, answer, used_at_utc)
         SELECT ?, ?, ?, b.reference, json_object('state', b.state, 'stall', s.code, 'drawCode', b.draw_code), ?
         FROM bookings b LEFT JOIN stalls s ON s.id = b.stall_id
         WHERE b.reference = ? AND b.head_mac IN (SELECT value FROM json_each(?))`,
      )
      .bind(
        ...onlyIfMine(
          booking.idempotency.scope,
          booking.idempotency.keyHash,
          booking.idempotency.fingerprint,
          booking.atUtc,
        ),
      ),
    d1
      .prepare(
        `INSERT INTO name_words (exhibition_id, word_key, reference)
         SELECT ?, w.value, ? FROM json_each(?) w WHERE EXISTS (${mine})`,
      )
      .bind(...onlyIfMine(booking.exhibitionId, booking.reference, JSON.stringify(booking.nameWordKeys))),
  )
  const [placed] = await d1.batch<{ stall_id: number | null }>(statements)
  const row = placed?.results[0]
  if (!row) return null
  if (!('candidates' in placement)) return { stall: null }
  return { stall: placement.candidates.find(({ stall }) => stall.id === row.stall_id)?.stall.code ?? null }
}

function insertPlaced(d1: D1Database, booking: NewBooking, placement: Placement): D1PreparedStatement {
  const columns = `reference, exhibition_id, state, applicant_key, phone_key, delegate_key, draw_code, kind, governorate,
    wilayat, category, lists_publicly, arrangements, needs_step_free, zone_ids, language, person, entered_by,
    entered_from, created_at_utc, updated_at_utc, version`
  const values = [
    booking.reference,
    booking.exhibitionId,
    placement.state,
    booking.applicantKey,
    booking.phoneKey,
    booking.delegateKey,
    booking.drawCode,
    booking.kind,
    booking.governorate,
    booking.wilayat,
    booking.category,
    Number(booking.listsPublicly),
    JSON.stringify(booking.arrangements),
    Number(booking.needsStepFree),
    JSON.stringify(booking.zoneIds),
    booking.language,
    booking.person,
    booking.enteredBy,
    booking.enteredFrom,
    booking.atUtc,
    booking.atUtc,
    1,
  ]
  const places = values.map(() => '?').join(', ')
  // D1 has no interactive transaction, so every condition of the claim is part of the insert.
  const conditions = `e.id = ? AND e.state = 'open' AND e.booking_closes_at_utc > ?
    AND NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE scope = ? AND key_hash = ? AND used_at_utc > ?)
    AND (? IS NULL OR (
      SELECT count(*) FROM bookings d WHERE d.exhibition_id = e.id AND d.delegate_key = ?
        AND d.state IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in')) < ?)`
  const conditionValues = [
    booking.exhibitionId,
    booking.atUtc,
    booking.idempotency.scope,
    booking.idempotency.keyHash,
    booking.idempotency.validSinceUtc,
    booking.delegateKey,
    booking.delegateKey,
    booking.delegateLimit,
  ]
  if ('candidates' in placement) {
    const candidates = placement.candidates.map(({ stall, event }) => ({ stall: stall.id, mac: event.mac }))
    return d1
      .prepare(
        `INSERT INTO bookings (${columns}, stall_id, head_mac)
         SELECT ${places}, s.id, c.value ->> 'mac'
         FROM json_each(?) c JOIN stalls s ON s.id = c.value ->> 'stall' JOIN exhibitions e ON e.id = s.exhibition_id
         WHERE ${conditions} AND e.mode = 'first_come' AND ${stallIsClaimable('s')}
         ORDER BY c.key LIMIT 1
         ON CONFLICT DO NOTHING RETURNING stall_id`,
      )
      .bind(...values, JSON.stringify(candidates), ...conditionValues)
  }
  if (placement.state === 'applied') {
    return d1
      .prepare(
        `INSERT INTO bookings (${columns}, head_mac)
         SELECT ${places}, ? FROM exhibitions e WHERE ${conditions} AND e.mode = 'ballot'
         ON CONFLICT DO NOTHING RETURNING stall_id`,
      )
      .bind(...values, placement.event.mac, ...conditionValues)
  }
  return d1
    .prepare(
      `INSERT INTO bookings (${columns}, head_mac, ordinal)
       SELECT ${places}, ?, COALESCE((SELECT max(ordinal) FROM bookings q WHERE q.exhibition_id = e.id AND q.ordinal IS NOT NULL), 0) + 1
       FROM exhibitions e WHERE ${conditions} AND e.mode = 'first_come' AND NOT EXISTS (
         SELECT 1 FROM stalls s WHERE s.exhibition_id = e.id AND ${stallSuits('s', '?')} AND ${stallIsClaimable('s')})
       ON CONFLICT DO NOTHING RETURNING stall_id`,
    )
    .bind(...values, placement.event.mac, ...conditionValues, Number(booking.needsStepFree))
}

export interface UsedKey {
  fingerprint: string
  reference: string
  answer: string
  usedAtUtc: number
}

export function findUsedKey(
  d1: D1Database,
  scope: string,
  keyHash: string,
  validSinceUtc: number,
): Promise<UsedKey | null> {
  return d1
    .prepare(
      `SELECT fingerprint, reference, answer, used_at_utc AS usedAtUtc FROM idempotency_keys
       WHERE scope = ? AND key_hash = ? AND used_at_utc > ?`,
    )
    .bind(scope, keyHash, validSinceUtc)
    .first<UsedKey>()
}

/** Why an insert may have been refused, in one read. */
export async function readRefusal(
  d1: D1Database,
  exhibitionId: number,
  applicantKey: string,
  delegateKey: string | null,
): Promise<{ hasLiveBooking: boolean; delegateBookings: number }> {
  const live = `state IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in')`
  const row = await d1
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM bookings WHERE exhibition_id = ?1 AND applicant_key = ?2 AND ${live}) AS hasLiveBooking,
        (SELECT count(*) FROM bookings WHERE exhibition_id = ?1 AND delegate_key = ?3 AND ${live}) AS delegateBookings`,
    )
    .bind(exhibitionId, applicantKey, delegateKey)
    .first<{ hasLiveBooking: number; delegateBookings: number }>()
  return { hasLiveBooking: row?.hasLiveBooking === 1, delegateBookings: row?.delegateBookings ?? 0 }
}
