import { writeOffer } from '../../db/queries/booking-changes.ts'
import { findNextWaiter } from '../../db/queries/bookings.ts'
import { listOfferableStalls } from '../../db/queries/sweeps.ts'
import type { Store } from '../store.ts'
import { composeOffer } from './change-booking.ts'
import { offerExpiry } from './offer-times.ts'

/** Offers stalls that became free without anyone leaving them, such as one that staff withheld no longer. */
export async function offerFreeStalls(db: Store, limit: number, now: number): Promise<number> {
  let offers = 0
  for (const stall of await listOfferableStalls(db.d1, limit)) {
    const place = { ...stall, isStepFree: stall.isStepFree === 1 }
    const expiresAtUtc = offerExpiry(now, stall.startsOn)
    const waiter = expiresAtUtc === null ? null : await findNextWaiter(db.d1, place)
    if (expiresAtUtc === null || !waiter) continue
    const offer = await composeOffer(db, waiter, place, expiresAtUtc, now)
    if (await writeOffer(db.d1, { ...place, offer })) offers += 1
  }
  return offers
}
