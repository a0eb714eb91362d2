import { closeProposal, findSubjectHead, listLapsed, type ProposalRow } from '../../db/queries/proposals.ts'
import { chainEvent } from '../audit/event.ts'
import type { Store } from '../store.ts'
import { streamOf } from './subject.ts'

/** Records that nobody decided a proposal in time. False when its record, or the proposal, changed meanwhile. */
export async function lapseProposal(db: Store, proposal: ProposalRow, now: number): Promise<boolean> {
  const { id, kind, subject } = proposal
  const head = await findSubjectHead(db.d1, streamOf(subject))
  if (!head) throw new Error('A proposal is about a record that is not there.')
  const event = await chainEvent(db.keys, {
    stream: streamOf(subject),
    after: head,
    type: 'lapse-proposal',
    atUtc: now,
    actor: 'system',
    data: { proposal: id, kind, ...(head.state !== null && { state: head.state }) },
  })
  return closeProposal(db.d1, { id, to: 'lapsed', decidedBy: null }, event)
}

/** Records the proposals whose seven days are over, whoever comes by first. */
export async function lapseProposals(db: Store, limit: number, now: number): Promise<void> {
  for (const proposal of await listLapsed(db.d1, now, limit)) await lapseProposal(db, proposal, now)
}
