import type { D1PreparedStatement } from '@cloudflare/workers-types'
import type { Proof } from '../../db/queries/events.ts'
import type { ProposalRow } from '../../db/queries/proposals.ts'
import type { FieldError, Role } from '../contract/codes.ts'
import type { ProposalEffect, ProposalKindName } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import { ceremonyValueKind, redrawKind } from '../draw/proposal-kinds.ts'
import { writeOffKind } from '../pledges/write-off-kind.ts'
import type { Store } from '../store.ts'

/** What an act would be given, as it stands in the proposal: codes, ids and public text, nothing personal. */
export type ProposalData = Record<string, string | number>

export interface Approval {
  proposal: Omit<ProposalRow, 'data'> & { data: ProposalData }
  /**
   * What the act must write in the batch that decides it, under a proof that holds only if the act was written. If
   * somebody else decided the proposal meanwhile the whole batch throws, and `approveProposal` says so.
   */
  alongside: (proof: Proof) => D1PreparedStatement[]
}

export type ApproveOutcome =
  | { ok: true }
  | { ok: false; reason: 'not_found' | 'exhibition_not_found' | 'too_early' | 'too_late' | 'busy' }
  | { ok: false; reason: 'transition_refused'; state: string }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/**
 * An act that needs two people (domain.md, "Two people"). To add one: write the kind in a file of its noun, give it a
 * line below, and let the verb that proposes call `proposeAct` (propose-act.ts). A kind's file must not import
 * propose-act.ts, which reads this table. `approve` does the act: it checks everything again, since days may have
 * passed, and writes `alongside` in the batch after which the act has happened. What remains after that batch must go
 * on by itself, as a draw's places do. The act's own event, with the proposal's id, records the approval.
 */
export interface ProposalKind {
  /** Who may propose and, among the others, decide. */
  by: readonly Role[]
  /** What approving would do, for whoever decides. */
  does: (data: ProposalData) => ProposalEffect[]
  approve: (db: Store, staff: Staff, approval: Approval, now: number) => Promise<ApproveOutcome>
}

export const proposalKinds: Partial<Record<ProposalKindName, ProposalKind>> = {
  ceremony_value: ceremonyValueKind,
  redraw: redrawKind,
  write_off: writeOffKind,
}

/** @throws when a stored proposal is of a kind that has no line in the table. */
export function kindOf(name: ProposalKindName): ProposalKind {
  const kind = proposalKinds[name]
  if (!kind) throw new Error(`There is no kind of proposal called ${name}.`)
  return kind
}
