import { Hono, type Context } from 'hono'
import { bookStallSchema, findBookingSchema, type BookingView } from '../contract/booking.ts'
import { takeOverSchema } from '../contract/delegates.ts'
import type { AppEnv } from '../http/app-env.ts'
import { holderCredential } from '../http/holder-credential.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { readJson, readOptionalJson } from '../http/read-json.ts'
import { readKey } from '../http/read-key.ts'
import { clientAddress } from '../http/render-page.ts'
import { acceptOffer } from './accept-offer.ts'
import type { ActOnBookingOutcome } from './act-as-holder.ts'
import { bookStall } from './book-stall.ts'
import { bookingCalendar } from './booking-calendar.ts'
import { findBookingByPhone } from './find-booking.ts'
import { readBooking } from './read-booking.ts'
import { takeOverBooking, type TakeOverOutcome } from './take-over-booking.ts'
import { withdrawBooking } from './withdraw-booking.ts'

export const bookingRoutes = new Hono<AppEnv>()

bookingRoutes.post('/exhibitions/:slug/bookings', async (c) => {
  const key = readKey(c)
  if (!key.ok) return key.response
  const body = await readJson(c, bookStallSchema)
  if (!body.ok) return body.response
  const request = { slug: c.req.param('slug'), body: body.value, idempotencyKey: key.value }
  const outcome = await bookStall(c.get('db'), { address: clientAddress(c) }, request, c.get('now'))
  if (outcome.ok) return c.json(outcome.booking, 201, { 'Cache-Control': 'no-store' })
  switch (outcome.reason) {
    case 'stall_taken':
      return problem(c, outcome.reason, { alternatives: outcome.alternatives })
    case 'invalid_input':
      return problem(c, outcome.reason, { errors: outcome.errors })
    case 'stall_unknown':
      return problem(c, outcome.reason, { errors: [{ field: 'stall', code: 'unknown' }] })
    case 'idempotency_key_reused':
      return problem(c, outcome.reason, { errors: [{ field: 'Idempotency-Key', code: 'not_allowed' }] })
    default:
      return problem(c, outcome.reason)
  }
})
onlyAllow(bookingRoutes, '/exhibitions/:slug/bookings', 'POST')

bookingRoutes.post('/bookings/find', async (c) => {
  const body = await readJson(c, findBookingSchema)
  if (!body.ok) return body.response
  const outcome = await findBookingByPhone(c.get('db'), { address: clientAddress(c) }, body.value, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason === 'link_sent' ? 'booking_not_found' : outcome.reason)
  return c.json({ manageToken: outcome.manageToken }, 200, { 'Cache-Control': 'no-store' })
})
onlyAllow(bookingRoutes, '/bookings/find', 'POST')

bookingRoutes.get('/bookings/:reference', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  const outcome = await readBooking(c.get('db'), who, c.get('now'))
  return outcome.ok ? sendBooking(c, outcome.booking) : problem(c, outcome.reason)
})
onlyAllow(bookingRoutes, '/bookings/:reference', 'GET')

const acts = { withdraw: withdrawBooking, accept: acceptOffer }
for (const [name, act] of Object.entries(acts)) {
  bookingRoutes.post(`/bookings/:reference/${name}`, async (c) => {
    const who = holderCredential(c)
    if (!who) return problem(c, 'token_required')
    return sendOutcome(c, await act(c.get('db'), who, c.get('now')))
  })
  onlyAllow(bookingRoutes, `/bookings/:reference/${name}`, 'POST')
}

bookingRoutes.post('/bookings/:reference/take-over', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  const body = await readOptionalJson(c, takeOverSchema)
  if (!body.ok) return body.response
  const outcome = await takeOverBooking(c.get('db'), { ...who, address: clientAddress(c) }, body.value, c.get('now'))
  if (outcome.ok) {
    return c.json({ ...outcome.booking, manageToken: outcome.manageToken }, 200, { 'Cache-Control': 'no-store' })
  }
  return outcome.reason === 'invalid_input'
    ? problem(c, outcome.reason, { errors: outcome.errors })
    : sendOutcome(c, outcome)
})
onlyAllow(bookingRoutes, '/bookings/:reference/take-over', 'POST')

bookingRoutes.get('/bookings/:reference/calendar.ics', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  const outcome = await bookingCalendar(c.get('db'), who, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.body(outcome.file, 200, {
    'Content-Type': 'text/calendar; charset=utf-8',
    'Content-Disposition': `attachment; filename="${who.reference}.ics"`,
    'Cache-Control': 'no-store',
  })
})
onlyAllow(bookingRoutes, '/bookings/:reference/calendar.ics', 'GET')

const sendBooking = (c: Context<AppEnv>, booking: BookingView) => c.json(booking, 200, { 'Cache-Control': 'no-store' })

function sendOutcome(
  c: Context<AppEnv>,
  outcome: ActOnBookingOutcome | Exclude<TakeOverOutcome, { ok: true } | { reason: 'invalid_input' }>,
): Response {
  if (outcome.ok) return sendBooking(c, outcome.booking)
  return problem(c, outcome.reason, 'state' in outcome ? { state: outcome.state } : {})
}
