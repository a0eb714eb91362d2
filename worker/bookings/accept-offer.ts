import type { Store } from '../store.ts'
import { actAsHolder, type ActOnBookingOutcome } from './act-as-holder.ts'
import type { BookingCredential } from './open-booking.ts'

/** Takes the stall that is offered, before the offer ends. */
export function acceptOffer(db: Store, who: BookingCredential, now: number): Promise<ActOnBookingOutcome> {
  const effects = { takesPlaceOfDraw: true } as const
  return actAsHolder(
    db,
    who,
    { act: 'accept', to: 'confirmed', effects, message: { template: 'booking_confirmed' } },
    now,
  )
}
