import { passKeysSchema, passSchema } from '../contract/pass-answers.ts'
import { json, pathParameter, type RouteDoc } from '../http/route-doc.ts'

const tags = ['bookings']

export const passRouteDocs: RouteDoc[] = [
  {
    method: 'get',
    path: '/bookings/:reference/pass',
    tags,
    security: [{ manageToken: [] }],
    parameters: [pathParameter('reference', '`TMK-` and 8 characters, in any case.')],
    operationId: 'issuePass',
    summary: 'The signed text of the pass, while the booking is confirmed or checked in.',
    responses: { 200: json('The pass.', passSchema) },
    refuses: ['token_required', 'booking_not_found', 'transition_refused'],
  },
  {
    method: 'get',
    path: '/pass-keys',
    tags,
    operationId: 'listPassKeys',
    summary: 'The public keys that verify passes.',
    description:
      'A gate without a network can check that a pass is ours, its exhibition and its days. It cannot know that a ' +
      'booking was withdrawn, cancelled or moved since: the check-in call refuses such a pass.',
    responses: {
      200: json('The keys; the one that signs now comes first.', passKeysSchema, {
        'Cache-Control': { description: '`public, max-age=300`', schema: { type: 'string' } },
      }),
    },
  },
]
