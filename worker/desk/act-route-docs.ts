import { checkedInSchema, gateBookingSchema, swappedSchema } from '../contract/desk-act-answers.ts'
import { askSchema, checkInSchema, moveSchema, offerSchema, reasonedSchema, swapSchema } from '../contract/desk-acts.ts'
import { deskBookingSchema } from '../contract/desk-answers.ts'
import { actSchema, declineSchema } from '../contract/desk.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { json, jsonBody, pathParameter, type RouteDoc } from '../http/route-doc.ts'

export type CallDoc = Omit<RouteDoc, 'method' | 'path'>

const reference = pathParameter('reference', '`TMK-` and 8 characters, in any case.')
const ofBooking: ProblemCode[] = ['booking_not_found', 'not_your_governorate']
const ofAct: ProblemCode[] = [...ofBooking, 'own_entry', 'transition_refused', 'changed_meanwhile', 'malformed_json']
const ofStall: ProblemCode[] = ['stall_unknown', 'stall_occupied', 'reason_required']

/** An act on one booking; without a body it applies to whichever version is there. */
function act(operationId: string, summary: string): CallDoc {
  return {
    operationId,
    summary,
    parameters: [reference],
    requestBody: jsonBody(actSchema, false),
    responses: { 200: json('The booking.', deskBookingSchema) },
    refuses: ofAct,
  }
}

export const actDocs = {
  'POST /desk/bookings/:reference/check': act('checkBooking', 'Record that programme membership was confirmed.'),
  'POST /desk/bookings/:reference/confirm': act(
    'confirmBooking',
    'Confirm a booking under review; it counts as the check.',
  ),
  'POST /desk/bookings/:reference/decline': {
    ...act('declineBooking', 'Decline an application, with the reason that its applicant is shown.'),
    requestBody: jsonBody(declineSchema),
    refuses: [...ofAct, 'reason_required'],
  },
  'POST /desk/bookings/:reference/ask': {
    ...act('askApplicant', 'Ask the applicant something; it is answered by telephone.'),
    description:
      'The state stays. The message links to the booking’s page, which shows the question until the next change of state.',
    requestBody: jsonBody(askSchema),
  },
  'POST /desk/bookings/:reference/reinstate': {
    ...act('reinstateBooking', 'Uphold an appeal against a refusal, before the freeze.'),
    description:
      'A ballot’s entry is `applied` again; another application is `pending` if its stall can still be claimed, else `waitlisted`.',
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofAct, 'reason_required', 'already_booked', 'delegate_limit'],
  },
  'POST /desk/bookings/:reference/offer': {
    ...act('offerStall', 'Offer a free stall to somebody who waits.'),
    description:
      'Without `stall`, the first free one that suits. Past whoever is next in line, or outside the zones they named, it needs a `reason` and is counted publicly.',
    requestBody: jsonBody(offerSchema),
    refuses: [...ofAct, ...ofStall, 'exhibition_full'],
  },
  'POST /desk/bookings/:reference/move': {
    ...act('moveBooking', 'Give a confirmed booking another free stall.'),
    description:
      'The stall it leaves goes to the next waiter in the same step. A stall that waits for somebody who would be passed over counts as occupied.',
    requestBody: jsonBody(moveSchema),
    refuses: [...ofAct, ...ofStall],
  },
  'POST /desk/bookings/:reference/cancel': {
    ...act('cancelBooking', 'Take a booking back, with an apology; its applicant comes first in their next draw.'),
    requestBody: jsonBody(reasonedSchema),
    refuses: [...ofAct, 'reason_required'],
  },
  'POST /desk/bookings/:reference/release-phone': act(
    'releasePhone',
    'Free a phone number whose owner says that the booking is not theirs.',
  ),
  'POST /desk/bookings/:reference/check-in': {
    ...act('checkInBooking', 'Record that an exhibitor came today, without their pass.'),
    responses: { 200: json('Checked in now or earlier today.', checkedInSchema) },
    refuses: [...ofAct, 'pass_not_today'],
  },
  'POST /desk/bookings/:reference/undo-check-in': {
    ...act('undoCheckIn', 'Take back the last day’s check-in: a gate within ten minutes, a manager after.'),
    requestBody: jsonBody(reasonedSchema),
    responses: { 200: json('The booking.', gateBookingSchema) },
    refuses: [...ofAct, 'reason_required'],
  },
  'POST /desk/bookings/swap': {
    operationId: 'swapBookings',
    summary: 'Let two confirmed bookings of one exhibition change stalls: both or neither.',
    requestBody: jsonBody(swapSchema),
    responses: { 200: json('Both bookings, in the order of the references.', swappedSchema) },
    refuses: [...ofBooking, 'transition_refused', 'changed_meanwhile', 'reason_required'],
  },
  'POST /desk/check-in': {
    operationId: 'checkInPass',
    summary: 'Let in whoever shows a pass at a gate.',
    description:
      'A repeat on the same day is answered with `repeated: true`. A pass from before a move is `pass_invalid`; one whose booking was withdrawn or cancelled is `transition_refused`.',
    requestBody: jsonBody(checkInSchema),
    responses: { 200: json('Checked in now or earlier today.', checkedInSchema) },
    refuses: [
      'exhibition_not_found',
      ...ofBooking,
      'pass_invalid',
      'pass_other_exhibition',
      'pass_not_today',
      'transition_refused',
      'changed_meanwhile',
    ],
  },
} satisfies Record<string, CallDoc>
