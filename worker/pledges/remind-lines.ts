import { listToRemind, queueReminders, type Reminder } from '../../db/queries/pledge-reminders.ts'
import { isDaytime } from '../bookings/offer-times.ts'
import { addDays, muscatDay } from '../contract/dates.ts'
import { lineReminderDays } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { messageTo } from './change-pledge.ts'

/** A scheduler that was away for a day makes up for it. */
const lateDays = [1, 0]

/** What is reminded of on a day, and on the day before it. */
const remindersOn = (today: string): Reminder[] =>
  lineReminderDays.flatMap((days) => lateDays.map((late) => ({ dueOn: addDays(today, -days - late), days })))

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
    const messages = due.map(({ reference, lines, emailKey, language }) => ({
      ...messageTo({ emailKey, language: language === 'en' ? 'en' : 'ar' }, { template, data: { dueOn, lines } }),
      reference,
    }))
    reminded += await queueReminders(db.d1, reminder, messages, now)
  }
  return reminded
}
