import { extendSchema, reasonedSchema, refuseProposalSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import { managedExhibitionSchema } from '../contract/exhibition-acts.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { proposalPageSchema, proposalStates, proposedSchema } from '../contract/proposals.ts'
import { json, jsonBody, pathParameter, queryParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

const ofExhibition: ProblemCode[] = [
  'exhibition_not_found',
  'transition_refused',
  'changed_meanwhile',
  'malformed_json',
  'invalid_input',
]

function onExhibition(operationId: string, summary: string): CallDoc {
  return {
    operationId,
    summary,
    parameters: [pathParameter('slug', 'The name of the exhibition in its address.')],
    requestBody: jsonBody(actSchema, false),
    responses: { 200: json('The exhibition.', managedExhibitionSchema) },
    refuses: ofExhibition,
  }
}

const decided = {
  parameters: [pathParameter('id', 'The id of the proposal.')],
  responses: { 200: json('The proposal, decided.', proposedSchema) },
}
const ofProposal: ProblemCode[] = ['not_found', 'own_entry', 'transition_refused']

/** What managers do with exhibitions and with one another's proposals. */
export const managerDocs = {
  'POST /desk/exhibitions/:slug/publish': {
    ...onExhibition('publishExhibition', 'Announce a draft.'),
    description: 'What is still missing is named in `errors`: texts in both languages, dates, zones and stalls.',
  },
  'POST /desk/exhibitions/:slug/extend': {
    ...onExhibition('extendExhibition', 'Let booking close later than was printed, with a reason.'),
    requestBody: jsonBody(extendSchema),
    refuses: [...ofExhibition, 'reason_required'],
  },
  'POST /desk/exhibitions/:slug/close': {
    ...onExhibition('closeExhibition', 'Close booking at the printed time or after it.'),
    refuses: [...ofExhibition, 'too_early'],
  },
  'POST /desk/exhibitions/:slug/cancel': {
    ...onExhibition('cancelExhibition', 'Cancel an exhibition before it is live, with a reason.'),
    description:
      'Nobody can book or accept from then on. Every live booking is cancelled within minutes, each with a message and with priority in the next draw.',
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofExhibition, 'reason_required'],
  },
  'GET /desk/proposals': {
    operationId: 'listProposals',
    summary: 'What waits for a second manager, and what it would do; the latest first.',
    parameters: [
      queryParameter('state', 'Proposals in another state.', proposalStates),
      queryParameter('cursor', 'The `nextCursor` of the page before.'),
    ],
    responses: { 200: json('One page.', proposalPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/proposals/:id/approve': {
    ...decided,
    operationId: 'approveProposal',
    summary: 'Carry out what another manager proposed.',
    refuses: [...ofProposal, 'exhibition_not_found', 'too_early', 'changed_meanwhile', 'invalid_input', 'busy'],
  },
  'POST /desk/proposals/:id/refuse': {
    ...decided,
    operationId: 'refuseProposal',
    summary: 'Set aside what another manager proposed.',
    requestBody: jsonBody(refuseProposalSchema, false),
    refuses: [...ofProposal, 'reason_required'],
  },
} satisfies Record<string, CallDoc>
