import type { D1Database } from '@cloudflare/workers-types'
import type { QueuedMessage } from './outbox.ts'

/** Lines that are due on one day, and how many days from it their company is reminded. */
export interface Reminder {
  dueOn: string
  /** -7, 0 or 7. */
  days: number
}

// The keys of one reminder's messages lie beside one another in the outbox's unique index, in order of the references,
// so that the last one says how far earlier runs came: a run reads what it reminds of, however many lines a day has.
const keyStart = ({ dueOn, days }: Reminder) => `due|${dueOn}|${days}|`

/** Pledges with something open that is due on the day, after those that earlier runs reminded. */
export async function listToRemind(
  d1: D1Database,
  reminder: Reminder,
  limit: number,
): Promise<{ reference: string; lines: number; emailKey: string | null; language: string }[]> {
  const start = keyStart(reminder)
  const { results } = await d1
    .prepare(
      `SELECT l.reference, count(*) AS lines, p.email_key AS emailKey, p.language
       FROM pledge_lines l INDEXED BY pledge_lines_open JOIN pledges p ON p.reference = l.reference
       WHERE l.state IN ('due', 'overdue') AND l.committed > 0 AND l.due_on = ?1 AND l.reference > coalesce((
           SELECT substr(max(o.dedupe_key), length(?2) + 1) FROM outbox o
           WHERE o.dedupe_key > ?2 AND o.dedupe_key < ?2 || '~'), '')
         AND p.contact IS NOT NULL
       GROUP BY l.reference ORDER BY l.reference LIMIT ?3`,
    )
    .bind(reminder.dueOn, start, limit)
    .all<{ reference: string; lines: number; emailKey: string | null; language: string }>()
  return results
}

/** Queues reminders, each once however often it is asked, if something is still open that day. */
export async function queueReminders(
  d1: D1Database,
  reminder: Reminder,
  messages: (QueuedMessage & { reference: string })[],
  now: number,
): Promise<number> {
  const results = await d1.batch(
    messages.map(({ reference, template, channel, recipient, language, data }) =>
      d1
        .prepare(
          `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
           SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT 1 FROM pledge_lines l
             WHERE l.reference = ? AND l.due_on = ? AND l.state IN ('due', 'overdue') AND l.committed > 0 LIMIT 1)
           ON CONFLICT (dedupe_key) DO NOTHING`,
        )
        .bind(
          keyStart(reminder) + reference,
          reference,
          template,
          channel,
          recipient,
          language,
          data,
          now,
          now,
          reference,
          reminder.dueOn,
        ),
    ),
  )
  return results.reduce((queued, { meta }) => queued + meta.changes, 0)
}
