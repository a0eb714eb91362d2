import type { D1Database } from '@cloudflare/workers-types'
import type { StreamEvent } from './events.ts'

// Reading the audit back. Every query is one index range of at most `limit` rows.

/** What an event's stream belongs to: the row that names the stream's last event. */
export const streamOwners = [
  { prefix: 'booking:', table: 'bookings', key: 'reference' },
  { prefix: 'exhibition:', table: 'exhibitions', key: 'slug' },
  { prefix: 'need:', table: 'needs', key: 'id' },
  { prefix: 'pledge:', table: 'pledges', key: 'reference' },
  { prefix: 'staff:', table: 'staff', key: 'id' },
  { prefix: 'breach:', table: 'breaches', key: 'id' },
  { prefix: 'setting:', table: 'settings', key: 'name' },
] as const

export type StreamOwner = (typeof streamOwners)[number]

export interface AuditedEvent extends StreamEvent {
  textSalt: string | null
  textErasedAtUtc: number | null
  /** The owner's version, null when the owner is not there. */
  ownerVersion: number | null
}

const ownerVersion = streamOwners
  .map(
    ({ prefix, table, key }) =>
      `WHEN e.stream LIKE '${prefix}%' THEN (SELECT version FROM ${table} WHERE ${key} = substr(e.stream, ${prefix.length + 1}))`,
  )
  .join(' ')

/** Events by stream and sequence, from after the given one. */
export async function listEventsByStream(
  d1: D1Database,
  after: { stream: string; seq: number },
  limit: number,
): Promise<AuditedEvent[]> {
  const { results } = await d1
    .prepare(
      `SELECT e.id, e.stream, e.seq, e.type, e.at_utc AS atUtc, e.actor, e.data, e.text_id AS textId,
         e.text_digest AS textDigest, e.previous_mac AS previousMac, e.mac, t.body AS textBody, t.salt AS textSalt,
         t.erased_at_utc AS textErasedAtUtc,
         CASE ${ownerVersion} END AS ownerVersion
       FROM events e LEFT JOIN texts t ON t.id = e.text_id
       WHERE (e.stream, e.seq) > (?, ?) ORDER BY e.stream, e.seq LIMIT ?`,
    )
    .bind(after.stream, after.seq, limit)
    .all<AuditedEvent>()
  return results
}

export interface StreamHead {
  key: string
  version: number
  headMac: string
  /** The mac of the stream's event number `version`; null when there is none. */
  mac: string | null
}

/** Owners by key, each with the event it names as its last. */
export async function listHeads(
  d1: D1Database,
  { prefix, table, key }: StreamOwner,
  afterKey: string | number,
  limit: number,
): Promise<StreamHead[]> {
  const { results } = await d1
    .prepare(
      `SELECT o.${key} AS key, o.version, o.head_mac AS headMac, e.mac
       FROM ${table} o LEFT JOIN events e ON e.stream = ? || o.${key} AND e.seq = o.version
       WHERE o.${key} > ? ORDER BY o.${key} LIMIT ?`,
    )
    .bind(prefix, afterKey, limit)
    .all<StreamHead>()
  return results
}

/** The version and last mac that a stream's owner carries; null when it is not there. */
export function findHead(
  d1: D1Database,
  { table, key }: StreamOwner,
  id: string,
): Promise<{ version: number; headMac: string } | null> {
  return d1
    .prepare(`SELECT version, head_mac AS headMac FROM ${table} WHERE ${key} = ?`)
    .bind(id)
    .first<{ version: number; headMac: string }>()
}

/** The mac of one event of a stream; null when there is none of that number. */
export async function findEventMac(d1: D1Database, stream: string, seq: number): Promise<string | null> {
  const row = await d1
    .prepare('SELECT mac FROM events WHERE stream = ? AND seq = ?')
    .bind(stream, seq)
    .first<{ mac: string }>()
  return row?.mac ?? null
}

/** Ids and macs of events in the order they were written. */
export async function listEventMacs(
  d1: D1Database,
  range: { afterId: number; upToId: number },
  limit: number,
): Promise<{ id: number; mac: string }[]> {
  const { results } = await d1
    .prepare('SELECT id, mac FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?')
    .bind(range.afterId, range.upToId, limit)
    .all<{ id: number; mac: string }>()
  return results
}

export async function findLastEventId(d1: D1Database): Promise<number> {
  const row = await d1.prepare('SELECT max(id) AS id FROM events').first<{ id: number | null }>()
  return row?.id ?? 0
}

export interface Seal {
  day: string
  lastEventId: number
  events: number
  previousMac: string
  mac: string
}

const sealColumns = 'day, last_event_id AS lastEventId, events, previous_mac AS previousMac, mac'

export function findLastSeal(d1: D1Database): Promise<Seal | null> {
  return d1.prepare(`SELECT ${sealColumns} FROM seals ORDER BY day DESC LIMIT 1`).first<Seal>()
}

export function findSealAfter(d1: D1Database, day: string): Promise<Seal | null> {
  return d1.prepare(`SELECT ${sealColumns} FROM seals WHERE day > ? ORDER BY day LIMIT 1`).bind(day).first<Seal>()
}

export function findSealBefore(d1: D1Database, day: string): Promise<Seal | null> {
  return d1.prepare(`SELECT ${sealColumns} FROM seals WHERE day < ? ORDER BY day DESC LIMIT 1`).bind(day).first<Seal>()
}

/** Adds a seal only behind the one it was computed from; false when another run has sealed meanwhile. */
export async function insertSealIfNext(d1: D1Database, seal: Seal, previousDay: string | null): Promise<boolean> {
  const { meta } = await d1
    .prepare(
      `INSERT INTO seals (day, last_event_id, events, previous_mac, mac)
       SELECT ?, ?, ?, ?, ? WHERE (SELECT max(day) FROM seals) IS ? ON CONFLICT DO NOTHING`,
    )
    .bind(seal.day, seal.lastEventId, seal.events, seal.previousMac, seal.mac, previousDay)
    .run()
  return meta.changes > 0
}
