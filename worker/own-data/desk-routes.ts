import type { Context } from 'hono'
import { closeRequestSchema, correctBookingSchema } from '../contract/data-acts.ts'
import { actSchema } from '../contract/desk.ts'
import { normaliseReference } from '../contract/text.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readJson } from '../http/read-json.ts'
import { recordIdOf } from '../http/record-id.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { closeRequest, readDataRequest, type CloseRequestOutcome } from './close-request.ts'
import { correctBooking } from './correct-booking.ts'
import { eraseAtDesk } from './erase-at-desk.ts'

const referenceOf = (c: Context<AppEnv>) => normaliseReference(c.req.param('reference') ?? '')

const sendRequest = (c: Context<AppEnv>, outcome: CloseRequestOutcome): Response =>
  outcome.ok ? c.json(outcome.request) : sendRefusal(c, outcome)

export const ownDataDeskRoutes = mountDeskCalls('ownData', {
  'GET /desk/data-requests/:id': async (c, staff) =>
    sendRequest(c, await readDataRequest(c.get('db'), staff, { id: recordIdOf(c) }, c.get('now'))),
  'POST /desk/data-requests/:id/close': async (c, staff) => {
    const body = await readJson(c, closeRequestSchema)
    if (!body.ok) return body.response
    return sendRequest(c, await closeRequest(c.get('db'), staff, { id: recordIdOf(c), ...body.value }, c.get('now')))
  },
  'POST /desk/bookings/:reference/correct': async (c, staff) => {
    const body = await readJson(c, correctBookingSchema)
    if (!body.ok) return body.response
    const outcome = await correctBooking(c.get('db'), staff, { reference: referenceOf(c), ...body.value }, c.get('now'))
    return outcome.ok ? c.json(outcome.booking) : sendRefusal(c, outcome)
  },
  'POST /desk/bookings/:reference/erase': async (c, staff) => {
    const body = await readJson(c, actSchema)
    if (!body.ok) return body.response
    const request = { reference: referenceOf(c), ...body.value }
    const outcome = await eraseAtDesk(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json({ reference: outcome.reference }) : sendRefusal(c, outcome)
  },
})
