import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { live } from './live-states.ts'
import { delegateLimitNow } from './settings.ts'

/** Begins what a booking keeps in the place of its delegate's key once the family took it over. */
const formerPrefix = 'former:'

/**
 * What a booking that a family took over keeps in the place of its delegate's key: the family's own key at that
 * delegate. No phone's key is equal to it, so the delegate sees nothing of it, and the same family cannot be booked
 * beside itself.
 */
export const formerFamily = (familyKey: string): string => `${formerPrefix}${familyKey}`

/** A live booking of the same family as the row `own`, other than that row: by its key, or by the one it had before. */
export const otherLiveOfFamily = (own: string): string => `(
  (SELECT 1 FROM bookings l WHERE l.exhibition_id = ${own}.exhibition_id AND l.applicant_key = ${own}.applicant_key
    AND l.reference <> ${own}.reference AND l.state IN ${live}) = 1
  OR (SELECT 1 FROM bookings l WHERE l.exhibition_id = ${own}.exhibition_id
    AND l.delegate_key = '${formerPrefix}' || ${own}.applicant_key AND l.state IN ${live} LIMIT 1) = 1
  OR (SELECT 1 FROM bookings l WHERE l.exhibition_id = ${own}.exhibition_id AND ${own}.delegate_key LIKE '${formerPrefix}%'
    AND l.applicant_key = substr(${own}.delegate_key, ${formerPrefix.length + 1}) AND l.state IN ${live}) = 1)`

export interface DelegateRow {
  tokenVersion: number
  provenAtUtc: number | null
}

export function findDelegate(d1: D1Database, delegateKey: string): Promise<DelegateRow | null> {
  return d1
    .prepare('SELECT token_version AS tokenVersion, proven_at_utc AS provenAtUtc FROM delegates WHERE delegate_key = ?')
    .bind(delegateKey)
    .first<DelegateRow>()
}

/** Notes that a message reached the delegate's phone, the first time it is known. */
export async function markProven(d1: D1Database, delegateKey: string, now: number): Promise<void> {
  await d1
    .prepare('UPDATE delegates SET proven_at_utc = ? WHERE delegate_key = ? AND proven_at_utc IS NULL')
    .bind(now, delegateKey)
    .run()
}

/** Ends every open session and every link of a delegate. */
export async function raiseTokenVersion(d1: D1Database, delegateKey: string): Promise<void> {
  await d1
    .prepare('UPDATE delegates SET token_version = token_version + 1 WHERE delegate_key = ?')
    .bind(delegateKey)
    .run()
}

const proofColumns = `dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc`

/** A delegate that books for the first time gets its link, once however many claims it sends at the same moment. */
export const proveFirst = (d1: D1Database, reference: string, delegateKey: string): D1PreparedStatement[] => [
  d1
    .prepare(
      `INSERT INTO outbox (${proofColumns})
       SELECT b.reference || '|1|delegate_proof|delegate', b.reference, 'delegate_proof', 'sms', 'delegate', b.language,
         '{}', b.created_at_utc, b.created_at_utc
       FROM bookings b WHERE b.reference = ? AND (SELECT 1 FROM delegates WHERE delegate_key = ?) IS NULL`,
    )
    .bind(reference, delegateKey),
  d1
    .prepare(
      `INSERT INTO delegates (delegate_key) SELECT delegate_key FROM bookings WHERE reference = ? ON CONFLICT DO NOTHING`,
    )
    .bind(reference),
]

/** Exhibitions that may still hold people's data; the others have been purged. */
const unpurged = `exhibitions e INDEXED BY exhibitions_to_purge`

const newestOfDelegate = `(SELECT n.reference FROM ${unpurged} CROSS JOIN bookings n INDEXED BY bookings_by_delegate
    ON n.exhibition_id = e.id AND n.delegate_key = ?
  WHERE e.purged_at_utc IS NULL AND e.ends_on > '' ORDER BY n.created_at_utc DESC, n.reference LIMIT 1)`

export interface ProofAsked {
  delegateKey: string
  language: string
  /** Counts the asks for one phone in a minute, whether or not it is known. */
  askKey: string
  minute: number
  asksMax: number
  /** Asks of one window bring one message. */
  window: number
  atUtc: number
}

/**
 * Queues the message with the link, if the phone is a delegate's. One batch that writes in either case, so that the
 * time of its answer says nothing.
 */
export async function queueProof(d1: D1Database, asked: ProofAsked): Promise<void> {
  const { delegateKey, language, askKey, minute, asksMax, window, atUtc } = asked
  const isWithinLimit = `(SELECT count FROM failed_finds WHERE reference_key = ? AND minute = ?) <= ?`
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO failed_finds (reference_key, minute, count) VALUES (?, ?, 1)
         ON CONFLICT (reference_key, minute) DO UPDATE SET count = count + 1`,
      )
      .bind(askKey, minute),
    d1
      .prepare(
        `INSERT INTO outbox (${proofColumns})
         SELECT b.reference || '|asked|' || ? || '|delegate_proof', b.reference, 'delegate_proof', 'sms', 'delegate', ?,
           '{}', ?, ?
         FROM bookings b WHERE b.reference = ${newestOfDelegate} AND ${isWithinLimit}
         ON CONFLICT (dedupe_key) DO NOTHING`,
      )
      .bind(window, language, atUtc, atUtc, delegateKey, askKey, minute, asksMax),
    d1
      .prepare(
        `INSERT INTO delegates (delegate_key) SELECT b.delegate_key FROM bookings b
         WHERE b.reference = ${newestOfDelegate} ON CONFLICT DO NOTHING`,
      )
      .bind(delegateKey),
  ])
}

export interface DelegateExhibition {
  id: number
  slug: string
  titleAr: string
  titleEn: string
  venueAr: string
  venueEn: string
  startsOn: string
  endsOn: string
  state: string
  bookingClosesAtUtc: number
  isDemonstration: number
  /** Bookings of the delegate there, and how many of them are live. */
  bookings: number
  live: number
  /** How many may be, at any one exhibition. */
  limit: number
}

/** Exhibitions at which a delegate has bookings: those with live ones first, the next to begin before the others. */
export async function listDelegateExhibitions(
  d1: D1Database,
  delegateKey: string,
  deployedLimit: number,
  exhibitionsMax: number,
): Promise<DelegateExhibition[]> {
  const countOf = (condition: string) => `(SELECT count(*) FROM bookings b INDEXED BY bookings_by_delegate
    WHERE b.exhibition_id = e.id AND b.delegate_key = ?1${condition})`
  const { results } = await d1
    .prepare(
      `SELECT * FROM (
         SELECT e.id, e.slug, e.title_ar AS titleAr, e.title_en AS titleEn, e.venue_ar AS venueAr, e.venue_en AS venueEn,
           e.starts_on AS startsOn, e.ends_on AS endsOn, e.state, e.booking_closes_at_utc AS bookingClosesAtUtc,
           e.is_demonstration AS isDemonstration,
           ${countOf('')} AS bookings, ${countOf(` AND b.state IN ${live}`)} AS live,
           ${delegateLimitNow.replace('?', '?3')} AS "limit"
         FROM ${unpurged} WHERE e.purged_at_utc IS NULL AND e.ends_on > '')
       WHERE bookings > 0
       ORDER BY live = 0, iif(live > 0, startsOn, ''), endsOn DESC, id LIMIT ?2`,
    )
    .bind(delegateKey, exhibitionsMax, deployedLimit)
    .all<DelegateExhibition>()
  return results
}

/** References of a delegate's bookings, some of each exhibition, in the order in which they were made. */
export async function listDelegateReferences(
  d1: D1Database,
  delegateKey: string,
  wanted: { exhibitionId: number; skip: number; take: number }[],
): Promise<string[]> {
  if (wanted.length === 0) return []
  const results = await d1.batch<{ reference: string }>(
    wanted.map(({ exhibitionId, skip, take }) =>
      d1
        .prepare(
          `SELECT reference FROM bookings INDEXED BY bookings_by_delegate
           WHERE exhibition_id = ? AND delegate_key = ? ORDER BY rowid LIMIT ? OFFSET ?`,
        )
        .bind(exhibitionId, delegateKey, take, skip),
    ),
  )
  return results.flatMap(({ results: rows }) => rows.map(({ reference }) => reference))
}

/** Forgets a delegate for whom no booking is left, if a condition holds. */
export const forgetDelegateIf = (
  d1: D1Database,
  delegateKey: string,
  condition: { sql: string; values: (string | number)[] },
): D1PreparedStatement =>
  d1
    .prepare(`DELETE FROM delegates WHERE delegate_key = ? AND ${newestOfDelegate} IS NULL AND ${condition.sql}`)
    .bind(delegateKey, delegateKey, ...condition.values)
