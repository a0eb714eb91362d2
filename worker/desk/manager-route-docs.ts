import { extendSchema, reasonedSchema, refuseProposalSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import { exhibitionStates } from '../contract/codes.ts'
import {
  managedExhibitionPageSchema,
  managedExhibitionSchema,
  plannedExhibitionSchema,
} from '../contract/exhibition-acts.ts'
import { editExhibitionSchema, makeExhibitionSchema } from '../contract/exhibition-editing.ts'
import { savePlanSchema } from '../contract/plan.ts'
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

const slug = pathParameter('slug', 'The name of the exhibition in its address.')
const readsPlanned = { 200: json('The exhibition with its plan.', plannedExhibitionSchema) }

/** What managers do with exhibitions and with one another's proposals. */
export const managerDocs = {
  'GET /desk/exhibitions': {
    operationId: 'listDeskExhibitions',
    summary: 'Exhibitions in every state, drafts included, the latest first; an officer’s governorates only.',
    parameters: [
      queryParameter('state', 'Only exhibitions in this state.', exhibitionStates),
      queryParameter('cursor', 'The `nextCursor` of the page before.'),
    ],
    responses: { 200: json('One page.', managedExhibitionPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/exhibitions': {
    operationId: 'makeExhibition',
    summary: 'Make a draft, with the plan of an earlier exhibition if one is named.',
    description:
      'Texts may be blank until it is published. Without `slug` one is made from the English title; it stays for good.',
    requestBody: jsonBody(makeExhibitionSchema),
    responses: { 201: json('The draft.', plannedExhibitionSchema) },
    refuses: ['malformed_json', 'invalid_input'],
  },
  'GET /desk/exhibitions/:slug': {
    operationId: 'readDeskExhibition',
    summary: 'One exhibition with its plan and what holds each stall, a draft included.',
    parameters: [slug],
    responses: readsPlanned,
    refuses: ['exhibition_not_found', 'not_your_governorate'],
  },
  'PATCH /desk/exhibitions/:slug': {
    operationId: 'editExhibition',
    summary: 'Change what is named: everything of a draft; once announced only words and doors.',
    parameters: [slug],
    requestBody: jsonBody(editExhibitionSchema),
    responses: readsPlanned,
    refuses: ofExhibition,
  },
  'PUT /desk/exhibitions/:slug/plan': {
    operationId: 'savePlan',
    summary: 'Save the whole plan: zones and stalls, and the hall they stand in.',
    description:
      'A stall that is not sent leaves the plan. One that a live booking holds cannot, and keeps its zone, step-free access, fee and withholding: `stall_occupied` names those in the way. Once announced, zones stay; while booking runs, a stall that can be booked is withheld first before its zone, access or fee changes. Refused from the freeze on.',
    parameters: [slug],
    requestBody: jsonBody(savePlanSchema),
    responses: readsPlanned,
    refuses: [...ofExhibition, 'stall_occupied'],
  },
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
    refuses: [
      ...ofProposal,
      'exhibition_not_found',
      'too_early',
      'too_late',
      'changed_meanwhile',
      'invalid_input',
      'busy',
    ],
  },
  'POST /desk/proposals/:id/refuse': {
    ...decided,
    operationId: 'refuseProposal',
    summary: 'Set aside what another manager proposed.',
    requestBody: jsonBody(refuseProposalSchema, false),
    refuses: [...ofProposal, 'reason_required'],
  },
} satisfies Record<string, CallDoc>
