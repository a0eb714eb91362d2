import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'
import { nextWaiterFor, stallMayBeOffered } from './waitlist.ts'

export interface BookingRow {
  reference: string
  exhibitionId: number
  state: string
  stallId: number | null
  stallCode: string | null
  stallZoneId: number | null
  stallIsStepFree: number | null
  stallIsWithheld: number | null
  applicantKey: string
  phoneKey: string | null
  delegateKey: string | null
  drawCode: string | null
  ordinal: number | null
  kind: string
  governorate: string
  wilayat: string
  category: string
  listsPublicly: number
  arrangements: string
  needsStepFree: number
  zoneIds: string
  language: string
  person: string | null
  offerExpiresAtUtc: number | null
  checkedAtUtc: number | null
  checkedBy: number | null
  enteredBy: number | null
  enteredFrom: string | null
  tokenVersion: number
  delegateTokenVersion: number
  phoneReleasedAtUtc: number | null
  createdAtUtc: number
  updatedAtUtc: number
  version: number
  headMac: string
  exhibitionSlug: string
  exhibitionTitleAr: string
  exhibitionTitleEn: string
  exhibitionVenueAr: string
  exhibitionVenueEn: string
  exhibitionGovernorate: string
  exhibitionState: string
  startsOn: string
  endsOn: string
  doorsOpenAt: string
  doorsCloseAt: string
}

export const bookingColumns = `b.reference, b.exhibition_id AS exhibitionId, b.state, b.stall_id AS stallId,
  s.code AS stallCode, s.zone_id AS stallZoneId, s.is_step_free AS stallIsStepFree,
  s.withheld_reason IS NOT NULL AS stallIsWithheld, b.applicant_key AS applicantKey, b.phone_key AS phoneKey,
  b.delegate_key AS delegateKey, b.draw_code AS drawCode, b.ordinal, b.kind, b.governorate, b.wilayat, b.category,
  b.lists_publicly AS listsPublicly, b.arrangements, b.needs_step_free AS needsStepFree, b.zone_ids AS zoneIds,
  b.language, b.person, b.offer_expires_at_utc AS offerExpiresAtUtc, b.checked_at_utc AS checkedAtUtc,
  b.checked_by AS checkedBy, b.entered_by AS enteredBy, b.entered_from AS enteredFrom,
  b.token_version AS tokenVersion, b.delegate_token_version AS delegateTokenVersion,
  b.phone_released_at_utc AS phoneReleasedAtUtc, b.created_at_utc AS createdAtUtc, b.updated_at_utc AS updatedAtUtc,
  b.version, b.head_mac AS headMac, e.slug AS exhibitionSlug, e.title_ar AS exhibitionTitleAr,
  e.title_en AS exhibitionTitleEn, e.venue_ar AS exhibitionVenueAr, e.venue_en AS exhibitionVenueEn,
  e.governorate AS exhibitionGovernorate, e.state AS exhibitionState, e.starts_on AS startsOn, e.ends_on AS endsOn,
  e.doors_open_at AS doorsOpenAt, e.doors_close_at AS doorsCloseAt`

export const bookingTables = `bookings b JOIN exhibitions e ON e.id = b.exhibition_id LEFT JOIN stalls s ON s.id = b.stall_id`

export function findBooking(d1: D1Database, reference: string): Promise<BookingRow | null> {
  return d1
    .prepare(`SELECT ${bookingColumns} FROM ${bookingTables} WHERE b.reference = ?`)
    .bind(reference)
    .first<BookingRow>()
}

/** A message for the outbox; `recipient` says whose phone, never which. */
export interface NewMessage {
  template: string
  recipient: 'applicant' | 'delegate'
  language: string
  data: string
}

/** One conditional change of one booking, its event, text and messages. */
export interface BookingChange {
  reference: string
  from: readonly string[]
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, string | number | null>
  event: NewEvent
  text?: NewText | null
  messages: NewMessage[]
}

/** The waiter to whom the stall that this change frees is offered; null when nobody it suits is waiting. */
export interface FreedStall {
  id: number
  exhibitionId: number
  zoneId: number
  isStepFree: boolean
  offer: BookingChange | null
}

const proofOf = (change: BookingChange) => ({
  sql: 'SELECT 1 FROM bookings WHERE reference = ? AND head_mac = ?',
  values: [change.reference, change.event.mac],
})

/**
 * Writes a change, and with it the offer of the stall it frees, in one batch: all of it or nothing
 * (invariants 5 and 7). False when a condition failed; read again to learn which.
 */
export async function writeChange(d1: D1Database, change: BookingChange, freed: FreedStall | null): Promise<boolean> {
  const offer = freed?.offer ?? null
  const statements = freed
    ? changeStatements(d1, change, ...offeringGuard(freed))
    : changeStatements(d1, change, '', [])
  if (freed && offer) {
    const proof = proofOf(change)
    statements.push(
      ...changeStatements(d1, offer, ` AND EXISTS (${proof.sql}) AND ${stallMayBeOffered}`, [
        ...proof.values,
        freed.id,
      ]),
      ...recordSkips(d1, freed, offer),
    )
  }
  const [updated] = await d1.batch(statements)
  return (updated?.meta.changes ?? 0) > 0
}

/** The next waiter is still the one that was read, and as it was read: else the offer would not be written. */
function offeringGuard(freed: FreedStall): [string, (string | number | null)[]] {
  const { offer } = freed
  const next = ` AND ${nextWaiterFor(freed)} IS ?`
  if (!offer) return [next, [null]]
  return [
    `${next} AND EXISTS (SELECT 1 FROM bookings w WHERE w.reference = ? AND w.version = ?)`,
    [offer.reference, offer.reference, offer.version],
  ]
}

/** Offers a stall that stands free to the next waiter; false when the waiter or the stall changed meanwhile. */
export async function writeOffer(d1: D1Database, freed: FreedStall & { offer: BookingChange }): Promise<boolean> {
  const guard = ` AND ${nextWaiterFor(freed)} IS ? AND ${stallMayBeOffered} AND NOT EXISTS (
    SELECT 1 FROM bookings o WHERE o.stall_id = ? AND o.state IN ('pending', 'offered', 'confirmed', 'checked_in'))`
  const [updated] = await d1.batch([
    ...changeStatements(d1, freed.offer, guard, [freed.offer.reference, freed.id, freed.id]),
    ...recordSkips(d1, freed, freed.offer),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

function changeStatements(
  d1: D1Database,
  change: BookingChange,
  guard: string,
  guardValues: (string | number | null)[],
): D1PreparedStatement[] {
  const columns = Object.entries(change.set)
  const proof = proofOf(change)
  return [
    d1
      .prepare(
        `UPDATE bookings SET ${columns.map(([name]) => `${name} = ?, `).join('')}
           updated_at_utc = ?, version = version + 1, head_mac = ?
         WHERE reference = ? AND version = ? AND state IN (SELECT value FROM json_each(?))${guard}`,
      )
      .bind(
        ...columns.map(([, value]) => value),
        change.event.atUtc,
        change.event.mac,
        change.reference,
        change.version,
        JSON.stringify(change.from),
        ...guardValues,
      ),
    ...insertEventIf(d1, change.event, proof, change.text ?? null),
    ...change.messages.map((message) =>
      d1
        .prepare(
          `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
           SELECT ?, ?, ?, 'sms', ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
        )
        .bind(
          `${change.reference}|${change.event.seq}|${message.template}|${message.recipient}`,
          change.reference,
          message.template,
          message.recipient,
          message.language,
          message.data,
          change.event.atUtc,
          change.event.atUtc,
          ...proof.values,
        ),
    ),
  ]
}

/**
 * Whoever waits before the one who was offered was passed over: the stall does not suit, or lies elsewhere.
 * Every part of the waiting list's key is named, so that only those who are skipped are read.
 */
function recordSkips(d1: D1Database, freed: FreedStall, offer: BookingChange): D1PreparedStatement[] {
  const proof = proofOf(offer)
  return [
    d1
      .prepare(
        `INSERT INTO waitlist_skips (reference, offered_to, cause, at_utc)
         SELECT DISTINCT w.reference, ?1, iif(w.needs_step_free > ?2, 'step_free', 'zone'), ?3
         FROM waitlist_places w
         WHERE w.exhibition_id = ?4
           AND w.zone_id IN (SELECT 0 UNION ALL SELECT id FROM zones WHERE exhibition_id = ?4)
           AND w.needs_step_free IN (0, 1)
           AND w.ordinal < (SELECT ordinal FROM bookings WHERE reference = ?1)
           AND EXISTS (SELECT 1 FROM bookings WHERE reference = ?5 AND head_mac = ?6)`,
      )
      .bind(offer.reference, Number(freed.isStepFree), offer.event.atUtc, freed.exhibitionId, ...proof.values),
  ]
}

/** The next waiter whom the stall suits, or null. */
export async function findNextWaiter(d1: D1Database, stall: Omit<FreedStall, 'offer'>): Promise<BookingRow | null> {
  return d1
    .prepare(`SELECT ${bookingColumns} FROM ${bookingTables} WHERE b.reference = ${nextWaiterFor(stall)}`)
    .first<BookingRow>()
}

/** Zone codes for stored zone ids, in plan order. */
export async function findZoneCodes(d1: D1Database, exhibitionId: number, zoneIds: number[]): Promise<string[]> {
  if (zoneIds.length === 0) return []
  const { results } = await d1
    .prepare(
      `SELECT code FROM zones WHERE exhibition_id = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY position`,
    )
    .bind(exhibitionId, JSON.stringify(zoneIds))
    .all<{ code: string }>()
  return results.map((row) => row.code)
}

/** Counts one more find of a reference in this minute, and says how many there were with it. */
export async function countFind(d1: D1Database, referenceKey: string, minute: number): Promise<number> {
  const row = await d1
    .prepare(
      `INSERT INTO failed_finds (reference_key, minute, count) VALUES (?, ?, 1)
       ON CONFLICT (reference_key, minute) DO UPDATE SET count = count + 1 RETURNING count`,
    )
    .bind(referenceKey, minute)
    .first<{ count: number }>()
  return row?.count ?? 1
}

/** A find that succeeded does not count. */
export async function forgiveFind(d1: D1Database, referenceKey: string, minute: number): Promise<void> {
  await d1
    .prepare('UPDATE failed_finds SET count = count - 1 WHERE reference_key = ? AND minute = ?')
    .bind(referenceKey, minute)
    .run()
}
