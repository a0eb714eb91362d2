import type { ProposalRow } from '../../db/queries/proposals.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { toInstant } from '../contract/dates.ts'
import type { ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { kindOf, type ProposalData } from './kinds.ts'

// proposeAct writes this column.
export const dataOf = (row: ProposalRow): ProposalData => JSON.parse(row.data) as ProposalData

/** Proposals as staff see them. */
export async function viewProposals(db: Store, staff: Staff, rows: ProposalRow[]): Promise<ProposalView[]> {
  const ids = rows.flatMap((row) => [row.proposedBy, row.decidedBy]).filter((id) => id !== null)
  const names = await findStaffNames(db.d1, [...new Set(ids)])
  const nameOf = (id: number) => names.get(id) ?? { ar: `#${id}`, en: `#${id}` }
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    does: kindOf(row.kind).does(dataOf(row)),
    state: row.state,
    proposedBy: nameOf(row.proposedBy),
    proposedAt: toInstant(row.proposedAtUtc),
    lapsesAt: toInstant(row.lapsesAtUtc),
    isOwn: row.proposedBy === staff.id,
    decidedBy: row.decidedBy === null ? null : nameOf(row.decidedBy),
    decidedAt: row.decidedAtUtc === null ? null : toInstant(row.decidedAtUtc),
  }))
}

export async function viewProposal(db: Store, staff: Staff, row: ProposalRow): Promise<ProposalView> {
  const [view] = await viewProposals(db, staff, [row])
  if (!view) throw new Error('One proposal has one view.')
  return view
}
