import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { StallCandidate } from './claim-plan.ts'
import { formerFamily, proveFirst } from './delegates.ts'
import { live } from './live-states.ts'
import type { NewEvent } from './events.ts'
import { delegateLimitNow } from './settings.ts'
import { stallIsClaimable, stallSuits } from './waitlist.ts'

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
  idempotency: { scope: string; key: string; fingerprint: string; validSinceUtc: number }
  nameWordKeys: string[]
  messages: { template: string; recipient: string; data: string }[]
}

export type Placement =
  | { state: 'pending' | 'confirmed'; candidates: { stall: StallCandidate; event: NewEvent }[] }
  | { state: 'waitlisted'; event: NewEvent }
  | { state: 'applied'; event: NewEvent }

/**
 * The claim: booking (whose triggers write consent and waiting-list places), event, first messages, idempotency
 * key and name words (the view `claim_records`) in one batch, or nothing. The first candidate still claimable is taken. Null means that the
 * condition inside the write failed: `readRefusal` says why.
 */
export async function insertBooking(
  d1: D1Database,
  booking: NewBooking,
  placement: Placement,
): Promise<{ stall: string | null } | null> {
  // An event is chained before the stall is known, so each candidate has its own; the row's mac says which is real.
  const events = 'candidates' in placement ? placement.candidates.map(({ event }) => event) : [placement.event]
  const { scope, key, fingerprint } = booking.idempotency
  const [placed] = await d1.batch<{ stall_id: number | null }>([
    insertPlaced(d1, booking, placement),
    d1
      .prepare(
        `INSERT INTO claim_records (reference, event, messages, scope, key, fingerprint, name_words)
         SELECT b.reference, (SELECT e.value FROM json_each(?) e WHERE e.value ->> 'mac' = b.head_mac), ?, ?, ?, ?, ?
         FROM bookings b WHERE b.reference = ?`,
      )
      .bind(
        JSON.stringify(events),
        JSON.stringify(booking.messages),
        scope,
        key,
        fingerprint,
        JSON.stringify(booking.nameWordKeys),
        booking.reference,
      ),
    ...(booking.delegateKey === null ? [] : proveFirst(d1, booking.reference, booking.delegateKey)),
  ])
  const row = placed?.results[0]
  if (!row) return null
  const taken = 'candidates' in placement ? placement.candidates.find(({ stall }) => stall.id === row.stall_id) : null
  return { stall: taken?.stall.code ?? null }
}

function insertPlaced(d1: D1Database, booking: NewBooking, placement: Placement): D1PreparedStatement {
  const columns = `reference, exhibition_id, state, applicant_key, phone_key, delegate_key, draw_code, kind, governorate,
    wilayat, category, lists_publicly, arrangements, needs_step_free, zone_ids, language, person, entered_by,
    entered_from, consent_version, created_at_utc, updated_at_utc, version`
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
    booking.consentVersion,
    booking.atUtc,
    booking.atUtc,
    1,
  ]
  const places = values.map(() => '?').join(', ')
  // D1 has no interactive transaction, so every condition of the claim is part of the insert. Each one stands in a
  // scalar subquery: SQLite prepares a join with bound values anew at every run, and makes a join of EXISTS.
  const { delegateKey, idempotency } = booking
  const mayActForFamily =
    delegateKey === null
      ? ''
      : `AND (
      SELECT count(*) FROM bookings d WHERE d.exhibition_id = e.id AND d.delegate_key = ?
        AND d.state IN ${live}) < ${delegateLimitNow}
      AND (
      SELECT 1 FROM bookings f WHERE f.exhibition_id = e.id AND f.delegate_key = ?
        AND f.state IN ${live} LIMIT 1) IS NULL`
  const conditions = `e.id = ? AND e.state = 'open' AND e.booking_closes_at_utc > ?
    AND NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE scope = ? AND key = ? AND used_at_utc > ?)
    ${mayActForFamily}`
  const conditionValues = [
    booking.exhibitionId,
    booking.atUtc,
    idempotency.scope,
    idempotency.key,
    idempotency.validSinceUtc,
    ...(delegateKey === null ? [] : [delegateKey, booking.delegateLimit, formerFamily(booking.applicantKey)]),
  ]
  if ('candidates' in placement) {
    const { candidates } = placement
    const [only] = candidates
    const isOne = only !== undefined && candidates.length === 1
    // One candidate needs no list and no order, which is most of what such a statement costs to prepare.
    const [mac, source, condition, order] = isOne
      ? ['?', 'stalls s', 's.id = ?', '']
      : [
          'c.column3',
          `(VALUES ${candidates.map((_, place) => `(${place}, ?, ?)`).join(', ')}) c CROSS JOIN stalls s`,
          's.id = c.column2',
          'ORDER BY c.column1 LIMIT 1',
        ]
    const chosen = isOne
      ? [only.event.mac, only.stall.id]
      : candidates.flatMap(({ stall, event }) => [stall.id, event.mac])
    return d1
      .prepare(
        `INSERT INTO bookings (${columns}, stall_id, head_mac)
         SELECT ${places}, s.id, ${mac} FROM ${source}
         WHERE ${condition} AND ${stallIsClaimable('s')}
           AND (SELECT 1 FROM exhibitions e WHERE e.id = s.exhibition_id AND ${conditions} AND e.mode = 'first_come')
         ${order}
         ON CONFLICT DO NOTHING RETURNING stall_id`,
      )
      .bind(...values, ...chosen, ...conditionValues)
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
