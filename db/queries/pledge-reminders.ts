import type { D1Database } from '@cloudflare/workers-types'
import type { QueuedMessage } from './outbox.ts'
import { findPledgeHeads, type PledgeHead } from './pledges.ts'

/** Lines that are due on one day, and how many days from it their company is reminded. */
export interface Reminder {
  dueOn: string
  /** -7, 0 or 7. */
  days: number
  /** Which reminder of its day it is, counted from 1: a line had it, or a later one, once `last_reminder` says so. */
  number: number
}

const isOpenThatDay = `due_on = ? AND state IN ('due', 'overdue') AND committed > 0 AND last_reminder < ?`

/** Pledges with something open that is due on the day and has not been reminded of, among that many lines. */
export async function listToRemind(d1: D1Database, { dueOn, number }: Reminder, limit: number): Promise<PledgeHead[]> {
  const { results } = await d1
    .prepare(
      `SELECT DISTINCT reference FROM (SELECT reference FROM pledge_lines INDEXED BY pledge_lines_to_remind
         WHERE ${isOpenThatDay} ORDER BY last_reminder LIMIT ?)`,
    )
    .bind(dueOn, number, limit)
    .all<{ reference: string }>()
  return findPledgeHeads(
    d1,
    results.map(({ reference }) => reference),
  )
}

/**
 * Queues a reminder, each once however often it is asked, if something is still open that day, and marks the lines of
 * `references` as reminded: those among them that nobody can be told of, too.
 */
export async function queueReminders(
  d1: D1Database,
  { dueOn, days, number }: Reminder,
  request: { references: string[]; messages: (QueuedMessage & { reference: string })[] },
  now: number,
): Promise<number> {
  const { references, messages } = request
  const results = await d1.batch([
    ...messages.map(({ reference, template, channel, recipient, language, data }) =>
      d1
        .prepare(
          `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
           SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?
           WHERE (SELECT 1 FROM pledge_lines WHERE reference = ? AND ${isOpenThatDay} LIMIT 1)
           ON CONFLICT (dedupe_key) DO NOTHING`,
        )
        .bind(
          `due|${dueOn}|${days}|${reference}`,
          reference,
          template,
          channel,
          recipient,
          language,
          data,
          now,
          now,
          reference,
          dueOn,
          number,
        ),
    ),
    d1
      .prepare(
        `UPDATE pledge_lines SET last_reminder = ?
         WHERE reference IN (SELECT value FROM json_each(?)) AND ${isOpenThatDay.replace('due_on', '+due_on')}`,
      )
      .bind(number, JSON.stringify(references), dueOn, number),
  ])
  return results.slice(0, messages.length).reduce((queued, { meta }) => queued + meta.changes, 0)
}
