import type { Decline } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/** Refuses an application with a reason, which its applicant is shown. The words are kept encrypted. */
export function declineBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & Decline,
  now: number,
): Promise<ActAtDeskOutcome> {
  const { reason, reference, version } = request
  return actOnBooking<never>(
    db,
    staff,
    { reference, version, act: 'decline' },
    () => ({
      to: 'declined',
      data: { reasonCode: reason.code },
      message: { template: 'booking_declined', data: { reasonCode: reason.code } },
      ...(reason.text && { text: reason.text }),
    }),
    now,
  )
}
