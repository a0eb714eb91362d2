import * as v from 'valibot'
import { auditPageSchema, sealCheckSchema, streamCheckSchema } from '../contract/audit.ts'
import { changeBreachSchema, recordBreachSchema } from '../contract/breaches.ts'
import { languages } from '../contract/codes.ts'
import { closeRequestSchema, correctBookingSchema } from '../contract/data-acts.ts'
import { deskBookingSchema } from '../contract/desk-answers.ts'
import { actSchema } from '../contract/desk.ts'
import type { ExportFormat } from '../contract/exports.ts'
import {
  breachDetailSchema,
  breachPageSchema,
  settingListSchema,
  settingSchema,
  staffMemberSchema,
  staffPageSchema,
} from '../contract/office-answers.ts'
import { dataRequestSchema } from '../contract/own-data-answers.ts'
import type { ProblemCode } from '../contract/problem.ts'
import { changeSettingSchema, settingNames } from '../contract/settings.ts'
import { addStaffSchema, changeStaffSchema } from '../contract/staff.ts'
import { file, json, jsonBody, pathParameter, queryParameter } from '../http/route-doc.ts'
import type { CallDoc } from './act-route-docs.ts'

const id = pathParameter('id', 'The number of the record.')
const reference = pathParameter('reference', '`TMK-` and 8 characters, in any case.')
const cursor = queryParameter('cursor', 'The `nextCursor` of the page before.')
const ofBooking: ProblemCode[] = [
  'booking_not_found',
  'not_your_governorate',
  'transition_refused',
  'changed_meanwhile',
]

/** What staff do about people's data. */
export const peopleDocs = {
  'GET /desk/data-requests/:id': {
    operationId: 'readDataRequest',
    summary: 'One request of a person about their data.',
    parameters: [id],
    responses: { 200: json('The request.', dataRequestSchema) },
    refuses: ['not_found', 'not_your_governorate'],
  },
  'POST /desk/data-requests/:id/close': {
    operationId: 'closeDataRequest',
    summary: 'Answer a request: done, or refused with the reason in the person’s language.',
    description: 'The person finds the answer on their data page. An erasure that is done erases at once.',
    parameters: [id],
    requestBody: jsonBody(closeRequestSchema),
    responses: { 200: json('The request.', dataRequestSchema) },
    refuses: ['not_found', 'not_your_governorate', 'transition_refused'],
  },
  'POST /desk/bookings/:reference/correct': {
    operationId: 'correctBooking',
    summary: 'Put right what a booking says of its people.',
    description: 'Another phone takes the applicant key along and ends the links that the old one was sent.',
    parameters: [reference],
    requestBody: jsonBody(correctBookingSchema),
    responses: { 200: json('The booking.', deskBookingSchema) },
    refuses: [...ofBooking, 'already_booked'],
  },
  'POST /desk/bookings/:reference/erase': {
    operationId: 'eraseBooking',
    summary: 'Erase the people of a booking who asked for it; it cannot be taken back.',
    description: 'A live booking is withdrawn first. Whoever is at the exhibition now is erased when it is over.',
    parameters: [reference],
    requestBody: jsonBody(actSchema),
    responses: { 200: json('What was erased.', v.object({ reference: v.string() })) },
    refuses: ofBooking,
  },
} satisfies Record<string, CallDoc>

/** What managers keep: staff, breaches, settings, the audit. */
export const officeDocs = {
  'GET /desk/staff': {
    operationId: 'listStaff',
    summary: 'Everybody of the desk, those who have left included.',
    parameters: [cursor],
    responses: { 200: json('One page.', staffPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/staff': {
    operationId: 'addStaff',
    summary: 'Let somebody into the desk, by the e-mail with which they sign in.',
    requestBody: jsonBody(addStaffSchema),
    responses: { 201: json('The colleague.', staffMemberSchema) },
    refuses: [],
  },
  'PATCH /desk/staff/:id': {
    operationId: 'changeStaff',
    summary: 'Change a colleague’s name, role, governorates or gates, or end their work at the desk.',
    description: 'Nobody changes themselves (`own_entry`), so the desk always keeps a manager.',
    parameters: [id],
    requestBody: jsonBody(changeStaffSchema),
    responses: { 200: json('The colleague.', staffMemberSchema) },
    refuses: ['not_found', 'own_entry', 'changed_meanwhile'],
  },
  'GET /desk/breaches': {
    operationId: 'listBreaches',
    summary: 'The register of breaches of personal data, the latest found first.',
    parameters: [cursor],
    responses: { 200: json('One page.', breachPageSchema) },
    refuses: ['invalid_input'],
  },
  'POST /desk/breaches': {
    operationId: 'recordBreach',
    summary: 'Record a breach; the authority is told within 72 hours of its finding.',
    requestBody: jsonBody(recordBreachSchema),
    responses: { 201: json('The breach.', breachDetailSchema) },
    refuses: [],
  },
  'GET /desk/breaches/:id': {
    operationId: 'readBreach',
    summary: 'One breach with everything that was recorded of it.',
    parameters: [id],
    responses: { 200: json('The breach.', breachDetailSchema) },
    refuses: ['not_found'],
  },
  'PATCH /desk/breaches/:id': {
    operationId: 'changeBreach',
    summary: 'Record what became known or was done, or close the breach.',
    description: 'Closing one of which the authority was not told needs `text`.',
    parameters: [id],
    requestBody: jsonBody(changeBreachSchema),
    responses: { 200: json('The breach.', breachDetailSchema) },
    refuses: ['not_found', 'changed_meanwhile', 'transition_refused', 'reason_required'],
  },
  'GET /desk/settings': {
    operationId: 'listSettings',
    summary: 'What operators may change without a deployment, with what holds now.',
    responses: { 200: json('All settings.', settingListSchema) },
  },
  'PATCH /desk/settings/:name': {
    operationId: 'changeSetting',
    summary: 'Set a value; null goes back to the one that was deployed.',
    parameters: [
      { ...pathParameter('name', 'The name of the setting.'), schema: { type: 'string', enum: [...settingNames] } },
    ],
    requestBody: jsonBody(changeSettingSchema),
    responses: { 200: json('The setting.', settingSchema) },
    refuses: ['not_found', 'changed_meanwhile'],
  },
  'GET /desk/audit': {
    operationId: 'listEvents',
    summary: 'What happened, the newest first.',
    description: 'A page looks at a bounded number of events: it may hold none that fit and still have a next one.',
    parameters: [
      queryParameter('subject', 'A reference, or the name of a stream, such as `exhibition:<slug>`.'),
      queryParameter('type', 'Only events of this type.'),
      queryParameter('staff', 'Only what the colleague of this number did.'),
      queryParameter('day', 'Only events of this day in Asia/Muscat.'),
      cursor,
    ],
    responses: { 200: json('One page.', auditPageSchema) },
    refuses: ['invalid_input'],
  },
  'GET /desk/audit/check': {
    operationId: 'checkStream',
    summary: 'Recompute a piece of one stream’s chain.',
    parameters: [
      queryParameter('subject', 'A reference, or the name of a stream.'),
      queryParameter('after', 'The `next` of the piece before.'),
    ],
    responses: { 200: json('How far it came, and the first fault.', streamCheckSchema) },
    refuses: ['invalid_input', 'not_found'],
  },
  'GET /desk/audit/seal': {
    operationId: 'checkLastSeal',
    summary: 'Recompute the last daily seal.',
    responses: { 200: json('The seal, null while nothing was sealed.', sealCheckSchema) },
  },
} satisfies Record<string, CallDoc>

const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const exported = (operationId: string, summary: string, format: ExportFormat): CallDoc => ({
  operationId,
  summary,
  description: 'Who takes it is recorded before its first byte.',
  parameters: [
    queryParameter('exhibition', 'The name of the exhibition in its address.'),
    queryParameter('language', 'The language of titles and codes; else `Accept-Language`.', languages),
  ],
  responses: { 200: file('The file.', mediaTypes[format]) },
  refuses: ['exhibition_not_found', 'not_your_governorate', 'invalid_input'],
})

const ofCompanies = (operationId: string, summary: string, format: ExportFormat): CallDoc => ({
  operationId,
  summary,
  description: 'Who takes it is recorded before its first byte.',
  parameters: [queryParameter('language', 'The language of titles and codes; else `Accept-Language`.', languages)],
  responses: { 200: file('The file.', mediaTypes[format]) },
})

const allPledges = 'Every line of every pledge, with its company.'
const deliveries = 'Every recorded delivery, the reversed ones included.'
const allBookings = 'Every booking of an exhibition, with names and phones.'
const badges = 'Who exhibits at which stall, with names.'
const noticeBoard = 'Who exhibits at which stall, of those who agreed to be listed.'

/** The files that staff take away. */
export const exportDocs = {
  'GET /desk/exports/bookings.csv': exported('exportBookingsCsv', allBookings, 'csv'),
  'GET /desk/exports/bookings.xlsx': exported('exportBookingsXlsx', allBookings, 'xlsx'),
  'GET /desk/exports/badges.csv': exported('exportBadgesCsv', badges, 'csv'),
  'GET /desk/exports/badges.xlsx': exported('exportBadgesXlsx', badges, 'xlsx'),
  'GET /desk/exports/notice-board.csv': exported('exportNoticeBoardCsv', noticeBoard, 'csv'),
  'GET /desk/exports/notice-board.xlsx': exported('exportNoticeBoardXlsx', noticeBoard, 'xlsx'),
  'GET /desk/exports/pledges.csv': ofCompanies('exportPledgesCsv', allPledges, 'csv'),
  'GET /desk/exports/pledges.xlsx': ofCompanies('exportPledgesXlsx', allPledges, 'xlsx'),
  'GET /desk/exports/deliveries.csv': ofCompanies('exportDeliveriesCsv', deliveries, 'csv'),
  'GET /desk/exports/deliveries.xlsx': ofCompanies('exportDeliveriesXlsx', deliveries, 'xlsx'),
} satisfies Record<string, CallDoc>
