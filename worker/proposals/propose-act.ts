import { findOpenProposal, findProposal, findSubjectHead, insertProposal } from '../../db/queries/proposals.ts'
import { chainEvent } from '../audit/event.ts'
import { proposalMs } from '../contract/limits.ts'
import type { ProposalKindName, ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { kindOf, type ProposalData } from './kinds.ts'
import { lapseProposal } from './lapse-proposals.ts'
import { streamOf } from './subject.ts'
import { viewProposal } from './view-proposals.ts'

export interface ProposeAct {
  kind: ProposalKindName
  /** The stream of the record it is about, such as `exhibition:<slug>`; after a slash a part of it (subject.ts). */
  subject: string
  data: ProposalData
}

export type ProposeActOutcome =
  | { ok: true; proposal: ProposalView }
  | { ok: false; reason: 'role_required' | 'not_found' }
  | { ok: false; reason: 'transition_refused'; state: 'open' }

const retriesMax = 8

/**
 * Proposes an act that somebody else must approve within seven days; it is answered 202 `{ proposal }`. One of a kind
 * is open about one record at a time: the same proposal by the same person is answered with it, another is refused.
 */
export async function proposeAct(
  db: Store,
  staff: Staff,
  request: ProposeAct,
  now: number,
): Promise<ProposeActOutcome> {
  const { kind, subject } = request
  if (!kindOf(kind).by.includes(staff.role)) return { ok: false, reason: 'role_required' }
  const data = JSON.stringify(request.data)
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const [head, open] = await Promise.all([
      findSubjectHead(db.d1, streamOf(subject)),
      findOpenProposal(db.d1, request),
    ])
    if (!head) return { ok: false, reason: 'not_found' }
    if (open && open.lapsesAtUtc <= now) {
      await lapseProposal(db, open, now)
      continue
    }
    if (open) {
      if (open.proposedBy !== staff.id || open.data !== data) {
        return { ok: false, reason: 'transition_refused', state: 'open' }
      }
      return { ok: true, proposal: await viewProposal(db, staff, open) }
    }
    const id = crypto.randomUUID()
    const event = await chainEvent(db.keys, {
      stream: streamOf(subject),
      after: head,
      type: 'propose',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { proposal: id, kind, ...(head.state !== null && { state: head.state }) },
    })
    const lapsesAtUtc = now + proposalMs
    const proposal = { id, kind, subject, data, proposedBy: staff.id, proposedAtUtc: now, lapsesAtUtc }
    if (!(await insertProposal(db.d1, proposal, event))) continue
    const written = await findProposal(db.d1, id)
    if (!written) throw new Error('A proposal that was just written is not there.')
    return { ok: true, proposal: await viewProposal(db, staff, written) }
  }
  throw new Error('A record kept changing while something was proposed about it.')
}
