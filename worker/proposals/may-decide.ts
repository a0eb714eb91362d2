import { findProposal, type ProposalRow } from '../../db/queries/proposals.ts'
import type { ProposalState } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { kindOf } from './kinds.ts'
import { lapseProposal } from './lapse-proposals.ts'

export type MayDecideOutcome =
  | { ok: true; proposal: ProposalRow }
  | { ok: false; reason: 'not_found' | 'own_entry' | 'role_required' }
  | { ok: false; reason: 'transition_refused'; state: ProposalState }

/** An open proposal that this colleague may decide: nobody decides their own. */
export async function mayDecide(db: Store, staff: Staff, id: string, now: number): Promise<MayDecideOutcome> {
  const proposal = await findProposal(db.d1, id)
  if (!proposal) return { ok: false, reason: 'not_found' }
  if (!kindOf(proposal.kind).by.includes(staff.role)) return { ok: false, reason: 'role_required' }
  if (proposal.proposedBy === staff.id) return { ok: false, reason: 'own_entry' }
  if (proposal.state !== 'open') return { ok: false, reason: 'transition_refused', state: proposal.state }
  if (proposal.lapsesAtUtc > now) return { ok: true, proposal }
  await lapseProposal(db, proposal, now)
  return { ok: false, reason: 'transition_refused', state: 'lapsed' }
}
