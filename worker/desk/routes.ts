import type { Context } from 'hono'
import * as v from 'valibot'
import { enterBookingSchema, type Reason } from '../contract/booking.ts'
import { askSchema, checkInSchema, moveSchema, offerSchema, reasonedSchema, swapSchema } from '../contract/desk-acts.ts'
import { actSchema, declineSchema, searchBookingsSchema, type DeskBooking, type DeskMe } from '../contract/desk.ts'
import { normaliseReference } from '../contract/text.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls, type DeskAnswer } from '../http/mount-desk-calls.ts'
import { problem } from '../http/problem.ts'
import { readAct } from '../http/read-act.ts'
import { readJson, readOptionalJson } from '../http/read-json.ts'
import { readOptionalKey } from '../http/read-key.ts'
import { recordIdOf } from '../http/record-id.ts'
import { sendRefusal, type Refusal } from '../http/send-refusal.ts'
import type { Store } from '../store.ts'
import type { ActAtDeskOutcome, ActOnBooking } from './act-on-booking.ts'
import { askApplicant } from './ask-applicant.ts'
import { cancelBooking } from './cancel-booking.ts'
import { checkBooking } from './check-booking.ts'
import { checkInBooking } from './check-in-booking.ts'
import { checkInPass } from './check-in-pass.ts'
import { confirmBooking } from './confirm-booking.ts'
import { declineBooking } from './decline-booking.ts'
import { enterBooking } from './enter-booking.ts'
import { listDataRequests } from './list-data-requests.ts'
import { listDeskBookings } from './list-desk-bookings.ts'
import { listOutbox } from './list-outbox.ts'
import { moveBooking } from './move-booking.ts'
import { offerStall } from './offer-stall.ts'
import { readDeskBooking } from './read-desk-booking.ts'
import { reinstateBooking } from './reinstate-booking.ts'
import { releasePhoneAtDesk } from './release-phone-at-desk.ts'
import { resendDeadMessages } from './resend-dead-messages.ts'
import { resendMessage } from './resend-message.ts'
import { searchDeskBookings } from './search-desk-bookings.ts'
import type { Staff } from './staff.ts'
import { swapBookings } from './swap-bookings.ts'
import { undoCheckIn } from './undo-check-in.ts'

type Act = (db: Store, staff: Staff, request: ActOnBooking, now: number) => Promise<ActAtDeskOutcome>

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''
const referenceOf = (c: Context<AppEnv>) => normaliseReference(c.req.param('reference') ?? '')

const readMe: DeskAnswer = async (c, { email, name, role, governorates }) =>
  c.json({ email, name, role, governorates } satisfies DeskMe)

const listBookings: DeskAnswer = async (c, staff) => {
  const request = { slug: slugOf(c), filter: c.req.query(), cursor: c.req.query('cursor') }
  const outcome = await listDeskBookings(c.get('db'), staff, request)
  if (outcome.ok) return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  return problem(c, outcome.reason, 'errors' in outcome ? { errors: outcome.errors } : {})
}

const searchBookings: DeskAnswer = async (c, staff) => {
  const body = await readJson(c, searchBookingsSchema)
  if (!body.ok) return body.response
  const outcome = await searchDeskBookings(c.get('db'), staff, { slug: slugOf(c), q: body.value.q })
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
}

const enter: DeskAnswer = async (c, staff) => {
  const key = readOptionalKey(c)
  if (!key.ok) return key.response
  const body = await readJson(c, enterBookingSchema)
  if (!body.ok) return body.response
  const request = { slug: slugOf(c), body: body.value, idempotencyKey: key.value }
  const outcome = await enterBooking(c.get('db'), staff, request, c.get('now'))
  if (outcome.ok) {
    const { reference } = outcome.booking
    const page = `/${body.value.language}/desk/bookings/${reference}/`
    return c.json({ ...outcome.booking, links: { self: `/api/v1/desk/bookings/${reference}`, page } }, 201)
  }
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
}

const readBooking: DeskAnswer = async (c, staff) => {
  const outcome = await readDeskBooking(c.get('db'), staff, { reference: referenceOf(c) }, c.get('now'))
  return outcome.ok ? c.json(outcome.booking) : problem(c, outcome.reason)
}

/** An act that needs no words: its body may be absent. */
const actWith = (act: Act): DeskAnswer => {
  return async (c, staff) => {
    const body = await readOptionalJson(c, actSchema)
    if (!body.ok) return body.response
    const request = { reference: referenceOf(c), version: body.value.version }
    return sendOutcome(c, await act(c.get('db'), staff, request, c.get('now')))
  }
}

/** An act whose body carries more than a version; its answer is the booking. */
const answerAct =
  <const S extends v.GenericSchema<unknown, { reason: Reason | null }>>(
    schema: S,
    act: (
      db: Store,
      staff: Staff,
      request: { reference: string } & v.InferOutput<S>,
      now: number,
    ) => Promise<{ ok: true; booking: DeskBooking } | Refusal>,
  ): DeskAnswer =>
  async (c, staff) => {
    const body = await readAct(c, schema)
    if (!body.ok) return body.response
    const request = { reference: referenceOf(c), ...body.value }
    return sendOutcome(c, await act(c.get('db'), staff, request, c.get('now')))
  }

const ask: DeskAnswer = async (c, staff) => {
  const body = await readJson(c, askSchema)
  if (!body.ok) return body.response
  return sendOutcome(
    c,
    await askApplicant(c.get('db'), staff, { reference: referenceOf(c), ...body.value }, c.get('now')),
  )
}

const swap: DeskAnswer = async (c, staff) => {
  const body = await readAct(c, swapSchema)
  if (!body.ok) return body.response
  const outcome = await swapBookings(c.get('db'), staff, body.value, c.get('now'))
  return outcome.ok ? c.json({ bookings: outcome.bookings }) : sendRefusal(c, outcome)
}

const checkIn: DeskAnswer = async (c, staff) => {
  const body = await readOptionalJson(c, actSchema)
  if (!body.ok) return body.response
  const request = { reference: referenceOf(c), version: body.value.version }
  const outcome = await checkInBooking(c.get('db'), staff, request, c.get('now'))
  return outcome.ok ? c.json(outcome.checkIn) : sendRefusal(c, outcome)
}

const checkInWithPass: DeskAnswer = async (c, staff) => {
  const body = await readJson(c, checkInSchema)
  if (!body.ok) return body.response
  const outcome = await checkInPass(c.get('db'), staff, body.value, c.get('now'))
  return outcome.ok ? c.json(outcome.checkIn) : sendRefusal(c, outcome)
}

const undo: DeskAnswer = async (c, staff) => {
  const body = await readAct(c, reasonedSchema)
  if (!body.ok) return body.response
  const request = { reference: referenceOf(c), ...body.value }
  const outcome = await undoCheckIn(c.get('db'), staff, request, c.get('now'))
  return outcome.ok ? c.json(outcome.booking) : sendRefusal(c, outcome)
}

const listMessages: DeskAnswer = async (c, staff) => {
  const outcome = await listOutbox(c.get('db'), staff, {
    state: c.req.query('state'),
    template: c.req.query('template'),
    cursor: c.req.query('cursor'),
  })
  if (!outcome.ok) return problem(c, outcome.reason, { errors: outcome.errors })
  return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
}

const listRequests: DeskAnswer = async (c, staff) => {
  const request = { state: c.req.query('state'), cursor: c.req.query('cursor') }
  const outcome = await listDataRequests(c.get('db'), staff, request, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason, { errors: outcome.errors })
  return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
}

const resend: DeskAnswer = async (c, staff) => {
  const outcome = await resendMessage(c.get('db'), staff, { id: recordIdOf(c) }, c.get('now'))
  return outcome.ok ? c.json(outcome.message) : problem(c, outcome.reason)
}

const resendDead: DeskAnswer = async (c, staff) => {
  const before = c.req.query('before')
  if (before && !/^\d{1,15}$/.test(before)) {
    return problem(c, 'invalid_input', { errors: [{ field: 'before', code: 'wrong_format' }] })
  }
  const request = { beforeId: before ? Number(before) : null }
  const outcome = await resendDeadMessages(c.get('db'), staff, request, c.get('now'))
  return outcome.ok ? c.json({ resent: outcome.resent, next: outcome.next }) : problem(c, outcome.reason)
}

const sendOutcome = (c: Context<AppEnv>, outcome: { ok: true; booking: DeskBooking } | Refusal): Response =>
  outcome.ok ? c.json(outcome.booking) : sendRefusal(c, outcome)

export const deskRoutes = mountDeskCalls('desk', {
  'GET /desk/me': readMe,
  'GET /desk/exhibitions/:slug/bookings': listBookings,
  'POST /desk/exhibitions/:slug/bookings': enter,
  'POST /desk/exhibitions/:slug/bookings/search': searchBookings,
  'GET /desk/bookings/:reference': readBooking,
  'POST /desk/bookings/:reference/check': actWith(checkBooking),
  'POST /desk/bookings/:reference/confirm': actWith(confirmBooking),
  'POST /desk/bookings/:reference/decline': answerAct(declineSchema, declineBooking),
  'POST /desk/bookings/:reference/ask': ask,
  'POST /desk/bookings/:reference/reinstate': answerAct(reasonedSchema, reinstateBooking),
  'POST /desk/bookings/:reference/offer': answerAct(offerSchema, offerStall),
  'POST /desk/bookings/:reference/move': answerAct(moveSchema, moveBooking),
  'POST /desk/bookings/:reference/cancel': answerAct(reasonedSchema, cancelBooking),
  'POST /desk/bookings/:reference/release-phone': actWith(releasePhoneAtDesk),
  'POST /desk/bookings/:reference/check-in': checkIn,
  'POST /desk/bookings/:reference/undo-check-in': undo,
  'POST /desk/bookings/swap': swap,
  'POST /desk/check-in': checkInWithPass,
  'GET /desk/outbox': listMessages,
  'POST /desk/outbox/resend-dead': resendDead,
  'POST /desk/outbox/:id/resend': resend,
  'GET /desk/data-requests': listRequests,
})
