import type { D1Database } from '@cloudflare/workers-types'
import type { StreamEvent } from './events.ts'

export type ListedEvent = Pick<StreamEvent, 'id' | 'stream' | 'seq' | 'type' | 'atUtc' | 'actor' | 'data' | 'textId'>

const listedColumns = 'e.id, e.stream, e.seq, e.type, e.at_utc AS atUtc, e.actor, e.data, e.text_id AS textId'

/** What events must be like; null allows all. Instants are the first and the one after the last. */
export interface EventFilter {
  type: string | null
  actor: string | null
  fromUtc: number | null
  toUtc: number | null
}

const matches = `(?2 IS NULL OR e.type = ?2) AND (?3 IS NULL OR e.actor = ?3) AND (?4 IS NULL OR e.at_utc >= ?4)
  AND (?5 IS NULL OR e.at_utc < ?5)`

export interface EventPage {
  events: ListedEvent[]
  /** The place of the last event that was looked at; null when there was none. */
  lookedTo: number | null
  /** How many were looked at. */
  looked: number
}

/** Events before an id and after another, the newest first: at most `looked` are looked at, `limit` given. */
export async function listEventsBack(
  d1: D1Database,
  range: { beforeId: number; afterId: number },
  filter: EventFilter,
  { looked, limit }: { looked: number; limit: number },
): Promise<EventPage> {
  const some = 'SELECT * FROM events WHERE id < ?1 AND id > ?6 ORDER BY id DESC LIMIT ?7'
  const values = [range.beforeId, filter.type, filter.actor, filter.fromUtc, filter.toUtc, range.afterId, looked]
  const [found, extent] = await d1.batch<unknown>([
    d1
      .prepare(`SELECT ${listedColumns} FROM (${some}) e WHERE ${matches} ORDER BY e.id DESC LIMIT ?8`)
      .bind(...values, limit),
    d1
      .prepare(
        'SELECT min(id) AS lookedTo, count(*) AS looked FROM (SELECT id FROM events WHERE id < ? AND id > ? ORDER BY id DESC LIMIT ?)',
      )
      .bind(range.beforeId, range.afterId, looked),
  ])
  return pageOf(found, extent)
}

/** The same of one stream; places are its sequence numbers. */
export async function listStreamBack(
  d1: D1Database,
  range: { stream: string; beforeSeq: number },
  filter: EventFilter,
  { looked, limit }: { looked: number; limit: number },
): Promise<EventPage> {
  const some = 'SELECT * FROM events WHERE stream = ?1 AND seq < ?6 ORDER BY seq DESC LIMIT ?7'
  const values = [range.stream, filter.type, filter.actor, filter.fromUtc, filter.toUtc, range.beforeSeq, looked]
  const [found, extent] = await d1.batch<unknown>([
    d1
      .prepare(`SELECT ${listedColumns} FROM (${some}) e WHERE ${matches} ORDER BY e.seq DESC LIMIT ?8`)
      .bind(...values, limit),
    d1
      .prepare(
        'SELECT min(seq) AS lookedTo, count(*) AS looked FROM (SELECT seq FROM events WHERE stream = ? AND seq < ? ORDER BY seq DESC LIMIT ?)',
      )
      .bind(range.stream, range.beforeSeq, looked),
  ])
  return pageOf(found, extent)
}

type Result = { results: unknown[] } | undefined

// Each statement names its columns as these rows do.
function pageOf(found: Result, extent: Result): EventPage {
  const { lookedTo, looked } = (extent?.results as Omit<EventPage, 'events'>[] | undefined)?.[0] ?? {
    lookedTo: null,
    looked: 0,
  }
  return { events: (found?.results ?? []) as ListedEvent[], lookedTo, looked }
}

/**
 * Between which ids the events of a day lie, from the seals around it: a seal of a day is made when that day is over,
 * and an event is written at the latest minutes after the instant it carries.
 */
export async function findDayRange(
  d1: D1Database,
  { twoDaysBefore, dayAfter }: { twoDaysBefore: string; dayAfter: string },
): Promise<{ afterId: number; upToId: number | null }> {
  const row = await d1
    .prepare(
      `SELECT
         coalesce((SELECT last_event_id FROM seals WHERE day <= ? ORDER BY day DESC LIMIT 1), 0) AS afterId,
         (SELECT last_event_id FROM seals WHERE day >= ? ORDER BY day LIMIT 1) AS upToId`,
    )
    .bind(twoDaysBefore, dayAfter)
    .first<{ afterId: number; upToId: number | null }>()
  return row ?? { afterId: 0, upToId: null }
}
