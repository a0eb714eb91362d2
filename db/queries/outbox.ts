import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type Proof } from './events.ts'

export interface OutboxRow {
  id: number
  dedupeKey: string
  subject: string
  template: string
  channel: string
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

const outboxColumns = `id, dedupe_key AS dedupeKey, subject, template, channel, recipient, language, data, state, attempts,
  created_at_utc AS createdAtUtc, sent_at_utc AS sentAtUtc, last_error AS lastError`

export function findMessage(d1: D1Database, id: number): Promise<OutboxRow | null> {
  return d1.prepare(`SELECT ${outboxColumns} FROM outbox WHERE id = ?`).bind(id).first<OutboxRow>()
}

/** Messages before an id, the newest first: all of them, or the dead ones. */
export async function listMessages(
  d1: D1Database,
  filter: { beforeId: number; onlyDead: boolean },
  limit: number,
): Promise<OutboxRow[]> {
  const { results } = await d1
    .prepare(
      filter.onlyDead
        ? `SELECT ${outboxColumns} FROM outbox INDEXED BY outbox_dead WHERE state = 'dead' AND id < ? ORDER BY id DESC LIMIT ?`
        : `SELECT ${outboxColumns} FROM outbox WHERE id < ? ORDER BY id DESC LIMIT ?`,
    )
    .bind(filter.beforeId, limit)
    .all<OutboxRow>()
  return results
}

/** A message for the outbox; `recipient` says who on record is told, never their address. */
export interface QueuedMessage {
  template: string
  channel: 'sms' | 'email'
  recipient: 'applicant' | 'delegate' | 'company'
  language: string
  data: string
}

/** Queues what tells of an event, under a proof that the event's change was written. */
export function queueMessageIf(
  d1: D1Database,
  message: QueuedMessage,
  about: { subject: string; seq: number; atUtc: number },
  proof: Proof,
): D1PreparedStatement {
  const { template, channel, recipient, language, data } = message
  const { subject, seq, atUtc } = about
  return d1
    .prepare(
      `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
       SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
    )
    .bind(
      `${subject}|${seq}|${template}|${recipient}`,
      subject,
      template,
      channel,
      recipient,
      language,
      data,
      atUtc,
      atUtc,
      ...proof.values,
    )
}

/** Queues the link to a booking for the applicant's phone, once in a window however often it is asked for. */
export async function queueBookingLink(
  d1: D1Database,
  asked: { reference: string; language: string; window: number; now: number },
): Promise<void> {
  const { reference, language, window, now } = asked
  await d1
    .prepare(
      `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
       VALUES (? || '|asked|' || ? || '|booking_link', ?, 'booking_link', 'sms', 'applicant', ?, '{}', ?, ?)
       ON CONFLICT (dedupe_key) DO NOTHING`,
    )
    .bind(reference, window, reference, language, now, now)
    .run()
}

/** A message whose time has come; one before it to the same person, by the same channel, may still be on its way. */
export interface DueMessage extends OutboxRow {
  /** When that one is tried again; null when there is none. */
  waitsUntilUtc: number | null
}

/** Queued messages that are due, in the order in which they became so. */
export async function listDueMessages(
  d1: D1Database,
  channel: string,
  now: number,
  limit: number,
): Promise<DueMessage[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${outboxColumns}, (
         SELECT e.next_attempt_at_utc FROM outbox e INDEXED BY outbox_by_subject
         WHERE e.subject = o.subject AND e.id < o.id AND e.channel = o.channel AND e.recipient = o.recipient
           AND e.state = 'queued' ORDER BY e.id LIMIT 1) AS waitsUntilUtc
       FROM outbox o WHERE o.channel = ? AND o.state = 'queued' AND o.next_attempt_at_utc <= ?
       ORDER BY o.next_attempt_at_utc, o.id LIMIT ?`,
    )
    .bind(channel, now, limit)
    .all<DueMessage>()
  return results
}

type Known = Pick<OutboxRow, 'id' | 'attempts'>

/** The message is as it was read: nobody else claimed it meanwhile. */
const isAsRead = `state = 'queued' AND attempts = ? AND next_attempt_at_utc <= ?`

/**
 * Claims messages for one attempt, each only if nobody else did; says which are ours. A claim ends at `untilUtc`.
 * Those of `waiting` come back when the message before them does.
 */
export async function claimMessages(
  d1: D1Database,
  request: { claims: Known[]; waiting: DueMessage[]; untilUtc: number },
  now: number,
): Promise<Set<number>> {
  const { claims, waiting, untilUtc } = request
  const results = await d1.batch([
    ...claims.map(({ id, attempts }) =>
      d1
        .prepare(`UPDATE outbox SET attempts = attempts + 1, next_attempt_at_utc = ? WHERE id = ? AND ${isAsRead}`)
        .bind(untilUtc, id, attempts, now),
    ),
    ...waiting.map(({ id, attempts, waitsUntilUtc }) =>
      d1
        .prepare(`UPDATE outbox SET next_attempt_at_utc = ? WHERE id = ? AND ${isAsRead}`)
        .bind(waitsUntilUtc, id, attempts, now),
    ),
  ])
  return new Set(claims.flatMap(({ id }, index) => (results[index]?.meta.changes === 1 ? id : [])))
}

/** What became of an attempt. */
export type Attempted =
  | { message: OutboxRow; state: 'sent' }
  | { message: OutboxRow; state: 'dead'; error: string }
  | { message: OutboxRow; state: 'queued'; error: string; nextAttemptAtUtc: number }

/** An e-mail with the same content as another message; once, however often it is asked for. */
export interface EmailCopy {
  of: OutboxRow
  dedupeKey: string
}

/** Writes what became of attempts, and the e-mails that go beside them. */
export async function recordAttempts(
  d1: D1Database,
  attempts: Attempted[],
  copies: EmailCopy[],
  now: number,
): Promise<void> {
  const statements = [
    ...attempts.flatMap((attempt) => attemptStatements(d1, attempt, now)),
    ...copies.map(({ of, dedupeKey }) =>
      d1
        .prepare(
          `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
           VALUES (?, ?, ?, 'email', 'applicant', ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING`,
        )
        .bind(dedupeKey, of.subject, of.template, of.language, of.data, now, of.createdAtUtc),
    ),
  ]
  if (statements.length > 0) await d1.batch(statements)
}

function attemptStatements(d1: D1Database, attempt: Attempted, now: number): D1PreparedStatement[] {
  const { message, state } = attempt
  if (state === 'queued') {
    return [
      d1
        .prepare(
          `UPDATE outbox SET next_attempt_at_utc = ?, last_error = ? WHERE id = ? AND state = 'queued' AND attempts = ?`,
        )
        .bind(attempt.nextAttemptAtUtc, attempt.error, message.id, message.attempts + 1),
    ]
  }
  const isSent = state === 'sent'
  return [
    d1
      .prepare(
        // What was sent is sent, even if the claim ran out meanwhile.
        `UPDATE outbox SET state = ?, sent_at_utc = ?, last_error = ? WHERE id = ? AND state = 'queued'
           AND (? = 'sent' OR attempts = ?)`,
      )
      .bind(state, isSent ? now : null, isSent ? null : attempt.error, message.id, state, message.attempts + 1),
    // Those behind it were put off until its next attempt, which will not come.
    d1
      .prepare(
        `UPDATE outbox INDEXED BY outbox_by_subject SET next_attempt_at_utc = ?
         WHERE subject = ? AND id > ? AND channel = ? AND recipient = ? AND state = 'queued' AND attempts = 0
           AND next_attempt_at_utc > ?`,
      )
      .bind(now, message.subject, message.id, message.channel, message.recipient, now),
  ]
}

/** Messages that were claimed for their last attempt and never heard of again. */
export async function buryMessages(d1: D1Database, messages: Known[], error: string): Promise<void> {
  await d1.batch(
    messages.map(({ id, attempts }) =>
      d1
        .prepare(`UPDATE outbox SET state = 'dead', last_error = ? WHERE id = ? AND state = 'queued' AND attempts = ?`)
        .bind(error, id, attempts),
    ),
  )
}

/** Queues dead messages anew, with the event of whoever asked: all that were read, or none when one changed meanwhile. */
export async function requeueDeadMessages(
  d1: D1Database,
  request: { ids: number[]; staff: { id: number; version: number }; event: NewEvent },
): Promise<boolean> {
  const { ids, staff, event } = request
  const list = JSON.stringify(ids)
  const proof = { sql: 'SELECT 1 FROM staff WHERE id = ? AND head_mac = ?', values: [staff.id, event.mac] }
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE staff SET version = version + 1, head_mac = ? WHERE id = ? AND version = ?
           AND (SELECT count(*) FROM outbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 'dead') = ?`,
      )
      .bind(event.mac, staff.id, staff.version, list, ids.length),
    ...insertEventIf(d1, event, proof),
    d1
      .prepare(
        `UPDATE outbox SET state = 'queued', attempts = 0, next_attempt_at_utc = ?, last_error = NULL
         WHERE id IN (SELECT value FROM json_each(?)) AND EXISTS (${proof.sql})`,
      )
      .bind(event.atUtc, list, ...proof.values),
  ])
  return (updated?.meta.changes ?? 0) > 0
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
