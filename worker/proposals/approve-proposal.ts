import { approvalOf, findProposal, isNotApprovable } from '../../db/queries/proposals.ts'
import type { ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { kindOf, type ApproveOutcome } from './kinds.ts'
import { mayDecide, type MayDecideOutcome } from './may-decide.ts'
import { dataOf, viewProposal } from './view-proposals.ts'

export type ApproveProposalOutcome =
  | { ok: true; proposal: ProposalView }
  | Extract<MayDecideOutcome, { ok: false }>
  | Extract<ApproveOutcome, { ok: false }>

/** Carries out what another manager proposed; the act and its approval are written together or not at all. */
export async function approveProposal(
  db: Store,
  staff: Staff,
  request: { id: string },
  now: number,
): Promise<ApproveProposalOutcome> {
  const found = await mayDecide(db, staff, request.id, now)
  if (!found.ok) return found
  const { proposal } = found
  const approval = {
    proposal: { ...proposal, data: dataOf(proposal) },
    alongside: approvalOf(db.d1, { id: proposal.id, decidedBy: staff.id, atUtc: now }),
  }
  try {
    const outcome = await kindOf(proposal.kind).approve(db, staff, approval, now)
    if (!outcome.ok) return outcome
  } catch (error) {
    if (!isNotApprovable(error)) throw error
    // Somebody else decided at the same moment: what they decided is the truth.
    const again = await mayDecide(db, staff, proposal.id, now)
    if (!again.ok) return again
    throw error
  }
  const written = await findProposal(db.d1, proposal.id)
  if (written?.state !== 'approved') throw new Error(`${proposal.kind} was done without writing its approval.`)
  return { ok: true, proposal: await viewProposal(db, staff, written) }
}
