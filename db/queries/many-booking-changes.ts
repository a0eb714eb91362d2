import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { NewMessage } from './booking-changes.ts'
import type { NewEvent } from './events.ts'
import type { Guard } from './row-change.ts'

/** One of many changes written together: where the booking stands afterwards, its event and its messages. */
export interface PlacingChange {
  reference: string
  from: string
  version: number
  state: string
  stallId: number | null
  ordinal: number | null
  offerExpiresAtUtc: number | null
  event: NewEvent
  messages: NewMessage[]
}

/**
 * Writes many bookings' changes in a batch of a few statements: each booking that is still as it was read changes
 * with its event and messages, the others stay. `alongside` runs last in the same batch; with a `proof` nothing is
 * written unless it selects a row.
 * @throws when a stall or an ordinal is not free: then nothing is written.
 */
export function placingStatements(
  d1: D1Database,
  changes: PlacingChange[],
  atUtc: number,
  alongside: D1PreparedStatement[],
  proof?: Guard,
): D1PreparedStatement[] {
  const rows = JSON.stringify(changes)
  const isWritten = `(SELECT 1 FROM bookings b WHERE b.reference = c.value ->> 'reference' AND b.head_mac = c.value ->> '$.event.mac') = 1`
  return [
    d1
      .prepare(
        `UPDATE bookings SET state = c.value ->> 'state', stall_id = c.value ->> 'stallId', ordinal = c.value ->> 'ordinal',
           offer_expires_at_utc = c.value ->> 'offerExpiresAtUtc', updated_at_utc = ?, version = bookings.version + 1,
           head_mac = c.value ->> '$.event.mac'
         FROM json_each(?) c
         WHERE bookings.reference = c.value ->> 'reference' AND bookings.version = c.value ->> 'version'
           AND bookings.state = c.value ->> 'from'${proof ? ` AND EXISTS (${proof.sql})` : ''}`,
      )
      .bind(atUtc, rows, ...(proof?.values ?? [])),
    d1
      .prepare(
        `INSERT INTO events (stream, seq, type, at_utc, actor, data, previous_mac, mac)
         SELECT c.value ->> '$.event.stream', c.value ->> '$.event.seq', c.value ->> '$.event.type',
           c.value ->> '$.event.atUtc', c.value ->> '$.event.actor', c.value ->> '$.event.data',
           c.value ->> '$.event.previousMac', c.value ->> '$.event.mac'
         FROM json_each(?) c WHERE ${isWritten}`,
      )
      .bind(rows),
    d1
      .prepare(
        `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
         SELECT (c.value ->> 'reference') || '|' || (c.value ->> '$.event.seq') || '|' || (m.value ->> 'template') || '|' || (m.value ->> 'recipient'),
           c.value ->> 'reference', m.value ->> 'template', 'sms', m.value ->> 'recipient', m.value ->> 'language',
           m.value ->> 'data', ?, ?
         FROM json_each(?) c, json_each(c.value, '$.messages') m WHERE ${isWritten}`,
      )
      .bind(atUtc, atUtc, rows),
    ...alongside,
  ]
}
