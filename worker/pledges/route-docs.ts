import { foundBookingSchema } from '../contract/answers.ts'
import { governorateIds } from '../contract/places.ts'
import {
  impactSchema,
  needListSchema,
  needSchema,
  pledgeAnswerSchema,
  pledgeViewSchema,
  recognitionSchema,
} from '../contract/pledge-answers.ts'
import { lineKinds, needStates } from '../contract/pledge-codes.ts'
import { findPledgeSchema, makePledgeSchema, proposeChangeSchema } from '../contract/pledge.ts'
import { json, jsonBody, pathParameter, queryParameter, type RouteDoc } from '../http/route-doc.ts'

const tags = ['pledges']
const security = [{ manageToken: [] }]
const reference = pathParameter('reference', '`PLG-` and 8 characters, in any case.')
const ofOne = { tags, security, parameters: [reference] }
const tokenRefusals = ['token_required', 'pledge_not_found'] as const
const year = queryParameter('year', 'Four digits; this year when it is left out.')
const cacheControl = {
  'Cache-Control': { description: '`public, max-age=5`', schema: { type: 'string' as const } },
}

export const pledgeRouteDocs: RouteDoc[] = [
  {
    method: 'get',
    path: '/needs',
    tags,
    operationId: 'listNeeds',
    summary: 'What exhibitions, outlets and governorates lack and a company could give, the most urgent first.',
    parameters: [
      queryParameter('governorate', 'Only needs in this governorate.', governorateIds),
      queryParameter('kind', 'Only needs of this kind.', lineKinds),
      queryParameter('exhibition', 'Only needs of the exhibition with this slug.'),
      queryParameter('state', 'Only needs in this state.', needStates),
    ],
    responses: { 200: json('The needs.', needListSchema, cacheControl) },
    refuses: ['invalid_input'],
  },
  {
    method: 'get',
    path: '/needs/:id',
    tags,
    operationId: 'readNeed',
    summary: 'One need.',
    parameters: [pathParameter('id', 'The id of the need.')],
    responses: { 200: json('The need.', needSchema, cacheControl) },
    refuses: ['not_found'],
  },
  {
    method: 'get',
    path: '/recognition',
    tags,
    operationId: 'readRecognition',
    summary: 'The companies whose pledges were accepted in a year, named as they chose.',
    description: 'Hidden companies are counted only. Quantities stand where the company agreed to show them.',
    parameters: [year],
    responses: { 200: json('The companies.', recognitionSchema, cacheControl) },
    refuses: ['invalid_input'],
  },
  {
    method: 'get',
    path: '/impact',
    tags,
    operationId: 'readImpact',
    summary: 'What a year brought, by kind and governorate. Groups under five are null.',
    parameters: [year],
    responses: { 200: json('The year.', impactSchema, cacheControl) },
    refuses: ['invalid_input'],
  },
  {
    method: 'post',
    path: '/pledges',
    tags,
    operationId: 'makePledge',
    summary: 'Pledge, as a company.',
    description:
      'Sending the same `Idempotency-Key` again answers the identical status and body. A refusal does not use the key up. ' +
      'Whether a need can take a line is decided when the pledge is accepted.',
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    requestBody: jsonBody(makePledgeSchema),
    responses: { 201: json('The pledge.', pledgeAnswerSchema) },
    refuses: ['idempotency_key_missing', 'idempotency_key_reused', 'too_many_requests'],
  },
  {
    method: 'post',
    path: '/pledges/find',
    tags,
    operationId: 'findPledge',
    summary: 'A token for a pledge, from its reference and the e-mail or phone it was made with.',
    description: 'The refusal is the same, in the same time, whichever part is wrong. The token is valid for 24 hours.',
    requestBody: jsonBody(findPledgeSchema),
    responses: { 200: json('The token.', foundBookingSchema) },
    refuses: ['pledge_not_found', 'too_many_requests'],
  },
  {
    method: 'get',
    path: '/pledges/:reference',
    ...ofOne,
    operationId: 'readPledge',
    summary: 'One pledge with its lines and history.',
    responses: { 200: json('The pledge.', pledgeViewSchema) },
    refuses: [...tokenRefusals],
  },
  {
    method: 'post',
    path: '/pledges/:reference/withdraw',
    ...ofOne,
    operationId: 'withdrawPledge',
    summary: 'Take a pledge back, before anything was delivered.',
    responses: { 200: json('The pledge, withdrawn.', pledgeViewSchema) },
    refuses: [...tokenRefusals, 'transition_refused', 'changed_meanwhile'],
  },
  {
    method: 'post',
    path: '/pledges/:reference/propose-change',
    ...ofOne,
    operationId: 'proposeChange',
    summary: 'Propose what the open lines of an accepted pledge should become.',
    description:
      'Name all lines that should stay, each by its `n`, and new ones without. Nothing changes until a manager agrees.',
    requestBody: jsonBody(proposeChangeSchema),
    responses: { 200: json('The pledge with the proposed change.', pledgeViewSchema) },
    refuses: [...tokenRefusals, 'transition_refused', 'changed_meanwhile'],
  },
  {
    method: 'post',
    path: '/pledges/:reference/take-back-change',
    ...ofOne,
    operationId: 'takeBackChange',
    summary: 'Take a proposed change back, while nobody has decided it.',
    responses: { 200: json('The pledge without the proposed change.', pledgeViewSchema) },
    refuses: [...tokenRefusals, 'transition_refused', 'changed_meanwhile'],
  },
]
