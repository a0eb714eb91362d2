import { reasonedSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import {
  acceptPledgeSchema,
  receiveLineSchema,
  sustainLineSchema,
  verifyPledgeSchema,
  writeOffLineSchema,
} from '../contract/desk-pledge-acts.ts'
import { deskPledgePageSchema, deskPledgeSchema, enteredPledgeSchema } from '../contract/desk-pledge-answers.ts'
import { pledgeStates } from '../contract/pledge-codes.ts'
import { enterPledgeSchema } from '../contract/pledge.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { proposedSchema } from '../contract/proposals.ts'
import { json, jsonBody, pathParameter, queryParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

const reference = pathParameter('reference', '`PLG-` and 8 characters, in any case.')
const line = pathParameter('n', 'The number of the line.')
const ofAct: ProblemCode[] = [
  'pledge_not_found',
  'transition_refused',
  'changed_meanwhile',
  'malformed_json',
  'invalid_input',
]

function act(operationId: string, summary: string): CallDoc {
  return {
    operationId,
    summary,
    parameters: [reference],
    requestBody: jsonBody(actSchema, false),
    responses: { 200: json('The pledge.', deskPledgeSchema) },
    refuses: ofAct,
  }
}

const onLine = (operationId: string, summary: string): CallDoc => ({
  ...act(operationId, summary),
  parameters: [reference, line],
  refuses: [...ofAct, 'not_found'],
})

/** What staff do with companies' pledges. */
export const pledgeDocs = {
  'GET /desk/pledges': {
    operationId: 'listDeskPledges',
    summary: 'Pledges in one state, the oldest first, or all, the newest first.',
    description: 'A viewer gets no names; a viewer and a receiver get nobody to call.',
    parameters: [
      queryParameter('state', 'Only pledges in this state.', pledgeStates),
      queryParameter('cursor', 'The `nextCursor` of the page before.'),
    ],
    responses: { 200: json('One page.', deskPledgePageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/pledges': {
    operationId: 'enterPledge',
    summary: 'Type in a pledge that came in a letter, by telephone or in person.',
    description: 'A colleague verifies and accepts it. An `Idempotency-Key` may be sent, as with a pledge.',
    parameters: [{ $ref: '#/components/parameters/OptionalIdempotencyKey' }],
    requestBody: jsonBody(enterPledgeSchema),
    responses: { 201: json('The pledge, without a token.', enteredPledgeSchema) },
    refuses: ['idempotency_key_reused', 'too_many_requests'],
  },
  'GET /desk/pledges/:reference': {
    operationId: 'readDeskPledge',
    summary: 'One pledge, every event with who and why, and what may be done now.',
    parameters: [reference],
    responses: { 200: json('The pledge.', deskPledgeSchema) },
    refuses: ['pledge_not_found'],
  },
  'POST /desk/pledges/:reference/verify': {
    ...act('verifyPledge', 'Record that the company was called at its registered number and stands by its pledge.'),
    requestBody: jsonBody(verifyPledgeSchema, false),
    refuses: [...ofAct, 'own_entry'],
  },
  'POST /desk/pledges/:reference/accept': {
    ...act('acceptPledge', 'Accept a verified pledge: each line takes its quantity of its need, all lines or none.'),
    description:
      'A need that is closed or cannot take its line is `need_exceeded`, with the `need` and what is `remaining` of it; a line named in `withoutNeed` is accepted untied.',
    requestBody: jsonBody(acceptPledgeSchema, false),
    refuses: [...ofAct, 'own_entry', 'need_exceeded'],
  },
  'POST /desk/pledges/:reference/decline': {
    ...act('declinePledge', 'Decline a pledge, with the reason that its company is shown.'),
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofAct, 'own_entry', 'reason_required'],
  },
  'POST /desk/pledges/:reference/agree-change': {
    ...act('agreeChange', 'Agree to the change that the company proposed; the version before is kept.'),
    refuses: [...ofAct, 'need_exceeded'],
  },
  'POST /desk/pledges/:reference/refuse-change': {
    ...act('refuseChange', 'Refuse the change that the company proposed; the pledge stays as it is.'),
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofAct, 'reason_required'],
  },
  'POST /desk/pledges/:reference/lines/:n/receive': {
    ...onLine('receiveLine', 'Record that a quantity of a line arrived.'),
    description:
      'Not by whoever accepted the pledge. A short delivery leaves its rest as a line of its own. A receipt number is used once.',
    requestBody: jsonBody(receiveLineSchema),
    refuses: [...ofAct, 'not_found', 'own_entry'],
  },
  'POST /desk/pledges/:reference/lines/:n/reverse': {
    ...onLine('reverseLine', 'Take a recorded delivery back; what had come is due again.'),
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofAct, 'not_found', 'reason_required'],
  },
  'POST /desk/pledges/:reference/lines/:n/write-off': {
    ...onLine('writeOffLine', 'Propose to another manager that a line will never come.'),
    requestBody: jsonBody(writeOffLineSchema, false),
    responses: { 202: json('The proposal; approving it gives the need its quantity back.', proposedSchema) },
    refuses: [...ofAct, 'not_found', 'reason_required'],
  },
  'POST /desk/pledges/:reference/lines/:n/sustain': {
    ...onLine('sustainLine', 'Record how many of the received jobs or training places still stand after 90 days.'),
    requestBody: jsonBody(sustainLineSchema),
    refuses: [...ofAct, 'not_found', 'too_early'],
  },
} satisfies Record<string, CallDoc>
