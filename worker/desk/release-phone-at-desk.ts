import { recipientsOf } from '../bookings/change-booking.ts'
import { composePhoneRelease } from '../bookings/release-phone.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActOnBooking } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Frees a number whose owner told the desk that the booking is not theirs. */
export function releasePhoneAtDesk(
  db: Store,
  staff: Staff,
  request: ActOnBooking,
  now: number,
): Promise<ActAtDeskOutcome> {
  return actOnBooking<never>(
    db,
    staff,
    { ...request, act: 'release-phone' },
    async (booking) =>
      booking.phoneKey === null && booking.delegateKey === null
        ? null
        : composePhoneRelease(db, booking, recipientsOf(booking), now),
    now,
  )
}
