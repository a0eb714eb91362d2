import { createNeedSchema, deskNeedPageSchema, deskNeedSchema, editNeedSchema } from '../contract/desk-needs.ts'
import { governorateIds } from '../contract/places.ts'
import { needStates } from '../contract/pledge-codes.ts'
import { json, jsonBody, pathParameter, queryParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

/** What is asked of companies, and what became of it. */
export const needDocs = {
  'GET /desk/needs': {
    operationId: 'listDeskNeeds',
    summary: 'Needs, the latest day first.',
    description: 'A page of one state may hold fewer than fit and still have a next one.',
    parameters: [
      queryParameter('state', 'Only needs in this state.', needStates),
      queryParameter('governorate', 'Only needs of this governorate.', governorateIds),
      queryParameter('cursor', 'The `nextCursor` of the page before.'),
    ],
    responses: { 200: json('One page.', deskNeedPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/needs': {
    operationId: 'createNeed',
    summary: 'Put a need on the board.',
    description: 'An `Idempotency-Key` may be sent; the same key makes one need. `by` lies in the future.',
    parameters: [{ $ref: '#/components/parameters/OptionalIdempotencyKey' }],
    requestBody: jsonBody(createNeedSchema),
    responses: { 201: json('The need.', deskNeedSchema) },
    refuses: ['idempotency_key_reused'],
  },
  'PATCH /desk/needs/:id': {
    operationId: 'editNeed',
    summary: 'Change a need, close it or open it again.',
    description:
      'What is absent stays. `asked` below what accepted pledges promise is `need_exceeded`, with what is not promised yet in `remaining`.',
    parameters: [pathParameter('id', 'The id of the need.')],
    requestBody: jsonBody(editNeedSchema),
    responses: { 200: json('The need.', deskNeedSchema) },
    refuses: ['not_found', 'changed_meanwhile', 'need_exceeded'],
  },
} satisfies Record<string, CallDoc>
