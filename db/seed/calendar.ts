import { addDays, muscatDay, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'

/** Days counted from the day of seeding in Muscat, so that the demonstration is never stale. */
export interface Calendar {
  now: number
  day(fromToday: number): string
  /** `HH:MM` in Muscat on that day. */
  at(fromToday: number, time: string): number
}

export function calendarFrom(now: number): Calendar {
  const today = muscatDay(now)
  const day = (fromToday: number) => addDays(today, fromToday)
  return {
    now,
    day,
    at(fromToday, time) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number)
      return startOfMuscatDay(day(fromToday)) + hours * hourMs + minutes * minuteMs
    },
  }
}
