import { listToRemind, queueReminders, type Reminder } from '../../db/queries/pledge-reminders.ts'
import { isDaytime } from '../bookings/offer-times.ts'
import { addDays, endOfMuscatDay, muscatDay } from '../contract/dates.ts'
import { lineReminderDays } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { messageTo } from './change-pledge.ts'

/** A scheduler that was away for a day makes up for it, but for what would say "today" a day late. */
const lateDays = (days: number): number[] => (days === 0 ? [0] : [1, 0])

/** What is reminded of on a day, and on the day before it. */
const remindersOn = (today: string): Reminder[] =>
  lineReminderDays.flatMap((days, place) =>
    lateDays(days).map((late) => ({ dueOn: addDays(today, -days - late), days, number: place + 1 })),
  )

/** What comes is told of while it comes; that something is late stays true. */
const expiresAt = ({ dueOn, days }: Reminder): number | null => (days > 0 ? null : endOfMuscatDay(dueOn))

/**
 * Reminds companies a week before something is due, on the day, and a week after: one message for all that a pledge
 * has due that day, each once, and never by night.
 */
export async function remindLines(db: Store, limit: number, now: number): Promise<number> {
  if (!isDaytime(now)) return 0
  let reminded = 0
  for (const reminder of remindersOn(muscatDay(now))) {
    const { days, dueOn } = reminder
    const template = days < 0 ? 'pledge_due_soon' : days === 0 ? 'pledge_due_today' : 'pledge_overdue'
    const due = await listToRemind(db.d1, reminder, limit)
    if (due.length === 0) continue
    const messages = due
      .filter(({ contact }) => contact !== null)
      .map((pledge) => ({
        ...messageTo(db, pledge, { template, data: { dueOn, expiresAtUtc: expiresAt(reminder) } }),
        reference: pledge.reference,
      }))
    const references = due.map(({ reference }) => reference)
    reminded += await queueReminders(db.d1, reminder, { references, messages }, now)
  }
  return reminded
}
