import type { PriorityCause } from '../../db/queries/change-effects.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'

/** Priority in the next draw lasts this long (domain.md, "The draw"). */
const priorityMonths = 24

/** The instant until which priority given now lasts: the same day of the month, 24 months on. */
export function priorityUntil(now: number): number {
  const until = new Date(now)
  const day = until.getUTCDate()
  until.setUTCMonth(until.getUTCMonth() + priorityMonths)
  // 29 February has no counterpart two years on.
  if (until.getUTCDate() !== day) until.setUTCDate(0)
  return until.getTime()
}

/**
 * Why a booking that ends undecided, because its exhibition goes live, comes first in the next draw; null when it
 * does not: its applicant had an offer and let it pass, or waited where nothing was drawn.
 */
export function causeOfLoss(booking: BookingRow): PriorityCause | null {
  if (booking.state === 'offered') return null
  if (booking.exhibitionMode === 'ballot' && booking.state === 'waitlisted') return 'drawn_and_lost'
  return booking.exhibitionSeriesId === null ? null : 'no_place_in_round'
}
