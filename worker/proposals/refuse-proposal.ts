import { closeProposal, findProposal, findSubjectHead } from '../../db/queries/proposals.ts'
import { chainEvent } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { Reason } from '../contract/booking.ts'
import type { ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { mayDecide, type MayDecideOutcome } from './may-decide.ts'
import { streamOf } from './subject.ts'
import { viewProposal } from './view-proposals.ts'

export type RefuseProposalOutcome = { ok: true; proposal: ProposalView } | Extract<MayDecideOutcome, { ok: false }>

const retriesMax = 8

/** Sets aside what another manager proposed; nothing of it happens. */
export async function refuseProposal(
  db: Store,
  staff: Staff,
  request: { id: string; reason: Reason | null },
  now: number,
): Promise<RefuseProposalOutcome> {
  const { reason } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const found = await mayDecide(db, staff, request.id, now)
    if (!found.ok) return found
    const { id, kind, subject } = found.proposal
    const head = await findSubjectHead(db.d1, streamOf(subject))
    if (!head) throw new Error('A proposal is about a record that is not there.')
    const text = reason?.text ? await sealText(db.keys, streamOf(subject), reason.text) : null
    const event = await chainEvent(db.keys, {
      stream: streamOf(subject),
      after: head,
      type: 'refuse-proposal',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: {
        proposal: id,
        kind,
        ...(head.state !== null && { state: head.state }),
        ...(reason && { reasonCode: reason.code }),
      },
      text,
    })
    if (!(await closeProposal(db.d1, { id, to: 'refused', decidedBy: staff.id }, event, text))) continue
    const written = await findProposal(db.d1, id)
    return { ok: true, proposal: await viewProposal(db, staff, written ?? found.proposal) }
  }
  throw new Error('A record kept changing while a proposal about it was refused.')
}
