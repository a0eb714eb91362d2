import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { effectStatements, type ChangeEffects } from './change-effects.ts'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'
import { nextWaiterFor, stallMayBeOffered, type StallPlace } from './waitlist.ts'

/** A message for the outbox; `recipient` says whose phone, never which. */
export interface NewMessage {
  template: string
  recipient: 'applicant' | 'delegate'
  language: string
  data: string
}

/** A condition on the row of `bookings` that is being written, beyond its state and version. */
export interface Guard {
  sql: string
  values: (string | number | null)[]
}

/** One conditional change of one booking, its event, text and messages. */
export interface BookingChange extends ChangeEffects {
  reference: string
  from: readonly string[]
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, string | number | null>
  guards?: Guard[]
  event: NewEvent
  text?: NewText | null
  messages: NewMessage[]
}

/** The waiter to whom the stall that this change frees is offered; null when nobody it suits is waiting. */
export interface FreedStall extends StallPlace {
  id: number
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
  const [updated] = await d1.batch(
    changeStatements(d1, freed.offer, guard, [freed.offer.reference, freed.id, freed.id]),
  )
  return (updated?.meta.changes ?? 0) > 0
}

function changeStatements(
  d1: D1Database,
  change: BookingChange,
  guard: string,
  guardValues: (string | number | null)[],
): D1PreparedStatement[] {
  const columns = Object.entries(change.set)
  const own = (change.guards ?? []).map(({ sql }) => ` AND ${sql}`).join('')
  return [
    d1
      .prepare(
        `UPDATE bookings SET ${columns.map(([name]) => `${name} = ?, `).join('')}
           updated_at_utc = ?, version = version + 1, head_mac = ?
         WHERE reference = ? AND version = ? AND state IN (SELECT value FROM json_each(?))${own}${guard}`,
      )
      .bind(
        ...columns.map(([, value]) => value),
        change.event.atUtc,
        change.event.mac,
        change.reference,
        change.version,
        JSON.stringify(change.from),
        ...(change.guards ?? []).flatMap(({ values }) => values),
        ...guardValues,
      ),
    ...recordStatements(d1, change),
  ]
}

/** What a change leaves beside its booking, once the booking carries its mac: event, messages, effects. */
export function recordStatements(d1: D1Database, change: BookingChange): D1PreparedStatement[] {
  const proof = proofOf(change)
  return [
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
    ...effectStatements(d1, change, { reference: change.reference, mac: change.event.mac, atUtc: change.event.atUtc }),
  ]
}
