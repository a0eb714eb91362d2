import { enterBookingSchema } from '../contract/booking.ts'
import { applicantKinds, bookingStates } from '../contract/codes.ts'
import { governorateIds } from '../contract/places.ts'
import {
  deskBookingPageSchema,
  deskBookingSchema,
  deskMeSchema,
  enteredBookingSchema,
  outboxMessageSchema,
  outboxPageSchema,
  resentSchema,
} from '../contract/desk-answers.ts'
import { outboxStates, searchBookingsSchema } from '../contract/desk.ts'
import { dataRequestPageSchema } from '../contract/own-data-answers.ts'
import { dataRequestStates } from '../contract/own-data.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { json, jsonBody, pathParameter, queryParameter, type RouteDoc } from '../http/route-doc.ts'
import { actDocs, type CallDoc } from './act-route-docs.ts'
import { drawDocs } from './draw-route-docs.ts'
import { gateDocs } from './gate-route-docs.ts'
import { managerDocs } from './manager-route-docs.ts'
import { needDocs } from './need-route-docs.ts'
import { pledgeDocs } from './pledge-route-docs.ts'
import { exportDocs, officeDocs, peopleDocs } from './office-route-docs.ts'
import { deskCalls, type DeskCall } from './permissions.ts'

const slug = pathParameter('slug', 'The name of the exhibition in its address.')
const reference = pathParameter('reference', '`TMK-` and 8 characters, in any case.')
const cursor = queryParameter('cursor', 'The `nextCursor` of the page before.')
const security: Record<string, string[]>[] = [{ deskAccess: [] }, { deskToken: [] }]
const identity: ProblemCode[] = ['not_signed_in', 'role_required']
const ofBooking: ProblemCode[] = ['booking_not_found', 'not_your_governorate']

const byCall: Record<DeskCall, CallDoc> = {
  'GET /desk/data-requests': {
    operationId: 'listDataRequests',
    summary: 'What people asked about their data, the one due first before the others.',
    parameters: [queryParameter('state', 'Requests in another state than open.', dataRequestStates), cursor],
    responses: { 200: json('One page.', dataRequestPageSchema) },
    refuses: ['invalid_input'],
  },
  'GET /desk/me': {
    operationId: 'readMe',
    summary: 'Who is signed in, with role and governorates.',
    responses: { 200: json('The colleague.', deskMeSchema) },
  },
  'GET /desk/exhibitions/:slug/bookings': {
    operationId: 'listDeskBookings',
    summary: 'The bookings of an exhibition, the oldest first.',
    description:
      'A viewer gets neither names nor phone numbers. A page of a narrow filter may hold fewer bookings, even none, and still name the next.',
    parameters: [
      slug,
      queryParameter('state', 'Only bookings in this state.', bookingStates),
      queryParameter('governorate', 'Only applicants from this governorate.', governorateIds),
      queryParameter('kind', 'Only applicants of this kind.', applicantKinds),
      queryParameter('unchecked', '`true`: only bookings whose membership nobody checked yet.', ['true', 'false']),
      cursor,
    ],
    responses: { 200: json('One page.', deskBookingPageSchema) },
    refuses: ['exhibition_not_found', 'not_your_governorate', 'invalid_input'],
  },
  'POST /desk/exhibitions/:slug/bookings': {
    operationId: 'enterBooking',
    summary: 'Type in an application that came on paper, by telephone or in person.',
    description: 'Another colleague decides it. An `Idempotency-Key` may be sent, as with a booking.',
    parameters: [slug, { $ref: '#/components/parameters/OptionalIdempotencyKey' }],
    requestBody: jsonBody(enterBookingSchema),
    responses: { 201: json('The booking, without a token.', enteredBookingSchema) },
    refuses: [
      'exhibition_not_found',
      'not_your_governorate',
      'stall_taken',
      'exhibition_full',
      'already_booked',
      'booking_not_open',
      'booking_closed',
      'delegate_limit',
      'stall_unknown',
      'idempotency_key_reused',
      'too_many_requests',
    ],
  },
  'POST /desk/exhibitions/:slug/bookings/search': {
    operationId: 'searchDeskBookings',
    summary: 'Bookings by reference, phone number or whole words of a name.',
    parameters: [slug],
    requestBody: jsonBody(searchBookingsSchema),
    responses: { 200: json('What was found.', deskBookingPageSchema) },
    refuses: ['exhibition_not_found', 'not_your_governorate'],
  },
  'GET /desk/bookings/:reference': {
    operationId: 'readDeskBooking',
    summary: 'One booking, every event with who and why, and what may be done now.',
    parameters: [reference],
    responses: { 200: json('The booking.', deskBookingSchema) },
    refuses: ofBooking,
  },
  ...actDocs,
  ...gateDocs,
  ...managerDocs,
  ...needDocs,
  ...pledgeDocs,
  ...drawDocs,
  ...peopleDocs,
  ...officeDocs,
  ...exportDocs,
  'GET /desk/outbox': {
    operationId: 'listOutbox',
    summary: 'Messages as they are sent, the newest first.',
    description: 'A page of one state or kind may hold fewer than fit and still have a next one.',
    parameters: [
      queryParameter('state', 'Only messages in this state.', outboxStates),
      queryParameter('template', 'Only messages of this kind.'),
      cursor,
    ],
    responses: { 200: json('One page.', outboxPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/outbox/resend-dead': {
    operationId: 'resendDeadMessages',
    summary: 'Queue the messages that could not be sent again, a piece at a time.',
    description: 'Those that never can be sent, because nobody is there to get them, are left.',
    parameters: [queryParameter('before', 'The `next` of the piece before.')],
    responses: { 200: json('How many, and where to go on.', resentSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/outbox/:id/resend': {
    operationId: 'resendMessage',
    summary: 'Queue a message again.',
    parameters: [pathParameter('id', 'The number of the message.')],
    responses: { 200: json('The message.', outboxMessageSchema) },
    refuses: ['not_found', 'not_your_governorate'],
  },
}

export const deskRouteDocs: RouteDoc[] = Object.entries(byCall).map(([call, doc]) => {
  // The keys of `byCall` are the keys of `deskCalls`, each a method and a path.
  const [method = '', path = ''] = call.split(' ')
  const allowed = `For: ${deskCalls[call as DeskCall].join(', ')}.`
  return {
    ...doc,
    method: method.toLowerCase() as RouteDoc['method'],
    path,
    tags: ['desk'],
    security,
    description: doc.description ? `${allowed} ${doc.description}` : allowed,
    refuses: [...identity, ...(doc.refuses ?? [])],
  }
})
