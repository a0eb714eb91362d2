import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent } from './events.ts'

export interface OutboxRow {
  id: number
  subject: string
  template: string
  recipient: string
  language: string
  /** JSON of codes and times. */
  data: string
  state: string
  attempts: number
  createdAtUtc: number
  sentAtUtc: number | null
  lastError: string | null
}

const outboxColumns = `id, subject, template, recipient, language, data, state, attempts,
  created_at_utc AS createdAtUtc, sent_at_utc AS sentAtUtc, last_error AS lastError`

export function findMessage(d1: D1Database, id: number): Promise<OutboxRow | null> {
  return d1.prepare(`SELECT ${outboxColumns} FROM outbox WHERE id = ?`).bind(id).first<OutboxRow>()
}

/** Messages before an id, the newest first. */
export async function listMessages(d1: D1Database, beforeId: number, limit: number): Promise<OutboxRow[]> {
  const { results } = await d1
    .prepare(`SELECT ${outboxColumns} FROM outbox WHERE id < ? ORDER BY id DESC LIMIT ?`)
    .bind(beforeId, limit)
    .all<OutboxRow>()
  return results
}

/**
 * Queues a message again, with the event of whoever asked: a dead row starts anew, a sent one gets a copy, once
 * for each `round`. False when the message or the colleague's stream changed meanwhile.
 */
export async function requeueMessage(
  d1: D1Database,
  request: {
    id: number
    from: 'sent' | 'dead'
    round: number
    staff: { id: number; version: number }
    event: NewEvent
  },
): Promise<boolean> {
  const { id, from, round, staff, event } = request
  const proof = { sql: 'SELECT 1 FROM staff WHERE id = ? AND head_mac = ?', values: [staff.id, event.mac] }
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE staff SET version = version + 1, head_mac = ?
         WHERE id = ? AND version = ? AND EXISTS (SELECT 1 FROM outbox WHERE id = ? AND state = ?)`,
      )
      .bind(event.mac, staff.id, staff.version, id, from),
    ...insertEventIf(d1, event, proof),
    from === 'dead'
      ? d1
          .prepare(
            `UPDATE outbox SET state = 'queued', attempts = 0, next_attempt_at_utc = ?, last_error = NULL
             WHERE id = ? AND EXISTS (${proof.sql})`,
          )
          .bind(event.atUtc, id, ...proof.values)
      : d1
          .prepare(
            `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
             SELECT dedupe_key || '|again|' || ?, subject, template, channel, recipient, language, data, ?, ?
             FROM outbox WHERE id = ? AND EXISTS (${proof.sql}) ON CONFLICT (dedupe_key) DO NOTHING`,
          )
          .bind(round, event.atUtc, event.atUtc, id, ...proof.values),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
