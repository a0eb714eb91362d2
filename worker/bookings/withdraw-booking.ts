import type { Store } from '../store.ts'
import { actAsHolder, type ActOnBookingOutcome } from './act-as-holder.ts'
import type { BookingCredential } from './open-booking.ts'

/** Declining an offer is withdrawing. The phone on record is told. */
export function withdrawBooking(db: Store, who: BookingCredential, now: number): Promise<ActOnBookingOutcome> {
  return actAsHolder(db, who, { act: 'withdraw', to: 'withdrawn', message: { template: 'booking_withdrawn' } }, now)
}
