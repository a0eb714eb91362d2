import { endOfMuscatDay, isWeekend, muscatDay, startOfMuscatDay, addDays } from '../contract/dates.ts'
import { hourMs, offerMs } from '../contract/limits.ts'

const opensAtHour = 8
const closesAtHour = 21

/** Whether a message may be written to people now: between 08:00 and 21:00 Asia/Muscat, on any day. */
export function isDaytime(now: number): boolean {
  const sinceMidnight = now - startOfMuscatDay(muscatDay(now))
  return sinceMidnight >= opensAtHour * hourMs && sinceMidnight <= closesAtHour * hourMs
}

/**
 * When an offer made now ends: at least 48 hours later, and only Sunday to Thursday between 08:00 and 21:00
 * Asia/Muscat (domain.md, Booking). Null when it could not end before the exhibition goes live.
 */
export function offerExpiry(now: number, startsOn: string): number | null {
  let expiry = now + offerMs
  let day = muscatDay(expiry)
  if (expiry < startOfMuscatDay(day) + opensAtHour * hourMs) expiry = startOfMuscatDay(day) + opensAtHour * hourMs
  if (expiry > startOfMuscatDay(day) + closesAtHour * hourMs) {
    expiry = endOfMuscatDay(day) + opensAtHour * hourMs
    day = addDays(day, 1)
  }
  while (isWeekend(day)) {
    day = addDays(day, 1)
    expiry = startOfMuscatDay(day) + opensAtHour * hourMs
  }
  return expiry < startOfMuscatDay(startsOn) ? expiry : null
}
