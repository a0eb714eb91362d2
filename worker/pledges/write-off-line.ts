import { findPledge } from '../../db/queries/pledges.ts'
import { pledgeStream } from '../audit/event.ts'
import type { WriteOffLine } from '../contract/desk-pledge-acts.ts'
import { pledgeStatesBefore } from '../contract/pledge-transitions.ts'
import type { ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import { proposeAct, type ProposeActOutcome } from '../proposals/propose-act.ts'
import type { Store } from '../store.ts'
import { findLine, type ActOnLine, type PledgeActRefusal } from './act-on-pledge.ts'

export type WriteOffLineOutcome =
  { ok: true; proposal: ProposalView } | PledgeActRefusal | Extract<ProposeActOutcome, { ok: false }>

/** One manager proposes that a line will never come; another approves, and its need gets the quantity back. */
export async function writeOffLine(
  db: Store,
  staff: Staff,
  request: ActOnLine & WriteOffLine,
  now: number,
): Promise<WriteOffLineOutcome> {
  const { reference, n, version, reason } = request
  const pledge = await findPledge(db.d1, reference)
  if (!pledge) return { ok: false, reason: 'pledge_not_found' }
  if (version != null && version !== pledge.version) {
    return { ok: false, reason: 'changed_meanwhile', version: pledge.version }
  }
  if (!pledgeStatesBefore('deliver').includes(pledge.state)) {
    return { ok: false, reason: 'transition_refused', state: pledge.state }
  }
  const found = findLine(pledge, { n, act: 'write-off' })
  if (!found.ok) return found
  const { quantity, unit, kind, dueOn } = found.line
  const data = { reference, n, quantity, unit, kind, dueOn, ...(reason && { reasonCode: reason.code }) }
  // A proposal for each line: what is proposed about one does not stand in the way of another.
  return proposeAct(db, staff, { kind: 'write_off', subject: `${pledgeStream(reference)}/${n}`, data }, now)
}
