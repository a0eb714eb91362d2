import type { VerifyPledge } from '../contract/desk-pledge-acts.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnPledge, type ActOnPledge, type ActOnPledgeOutcome } from './act-on-pledge.ts'

/** Records that the company was called at its registered number and stands by its pledge. */
export function verifyPledge(
  db: Store,
  staff: Staff,
  request: ActOnPledge & VerifyPledge,
  now: number,
): Promise<ActOnPledgeOutcome> {
  return actOnPledge(
    db,
    staff,
    { ...request, act: 'verify' },
    () => ({
      to: 'verified',
      set: { verifiedBy: staff.id, verifiedAtUtc: now },
      text: request.note,
      message: { template: 'pledge_verified' },
    }),
    now,
  )
}
