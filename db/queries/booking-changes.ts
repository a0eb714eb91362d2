import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { effectStatements, type ChangeEffects } from './change-effects.ts'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'
import { queueMessageIf } from './outbox.ts'
import { isInState, updateAsRead, type ColumnValue, type Guard } from './row-change.ts'
import { nextWaiterFor, occupying, stallMayBeOffered, type StallPlace } from './waitlist.ts'

/** A message for the outbox; `recipient` says whose phone, never which. */
export interface NewMessage {
  template: string
  recipient: 'applicant' | 'delegate'
  language: string
  data: string
}

/** One conditional change of one booking, its event, text and messages. */
export interface BookingChange extends ChangeEffects {
  reference: string
  from: readonly string[]
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, ColumnValue>
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
  const statements = freed ? changeStatements(d1, change, [offeringGuard(freed)]) : changeStatements(d1, change, [])
  if (freed && offer) {
    const proof = proofOf(change)
    statements.push(
      ...changeStatements(d1, offer, [
        { sql: `EXISTS (${proof.sql}) AND ${stallMayBeOffered}`, values: [...proof.values, freed.id] },
      ]),
    )
  }
  const [updated] = await d1.batch(statements)
  return (updated?.meta.changes ?? 0) > 0
}

/** The next waiter is still the one that was read, and as it was read: else the offer would not be written. */
function offeringGuard(freed: FreedStall): Guard {
  const { offer } = freed
  const next = `${nextWaiterFor(freed)} IS ?`
  if (!offer) return { sql: next, values: [null] }
  return {
    sql: `${next} AND EXISTS (SELECT 1 FROM bookings w WHERE w.reference = ? AND w.version = ?)`,
    values: [offer.reference, offer.reference, offer.version],
  }
}

/** Offers a stall that stands free to the next waiter; false when the waiter or the stall changed meanwhile. */
export async function writeOffer(d1: D1Database, freed: FreedStall & { offer: BookingChange }): Promise<boolean> {
  const isStillFree = {
    sql: `${nextWaiterFor(freed)} IS ? AND ${stallMayBeOffered} AND NOT EXISTS (
      SELECT 1 FROM bookings o WHERE o.stall_id = ? AND o.state IN ${occupying})`,
    values: [freed.offer.reference, freed.id, freed.id],
  }
  const [updated] = await d1.batch(changeStatements(d1, freed.offer, [isStillFree]))
  return (updated?.meta.changes ?? 0) > 0
}

function changeStatements(d1: D1Database, change: BookingChange, guards: Guard[]): D1PreparedStatement[] {
  return [
    updateAsRead(d1, {
      table: 'bookings',
      key: 'reference',
      id: change.reference,
      version: change.version,
      set: { ...change.set, updated_at_utc: change.event.atUtc },
      mac: change.event.mac,
      guards: [isInState(change.from), ...(change.guards ?? []), ...guards],
    }),
    ...recordStatements(d1, change),
  ]
}

/** What a change leaves beside its booking, once the booking carries its mac: event, messages, effects. */
export function recordStatements(d1: D1Database, change: BookingChange): D1PreparedStatement[] {
  const proof = proofOf(change)
  const about = { subject: change.reference, seq: change.event.seq, atUtc: change.event.atUtc }
  return [
    ...insertEventIf(d1, change.event, proof, change.text ?? null),
    ...change.messages.map((message) => queueMessageIf(d1, { ...message, channel: 'sms' }, about, proof)),
    ...effectStatements(d1, change, { reference: change.reference, mac: change.event.mac, atUtc: change.event.atUtc }),
  ]
}
