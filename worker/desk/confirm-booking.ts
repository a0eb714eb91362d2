import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActOnBooking, type Compose } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Gives the applicant the stall that is held for them; it counts as the check if there was none. */
export const confirming =
  (staff: Staff, now: number): Compose =>
  ({ checkedAtUtc }) => ({
    to: 'confirmed',
    message: { template: 'booking_confirmed' },
    ...(checkedAtUtc === null && { set: { checked_at_utc: now, checked_by: staff.id } }),
  })

export function confirmBooking(db: Store, staff: Staff, request: ActOnBooking, now: number): Promise<ActAtDeskOutcome> {
  return actOnBooking(db, staff, { ...request, act: 'confirm' }, confirming(staff, now), now)
}
