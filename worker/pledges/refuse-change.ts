import type { Reason } from '../contract/booking.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnPledge, type ActOnPledge, type ActOnPledgeOutcome } from './act-on-pledge.ts'

/** Says no to what the company proposed, with a reason that it is shown. The pledge stays as it is. */
export function refuseChange(
  db: Store,
  staff: Staff,
  request: ActOnPledge & { reason: Reason },
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { reason } = request
  return actOnPledge(
    db,
    staff,
    { ...request, act: 'refuse-change' },
    ({ amendment, state }) =>
      amendment
        ? {
            amendment: { id: amendment.id, to: 'refused', decidedBy: staff.id },
            data: { amendment: amendment.id, reasonCode: reason.code },
            text: reason.text,
            message: { template: 'pledge_change_refused', data: { reasonCode: reason.code } },
          }
        : { ok: false, reason: 'transition_refused', state },
    now,
  )
}
