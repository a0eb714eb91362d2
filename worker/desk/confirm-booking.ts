import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActOnBooking } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Gives the applicant the stall that is held for them; it counts as the check if there was none. */
export function confirmBooking(db: Store, staff: Staff, request: ActOnBooking, now: number): Promise<ActAtDeskOutcome> {
  return actOnBooking<never>(
    db,
    staff,
    { ...request, act: 'confirm' },
    (booking) => ({
      to: 'confirmed',
      message: { template: 'booking_confirmed' },
      ...(booking.checkedAtUtc === null && { set: { checked_at_utc: now, checked_by: staff.id } }),
    }),
    now,
  )
}
