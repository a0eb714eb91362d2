import { endOfMuscatDay, muscatDay, startOfMuscatDay, addDays } from '../contract/dates.ts'
import { hourMs, offerMs } from '../contract/limits.ts'

const opensAtHour = 8
const closesAtHour = 21

/** Friday and Saturday are Oman's weekend. */
function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 5 || weekday === 6
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
