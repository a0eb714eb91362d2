import { findBookings } from '../../db/queries/desk-bookings.ts'
import { listOffersToRemind, writeReminder } from '../../db/queries/reminders.ts'
import { recipientsOf } from '../bookings/change-booking.ts'
import { isDaytime } from '../bookings/offer-times.ts'
import { dayMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'

/** An offer is reminded of a day before it ends: by its own rule that is between 08:00 and 21:00 too. */
export const remindedBeforeMs = dayMs

/**
 * Reminds of open offers that end within a day, each once, and never by night: a scheduler that was late by hours
 * waits for the morning, if the offer still stands then.
 */
export async function remindOffers(db: Store, limit: number, now: number): Promise<number> {
  if (!isDaytime(now)) return 0
  const due = await listOffersToRemind(db.d1, now, now + remindedBeforeMs, limit)
  let reminders = 0
  for (const booking of (await findBookings(db.d1, due)).values()) {
    const { reference, version, language, offerExpiresAtUtc } = booking
    const data = JSON.stringify({ expiresAtUtc: offerExpiresAtUtc, stall: booking.stallCode })
    const messages = recipientsOf(booking).map((recipient) => ({
      template: 'booking_offer_reminder',
      recipient,
      language,
      data,
    }))
    if (await writeReminder(db.d1, { reference, version }, messages, now)) reminders += 1
  }
  return reminders
}
