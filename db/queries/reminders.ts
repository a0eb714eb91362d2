import type { D1Database } from '@cloudflare/workers-types'
import type { NewMessage } from './booking-changes.ts'

/** Offers that end after an instant and not after another, and of which nobody was reminded; those that end first come first. */
export async function listOffersToRemind(
  d1: D1Database,
  endsAfterUtc: number,
  endsByUtc: number,
  limit: number,
): Promise<string[]> {
  const { results } = await d1
    .prepare(
      `SELECT reference FROM bookings INDEXED BY bookings_to_remind
       WHERE state = 'offered' AND offer_reminded_at_utc IS NULL AND offer_expires_at_utc > ? AND offer_expires_at_utc <= ?
       ORDER BY offer_expires_at_utc LIMIT ?`,
    )
    .bind(endsAfterUtc, endsByUtc, limit)
    .all<{ reference: string }>()
  return results.map(({ reference }) => reference)
}

/**
 * Notes that an offer was reminded of and queues the messages, in one batch, if it is still open and was not.
 * False when somebody answered, or reminded, or the time ran out meanwhile.
 */
export async function writeReminder(
  d1: D1Database,
  offer: { reference: string; version: number },
  messages: NewMessage[],
  now: number,
): Promise<boolean> {
  const { reference, version } = offer
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE bookings SET offer_reminded_at_utc = ?
         WHERE reference = ? AND version = ? AND state = 'offered' AND offer_reminded_at_utc IS NULL
           AND offer_expires_at_utc > ?
           AND (SELECT e.state FROM exhibitions e WHERE e.id = exhibition_id) IN ('open', 'closed', 'drawn')`,
      )
      .bind(now, reference, version, now),
    ...messages.map((message) =>
      d1
        .prepare(
          // Another run of the same instant passes the condition too: the key of the message stops its second copy.
          `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
           SELECT ?, ?, ?, 'sms', ?, ?, ?, ?, ?
           WHERE (SELECT b.offer_reminded_at_utc FROM bookings b WHERE b.reference = ? AND b.version = ?) = ?
           ON CONFLICT (dedupe_key) DO NOTHING`,
        )
        .bind(
          `${reference}|${version}|${message.template}|${message.recipient}`,
          reference,
          message.template,
          message.recipient,
          message.language,
          message.data,
          now,
          now,
          reference,
          version,
          now,
        ),
    ),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
