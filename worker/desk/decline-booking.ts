import type { Reason } from '../contract/booking.ts'
import type { Decline } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type Compose } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Refuses an application with a reason, which its applicant is shown. The words are kept encrypted. */
export const declining =
  (reason: Reason): Compose =>
  () => ({
    to: 'declined',
    data: { reasonCode: reason.code },
    message: { template: 'booking_declined', data: { reasonCode: reason.code } },
    ...(reason.text && { text: reason.text }),
  })

export function declineBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & Decline,
  now: number,
): Promise<ActAtDeskOutcome> {
  return actOnBooking(db, staff, { ...request, act: 'decline' }, declining(request.reason), now)
}
