import type { NewEvent } from '../../db/queries/events.ts'
import { bookingStream, eventMac, exhibitionStream } from '../../worker/audit/event.ts'
import { d1, db } from './store.ts'

const occupying = `('pending', 'offered', 'confirmed', 'checked_in')`
const live = `('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in')`

const suits = (waiter: string, stall: string) => `${waiter}.needs_step_free <= ${stall}.is_step_free
  AND (${waiter}.zone_ids = '[]' OR ${stall}.zone_id IN (SELECT value FROM json_each(${waiter}.zone_ids)))`

/** The event with which a waiter began to wait: their first, or the one that put them back. */
const waitsSince = (
  waiter: string,
) => `(SELECT max(w.id) FROM events w WHERE w.stream = 'booking:' || ${waiter}.reference
  AND w.data ->> 'state' = 'waitlisted' AND w.data ->> 'from' IS NOT 'waitlisted')`

/** The last event that offered a booking its stall. */
const offeredWith = (offered: string) =>
  `(SELECT max(w.id) FROM events w WHERE w.stream = 'booking:' || ${offered}.reference AND w.data ->> 'state' = 'offered')`

/** Each query finds what an invariant of domain.md forbids at the exhibition ?1; `found` names it. */
const breaches: Record<string, string> = {
  'a stall with two occupants': `SELECT stall_id AS found FROM bookings
    WHERE exhibition_id = ?1 AND state IN ${occupying} GROUP BY stall_id HAVING count(*) > 1`,
  'an applicant with two live bookings': `SELECT applicant_key AS found FROM bookings
    WHERE exhibition_id = ?1 AND state IN ${live} GROUP BY applicant_key HAVING count(*) > 1`,
  'a family beside itself, once its own and once a delegate’s': `SELECT b.reference AS found FROM bookings b
    JOIN bookings f ON f.exhibition_id = ?1 AND f.delegate_key = 'former:' || b.applicant_key AND f.state IN ${live}
    WHERE b.exhibition_id = ?1 AND b.state IN ${live}`,
  'an occupant of another exhibition’s stall': `SELECT b.reference AS found FROM bookings b JOIN stalls s ON s.id = b.stall_id
    WHERE b.exhibition_id = ?1 AND s.exhibition_id <> b.exhibition_id`,
  'a waiter without a place': `SELECT b.reference AS found FROM bookings b,
      json_each(iif(b.zone_ids = '[]', '[0]', b.zone_ids)) zone
    WHERE b.exhibition_id = ?1 AND b.state = 'waitlisted' AND NOT EXISTS (SELECT 1 FROM waitlist_places w
      WHERE w.reference = b.reference AND w.exhibition_id = b.exhibition_id AND w.zone_id = zone.value
        AND w.ordinal = b.ordinal AND w.needs_step_free = b.needs_step_free)`,
  'a place without a waiter': `SELECT w.reference AS found FROM waitlist_places w LEFT JOIN bookings b ON b.reference = w.reference
    WHERE w.exhibition_id = ?1 AND b.state IS NOT 'waitlisted'`,
  'a newcomer who claimed past a waiter': `SELECT newcomer.reference AS found
    FROM bookings newcomer
    JOIN events claimed ON claimed.stream = 'booking:' || newcomer.reference AND claimed.seq = 1
    JOIN stalls s ON s.exhibition_id = ?1 AND s.code = claimed.data ->> 'stall'
    JOIN bookings waiter ON waiter.exhibition_id = ?1 AND waiter.state = 'waitlisted' AND ${suits('waiter', 's')}
    WHERE newcomer.exhibition_id = ?1 AND claimed.id > ${waitsSince('waiter')}`,
  'an offer past an earlier waiter': `SELECT o.reference AS found
    FROM bookings o JOIN stalls s ON s.id = o.stall_id
    JOIN bookings waiter ON waiter.exhibition_id = ?1 AND waiter.state = 'waitlisted' AND ${suits('waiter', 's')}
    WHERE o.exhibition_id = ?1 AND o.state = 'offered' AND waiter.ordinal < o.ordinal
      AND ${waitsSince('waiter')} < ${offeredWith('o')}
      AND (SELECT e.data ->> 'isInOrder' FROM events e WHERE e.id = ${offeredWith('o')}) IS NOT 0
      -- A draw gives step-free stalls to who asked for them first, whatever their rank.
      AND (SELECT e.type FROM events e WHERE e.id = ${offeredWith('o')}) <> 'draw'`,
  'a drawn place that a worse rank was given': `SELECT w.reference AS found FROM draws d
    JOIN draw_places given ON given.file = d.result_file
    JOIN draw_places better ON better.file = given.file AND better.rank < given.rank AND better.zone = given.zone
      AND better.place = given.place
    JOIN bookings o ON o.exhibition_id = ?1 AND o.draw_code = given.draw_code AND o.state IN ('offered', 'confirmed')
    JOIN bookings w ON w.exhibition_id = ?1 AND w.draw_code = better.draw_code AND w.state = 'waitlisted'
    WHERE d.exhibition_id = ?1 AND d.state = 'drawn'
      AND (SELECT e.type FROM events e WHERE e.id = ${offeredWith('o')}) = 'draw'`,
  'a skip that is not recorded': `SELECT waiter.reference AS found
    FROM bookings o JOIN events e ON e.stream = 'booking:' || o.reference AND e.type = 'offer'
    JOIN bookings waiter ON waiter.exhibition_id = ?1 AND waiter.state = 'waitlisted' AND waiter.ordinal < o.ordinal
    WHERE o.exhibition_id = ?1 AND ${waitsSince('waiter')} < e.id AND NOT EXISTS (
      SELECT 1 FROM waitlist_skips k WHERE k.reference = waiter.reference AND k.offered_to = o.reference)`,
  'a booking without consent, first message or name words': `SELECT b.reference AS found FROM bookings b
    WHERE b.exhibition_id = ?1 AND (NOT EXISTS (SELECT 1 FROM consents c WHERE c.subject = b.reference)
      OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject = b.reference AND o.template = 'booking_received')
      OR NOT EXISTS (SELECT 1 FROM name_words n WHERE n.reference = b.reference))`,
  'an event of no booking': `SELECT e.id AS found FROM events e WHERE ?1 = ?1 AND e.stream LIKE 'booking:%'
    AND e.id > (SELECT max(id) FROM events) - 100
    AND NOT EXISTS (SELECT 1 FROM bookings b WHERE 'booking:' || b.reference = e.stream)`,
}

interface Head {
  stream: string
  version: number
  headMac: string
  state: string
}

/** What is wrong with a stream of events, or null: gapless, chained, signed, and its head is the record's. */
async function brokenChain(head: Head, events: NewEvent[]): Promise<string | null> {
  let mac = ''
  let state: unknown = null
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return `${head.stream} has a gap before ${event.seq}`
    if (event.previousMac !== mac) return `${head.stream} is not chained at ${event.seq}`
    if ((await eventMac(db.keys, event)) !== event.mac) return `${head.stream} is not signed at ${event.seq}`
    mac = event.mac
    const data = JSON.parse(event.data) as { state?: string; to?: string }
    state = data.state ?? data.to
  }
  if (mac !== head.headMac || events.length !== head.version) return `${head.stream} does not end at its head`
  return events.length > 0 && state !== head.state ? `${head.stream} ends ${String(state)}, not ${head.state}` : null
}

/** Every breach of the invariants of domain.md at one exhibition; an empty list is what every test wants. */
export async function brokenInvariants({ id, slug }: { id: number; slug: string }): Promise<string[]> {
  const names = Object.keys(breaches)
  const results = await d1.batch<{ found: string | number }>(
    Object.values(breaches).map((sql) => d1.prepare(sql).bind(id)),
  )
  const broken = results.flatMap((result, index) => result.results.map(({ found }) => `${names[index]}: ${found}`))
  const heads = await d1
    .prepare(
      `SELECT 'booking:' || reference AS stream, version, head_mac AS headMac, state FROM bookings WHERE exhibition_id = ?1
       UNION ALL SELECT ?2, version, head_mac, state FROM exhibitions WHERE id = ?1`,
    )
    .bind(id, exhibitionStream(slug))
    .all<Head>()
  const events = await readStreams(heads.results.map(({ stream }) => stream))
  const chains = await Promise.all(heads.results.map((head) => brokenChain(head, events.get(head.stream) ?? [])))
  return [...broken, ...chains.filter((chain) => chain !== null)]
}

async function readStreams(streams: string[]): Promise<Map<string, NewEvent[]>> {
  const { results } = await d1
    .prepare(
      `SELECT stream, seq, type, at_utc AS atUtc, actor, data, text_id AS textId, text_digest AS textDigest,
         previous_mac AS previousMac, mac FROM events WHERE stream IN (SELECT value FROM json_each(?)) ORDER BY stream, seq`,
    )
    .bind(JSON.stringify(streams))
    .all<NewEvent>()
  return Map.groupBy(results, ({ stream }) => stream)
}

/** A booking's row as the database holds it. */
export async function rowOf(reference: string) {
  const row = await d1
    .prepare(
      `SELECT b.state, b.version, b.ordinal, s.code AS stall FROM bookings b LEFT JOIN stalls s ON s.id = b.stall_id
       WHERE b.reference = ?`,
    )
    .bind(reference)
    .first<{ state: string; version: number; ordinal: number | null; stall: string | null }>()
  if (!row) throw new Error(`There is no booking ${bookingStream(reference)}.`)
  return row
}

/** How many rows a table holds. */
export async function countOf(table: string, where = 'TRUE', ...values: (string | number)[]): Promise<number> {
  const row = await d1
    .prepare(`SELECT count(*) AS count FROM ${table} WHERE ${where}`)
    .bind(...values)
    .first<{ count: number }>()
  return row?.count ?? 0
}
