import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActOnBooking, type Compose } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Records that membership was confirmed in the ministry's own registry. A second check changes nothing. */
export const checking =
  (staff: Staff, now: number): Compose =>
  ({ checkedAtUtc }) =>
    checkedAtUtc === null ? { set: { checked_at_utc: now, checked_by: staff.id } } : null

export function checkBooking(db: Store, staff: Staff, request: ActOnBooking, now: number): Promise<ActAtDeskOutcome> {
  return actOnBooking(db, staff, { ...request, act: 'check' }, checking(staff, now), now)
}
