import type { Reason } from '../contract/booking.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnPledge, type ActOnPledge, type ActOnPledgeOutcome } from './act-on-pledge.ts'

/** Refuses a pledge with a reason that its company is shown. */
export function declinePledge(
  db: Store,
  staff: Staff,
  request: ActOnPledge & { reason: Reason },
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { reason } = request
  return actOnPledge(
    db,
    staff,
    { ...request, act: 'decline' },
    () => ({
      to: 'declined',
      set: { closedAtUtc: now },
      data: { reasonCode: reason.code },
      text: reason.text,
      message: { template: 'pledge_declined', data: { reasonCode: reason.code } },
    }),
    now,
  )
}
