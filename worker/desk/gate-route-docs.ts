import { checkInResultsSchema, signedGateListSchema } from '../contract/gate-answers.ts'
import { checkInsSchema } from '../contract/gate.ts'
import { json, jsonBody, pathParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

const slug = pathParameter('slug', 'The name of the exhibition in its address.')

export const gateDocs = {
  'GET /desk/exhibitions/:slug/gate-list': {
    operationId: 'signGateList',
    summary: 'Who is expected today, signed, for a gate that will have no network.',
    description: 'References, stalls and arrangements; no name and no phone number. It is good for one day.',
    parameters: [slug],
    responses: { 200: json('The list and its signature.', signedGateListSchema) },
    refuses: ['exhibition_not_found', 'not_your_governorate', 'pass_not_today'],
  },
  'POST /desk/exhibitions/:slug/check-ins': {
    operationId: 'mergeCheckIns',
    summary: 'Check-ins that a gate recorded without a network, each with the time at which it happened.',
    description:
      'Each is answered in its place. `at` lies within the last 24 hours and on a day of the exhibition, at most two minutes ahead. ' +
      'Sending again is harmless: there is one check-in a day, and of several times the earliest is kept. One that a colleague took back after `at` stays taken back.',
    parameters: [slug],
    requestBody: jsonBody(checkInsSchema),
    responses: { 200: json('One answer for each.', checkInResultsSchema) },
    refuses: ['exhibition_not_found', 'not_your_governorate'],
  },
} satisfies Record<string, CallDoc>
