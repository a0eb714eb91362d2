import { bookingAnswerSchema, bookingViewSchema, foundBookingSchema, takenOverSchema } from '../contract/answers.ts'
import { bookStallSchema, findBookingSchema } from '../contract/booking.ts'
import { takeOverSchema } from '../contract/delegates.ts'
import { file, json, jsonBody, pathParameter, type RouteDoc } from '../http/route-doc.ts'

const tags = ['bookings']
const security = [{ manageToken: [] }]
const reference = pathParameter('reference', '`TMK-` and 8 characters, in any case.')
const ofOne = { tags, security, parameters: [reference] }
const tokenRefusals = ['token_required', 'booking_not_found'] as const

export const bookingRouteDocs: RouteDoc[] = [
  {
    method: 'post',
    path: '/exhibitions/:slug/bookings',
    tags,
    operationId: 'bookStall',
    summary: 'Claim a stall, enter a ballot or join the waiting list.',
    description:
      'Sending the same `Idempotency-Key` again answers the identical status and body. A refusal does not use the key up. ' +
      '`stall_taken` carries up to three free `alternatives`, the nearest first.',
    parameters: [
      pathParameter('slug', 'The name of the exhibition in its address.'),
      { $ref: '#/components/parameters/IdempotencyKey' },
    ],
    requestBody: jsonBody(bookStallSchema),
    responses: { 201: json('The booking.', bookingAnswerSchema) },
    refuses: [
      'exhibition_not_found',
      'stall_taken',
      'exhibition_full',
      'already_booked',
      'booking_not_open',
      'booking_closed',
      'delegate_limit',
      'stall_unknown',
      'idempotency_key_missing',
      'idempotency_key_reused',
      'too_many_requests',
    ],
  },
  {
    method: 'post',
    path: '/bookings/find',
    tags,
    operationId: 'findBooking',
    summary: 'A token for a booking, from its reference and phone number.',
    description:
      'The refusal is the same, in the same time, whichever part is wrong. The token is valid for 24 hours. ' +
      'A booking that a family took over from its delegate, who knows both parts, is refused in the same words, and the ' +
      'link that opens it goes to the phone on record, once in ten minutes.',
    requestBody: jsonBody(findBookingSchema),
    responses: { 200: json('The token.', foundBookingSchema) },
    refuses: ['booking_not_found', 'too_many_requests'],
  },
  {
    method: 'get',
    path: '/bookings/:reference',
    ...ofOne,
    operationId: 'readBooking',
    summary: 'One booking with its history.',
    responses: { 200: json('The booking.', bookingViewSchema) },
    refuses: [...tokenRefusals],
  },
  {
    method: 'post',
    path: '/bookings/:reference/withdraw',
    ...ofOne,
    operationId: 'withdrawBooking',
    summary: 'Withdraw a booking, or decline an offer.',
    responses: { 200: json('The booking, withdrawn.', bookingViewSchema) },
    refuses: [...tokenRefusals, 'transition_refused'],
  },
  {
    method: 'post',
    path: '/bookings/:reference/accept',
    ...ofOne,
    operationId: 'acceptOffer',
    summary: 'Accept the stall that is offered.',
    responses: { 200: json('The booking, confirmed.', bookingViewSchema) },
    refuses: [...tokenRefusals, 'transition_refused'],
  },
  {
    method: 'post',
    path: '/bookings/:reference/take-over',
    ...ofOne,
    operationId: 'takeOverBooking',
    summary: 'The family looks after its booking itself, and its delegate does so no more.',
    description:
      'Only with the family’s own token. The booking keeps its state, stall, rank and draw code; ' +
      'every token and link given out before ends, and `manageToken` is the family’s new one, valid for 24 hours. ' +
      '`phone` is needed where the family has none on record. The e-mail address on record is dropped unless `keepsEmail` ' +
      'says that it is the family’s own. `already_booked`: that phone has another live booking there.',
    requestBody: jsonBody(takeOverSchema, false),
    responses: { 200: json('The booking, without a delegate, and its new token.', takenOverSchema) },
    refuses: [...tokenRefusals, 'transition_refused', 'already_booked', 'too_many_requests'],
  },
  {
    method: 'get',
    path: '/bookings/:reference/calendar.ics',
    ...ofOne,
    operationId: 'readBookingCalendar',
    summary: 'The exhibition as a calendar file, with the stall.',
    responses: { 200: file('A calendar file.', 'text/calendar') },
    refuses: [...tokenRefusals],
  },
]
