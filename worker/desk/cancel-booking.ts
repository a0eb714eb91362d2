import type { Reason } from '../contract/booking.ts'
import type { Reasoned } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type Compose } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/**
 * Takes a booking back, with an apology and a reason that its applicant is shown; they come first in their next draw,
 * and the stall goes to the next waiter.
 */
export const cancelling =
  (reason: Reason): Compose =>
  () => ({
    to: 'cancelled',
    data: { reasonCode: reason.code },
    message: { template: 'booking_cancelled', data: { reasonCode: reason.code } },
    priority: 'cancelled_by_us',
    ...(reason.text && { text: reason.text }),
  })

export function cancelBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & Reasoned,
  now: number,
): Promise<ActAtDeskOutcome> {
  return actOnBooking(db, staff, { ...request, act: 'cancel' }, cancelling(request.reason), now)
}
