import { addDays, isWeekend, muscatDay, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'

/** Days counted from the day of seeding in Muscat, so that the demonstration is never stale. */
export interface Calendar {
  now: number
  day(fromToday: number): string
  /** The same number of days, and as many more as it takes to a working day. */
  workday(fromToday: number): number
  /** `HH:MM` in Muscat on that day. */
  at(fromToday: number, time: string): number
}

export function calendarFrom(now: number): Calendar {
  const today = muscatDay(now)
  const day = (fromToday: number) => addDays(today, fromToday)
  return {
    now,
    day,
    workday: (fromToday) =>
      [0, 1, 2].map((days) => fromToday + days).find((days) => !isWeekend(day(days))) ?? fromToday,
    at(fromToday, time) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number)
      return startOfMuscatDay(day(fromToday)) + hours * hourMs + minutes * minuteMs
    },
  }
}
