import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'

/** Who acted: `applicant`, `delegate`, `company`, `system`, or `staff:<id>`. */
export type Actor = 'applicant' | 'delegate' | 'company' | 'system' | `staff:${number}`

/** One event, ready to be written. `data` is JSON of codes, ids and times: never a person's words. */
export interface NewEvent {
  stream: string
  seq: number
  type: string
  atUtc: number
  actor: Actor
  data: string
  textId: string | null
  textDigest: string | null
  previousMac: string
  mac: string
}

/** Free text to be written beside an event: encrypted and erasable, with a salted digest for the event. */
export interface NewText {
  id: string
  stream: string
  salt: string
  body: string
  digest: string
}

/** A condition, such as one that holds only if a batch's first statement was written. */
export interface Proof {
  sql: string
  values: (string | number)[]
}

/** Writes an event (and its text) if, and only if, the row that `proof` selects carries the event's mac. */
export function insertEventIf(
  d1: D1Database,
  event: NewEvent,
  proof: Proof,
  text: NewText | null = null,
): D1PreparedStatement[] {
  const statements = [
    d1
      .prepare(
        `INSERT INTO events (stream, seq, type, at_utc, actor, data, text_id, text_digest, previous_mac, mac)
         SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
      )
      .bind(
        event.stream,
        event.seq,
        event.type,
        event.atUtc,
        event.actor,
        event.data,
        event.textId,
        event.textDigest,
        event.previousMac,
        event.mac,
        ...proof.values,
      ),
  ]
  if (text) {
    statements.push(
      d1
        .prepare(
          `INSERT INTO texts (id, stream, salt, body, written_at_utc) SELECT ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
        )
        .bind(text.id, text.stream, text.salt, text.body, event.atUtc, ...proof.values),
    )
  }
  return statements
}

export interface StreamEvent {
  id: number
  stream: string
  seq: number
  type: string
  atUtc: number
  actor: Actor
  data: string
  textId: string | null
  textDigest: string | null
  previousMac: string
  mac: string
  textBody: string | null
}

const eventColumns = `e.id, e.stream, e.seq, e.type, e.at_utc AS atUtc, e.actor, e.data, e.text_id AS textId,
  e.text_digest AS textDigest, e.previous_mac AS previousMac, e.mac, t.body AS textBody`

/** A stream's events in order, with their texts still sealed. */
export async function listStream(d1: D1Database, stream: string): Promise<StreamEvent[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${eventColumns} FROM events e LEFT JOIN texts t ON t.id = e.text_id WHERE e.stream = ? ORDER BY e.seq`,
    )
    .bind(stream)
    .all<StreamEvent>()
  return results
}

/** What happened in a stream after an event, the latest first. */
export async function listStreamAfter(
  d1: D1Database,
  { stream, seq }: Pick<StreamEvent, 'stream' | 'seq'>,
  limit: number,
): Promise<StreamEvent[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${eventColumns} FROM events e LEFT JOIN texts t ON t.id = e.text_id
       WHERE e.stream = ? AND e.seq > ? ORDER BY e.seq DESC LIMIT ?`,
    )
    .bind(stream, seq, limit)
    .all<StreamEvent>()
  return results
}
