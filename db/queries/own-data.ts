import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'
import { queueMessageIf } from './outbox.ts'

export interface ConsentRow {
  version: string
  language: 'ar' | 'en'
  givenAtUtc: number
  withdrawnAtUtc: number | null
}
export interface MessageRow {
  template: string
  recipient: 'applicant' | 'delegate'
  state: string
  createdAtUtc: number
  sentAtUtc: number | null
}
export interface AttendanceRow {
  day: string
  atUtc: number
}
export interface DataRequestRow {
  kind: 'correct' | 'erase' | 'withdraw_consent'
  state: 'open' | 'done' | 'refused'
  askedAtUtc: number
  dueAtUtc: number
  closedAtUtc: number | null
  answerTextId: string | null
  answerBody: string | null
}

/** What other tables hold beside a booking: its consent, messages, days, priority and requests. */
export async function readOwnRecords(d1: D1Database, reference: string, applicantKey: string, now: number) {
  const [consent, messages, days, priority, requests] = await d1.batch<unknown>([
    d1
      .prepare(
        `SELECT version, language, given_at_utc AS givenAtUtc, withdrawn_at_utc AS withdrawnAtUtc FROM consents WHERE subject = ?`,
      )
      .bind(reference),
    d1
      .prepare(
        `SELECT template, recipient, state, created_at_utc AS createdAtUtc, sent_at_utc AS sentAtUtc FROM outbox
         WHERE subject = ? ORDER BY id LIMIT 200`,
      )
      .bind(reference),
    d1.prepare('SELECT day, at_utc AS atUtc FROM attendance WHERE reference = ? ORDER BY day').bind(reference),
    d1
      .prepare(
        `SELECT max(expires_at_utc) AS untilUtc FROM priority_ledger WHERE applicant_key = ?
           AND exhibition_id = (SELECT exhibition_id FROM bookings WHERE reference = ?) AND expires_at_utc > ?`,
      )
      .bind(applicantKey, reference, now),
    d1
      .prepare(
        `SELECT r.kind, r.state, r.asked_at_utc AS askedAtUtc, r.due_at_utc AS dueAtUtc, r.closed_at_utc AS closedAtUtc,
           r.answer_text_id AS answerTextId, t.body AS answerBody
         FROM data_requests r LEFT JOIN texts t ON t.id = r.answer_text_id WHERE r.subject = ? ORDER BY r.id DESC LIMIT 50`,
      )
      .bind(reference),
  ])
  // Each statement names its columns as these rows do.
  const rowsOf = <Row>(result: { results: unknown[] } | undefined) => (result?.results ?? []) as Row[]
  return {
    consent: rowsOf<ConsentRow>(consent)[0] ?? null,
    messages: rowsOf<MessageRow>(messages),
    attendance: rowsOf<AttendanceRow>(days),
    priorityUntilUtc: rowsOf<{ untilUtc: number | null }>(priority)[0]?.untilUtc ?? null,
    requests: rowsOf<DataRequestRow>(requests),
  }
}

/** Who asked for what the row `r` says. A delegate's request and the family's own later one may be the same row. */
const askerOf = `(SELECT e.actor FROM events e
  WHERE e.stream = 'booking:' || r.subject AND e.type = 'ask-about-data' AND e.at_utc = r.asked_at_utc
    AND e.data ->> 'kind' = r.kind ORDER BY e.seq DESC LIMIT 1)`

/**
 * Files a request with its event and words, if the booking is as it was read and no such request is open. The family's
 * own takes the place of its delegate's.
 */
export async function insertDataRequest(
  d1: D1Database,
  request: {
    reference: string
    version: number
    kind: string
    askedAtUtc: number
    dueAtUtc: number
    isOwn: boolean
    /** In which language the applicant is told that their delegate asked. */
    tells: string | null
  },
  event: NewEvent,
  text: NewText | null,
): Promise<boolean> {
  const { reference, version, kind, askedAtUtc, dueAtUtc, isOwn, tells } = request
  const proof = { sql: 'SELECT 1 FROM bookings WHERE reference = ? AND head_mac = ?', values: [reference, event.mac] }
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE bookings SET version = version + 1, head_mac = ?, updated_at_utc = ?
         WHERE reference = ? AND version = ?
           AND (SELECT count(*) FROM data_requests r WHERE r.subject = ? AND r.kind = ? AND r.state = 'open'
             ${isOwn ? `AND ${askerOf} IS NOT 'delegate'` : ''}) = 0`,
      )
      .bind(event.mac, askedAtUtc, reference, version, reference, kind),
    ...insertEventIf(d1, event, proof, text),
    d1
      .prepare(
        `INSERT INTO data_requests (subject, kind, text_id, asked_at_utc, due_at_utc)
         SELECT ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})
         ON CONFLICT (subject, kind) WHERE state = 'open' DO UPDATE
           SET text_id = excluded.text_id, asked_at_utc = excluded.asked_at_utc, due_at_utc = excluded.due_at_utc`,
      )
      .bind(reference, kind, text?.id ?? null, askedAtUtc, dueAtUtc, ...proof.values),
    ...(tells === null
      ? []
      : [
          queueMessageIf(
            d1,
            { template: 'data_asked_by_delegate', channel: 'sms', recipient: 'applicant', language: tells, data: '{}' },
            { subject: reference, seq: event.seq, atUtc: askedAtUtc },
            proof,
          ),
        ]),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

export async function hasOpenRequest(d1: D1Database, reference: string, kind: string): Promise<boolean> {
  const row = await d1
    .prepare(`SELECT 1 AS found FROM data_requests WHERE subject = ? AND kind = ? AND state = 'open'`)
    .bind(reference, kind)
    .first<{ found: number }>()
  return row !== null
}

/** Requests that could not be done when the applicant asked, who was at the exhibition; the oldest first. */
export async function listErasuresDue(d1: D1Database, limit: number): Promise<string[]> {
  const { results } = await d1
    .prepare(
      `SELECT DISTINCT r.subject FROM data_requests r CROSS JOIN bookings b ON b.reference = r.subject
       WHERE r.state = 'open' AND r.kind IN ('erase', 'withdraw_consent') AND b.state <> 'checked_in'
         AND ${askerOf} IS NOT 'delegate'
       ORDER BY r.due_at_utc LIMIT ?`,
    )
    .bind(limit)
    .all<{ subject: string }>()
  return results.map(({ subject }) => subject)
}

export interface DataRequestPlace {
  dueAtUtc: number
  id: number
}

export interface ListedDataRequest extends DataRequestRow {
  id: number
  subject: string
  textId: string | null
  textBody: string | null
  askedBy: 'applicant' | 'delegate'
  governorate: string
  exhibition: string
  language: 'ar' | 'en'
  closedByAr: string | null
  closedByEn: string | null
}

const listedRequests = `SELECT r.id, r.subject, r.kind, r.state, r.text_id AS textId, t.body AS textBody,
    r.asked_at_utc AS askedAtUtc, r.due_at_utc AS dueAtUtc, r.closed_at_utc AS closedAtUtc, e.governorate,
    e.slug AS exhibition, b.language, s.name_ar AS closedByAr, s.name_en AS closedByEn,
    r.answer_text_id AS answerTextId, a.body AS answerBody, iif(${askerOf} = 'delegate', 'delegate', 'applicant') AS askedBy
  FROM data_requests r JOIN bookings b ON b.reference = r.subject JOIN exhibitions e ON e.id = b.exhibition_id
    LEFT JOIN texts t ON t.id = r.text_id LEFT JOIN texts a ON a.id = r.answer_text_id
    LEFT JOIN staff s ON s.id = r.closed_by`

export function findDataRequest(d1: D1Database, id: number): Promise<ListedDataRequest | null> {
  return d1.prepare(`${listedRequests} WHERE r.id = ?`).bind(id).first<ListedDataRequest>()
}

/** Answers a request with its event, words and messages, if it is open still and the booking is as it was read. */
export async function closeDataRequest(
  d1: D1Database,
  request: {
    id: number
    to: 'done' | 'refused'
    closedBy: number
    booking: { reference: string; version: number; language: string }
    template: string
    recipients: string[]
  },
  event: NewEvent,
  text: NewText | null,
): Promise<boolean> {
  const { id, to, closedBy, booking, template, recipients } = request
  const { reference, version, language } = booking
  const proof = { sql: 'SELECT 1 FROM bookings WHERE reference = ? AND head_mac = ?', values: [reference, event.mac] }
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE bookings SET version = version + 1, head_mac = ?, updated_at_utc = ?
         WHERE reference = ? AND version = ? AND (SELECT r.state FROM data_requests r WHERE r.id = ?) = 'open'`,
      )
      .bind(event.mac, event.atUtc, reference, version, id),
    ...insertEventIf(d1, event, proof, text),
    d1
      .prepare(
        `UPDATE data_requests SET state = ?, closed_at_utc = ?, closed_by = ?, answer_text_id = ?
         WHERE id = ? AND EXISTS (${proof.sql})`,
      )
      .bind(to, event.atUtc, closedBy, text?.id ?? null, id, ...proof.values),
    d1
      .prepare(
        `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
         SELECT ? || '|' || m.value, ?, ?, 'sms', m.value, ?, '{}', ?, ? FROM json_each(?) m WHERE EXISTS (${proof.sql})`,
      )
      .bind(
        `${reference}|${event.seq}|${template}`,
        reference,
        template,
        language,
        event.atUtc,
        event.atUtc,
        JSON.stringify(recipients),
        ...proof.values,
      ),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

/** Requests in one state, the one due first before the others, after the one that is named. */
export async function listDataRequestRows(
  d1: D1Database,
  filter: { state: string; after: DataRequestPlace },
  limit: number,
): Promise<ListedDataRequest[]> {
  const { results } = await d1
    .prepare(
      `${listedRequests}
       WHERE r.state = ? AND (r.due_at_utc, r.id) > (?, ?) ORDER BY r.due_at_utc, r.id LIMIT ?`,
    )
    .bind(filter.state, filter.after.dueAtUtc, filter.after.id, limit)
    .all<ListedDataRequest>()
  return results
}
