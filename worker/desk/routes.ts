import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { enterBookingSchema, idempotencyKeySchema, parse } from '../contract/booking.ts'
import { actSchema, parseDecline, searchBookingsSchema, type DeskMe } from '../contract/desk.ts'
import { normaliseReference } from '../contract/text.ts'
import type { AppEnv } from '../http/app-env.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { readJson, type ReadBody } from '../http/read-json.ts'
import { requireStaff } from '../http/require-staff.ts'
import type { ActAtDeskOutcome, ActOnBooking } from './act-on-booking.ts'
import { checkBooking } from './check-booking.ts'
import { confirmBooking } from './confirm-booking.ts'
import { declineBooking } from './decline-booking.ts'
import { enterBooking } from './enter-booking.ts'
import { listDeskBookings } from './list-desk-bookings.ts'
import { listOutbox } from './list-outbox.ts'
import { deskCalls, type DeskCall } from './permissions.ts'
import { readDeskBooking } from './read-desk-booking.ts'
import { releasePhoneAtDesk } from './release-phone-at-desk.ts'
import { resendMessage } from './resend-message.ts'
import { searchDeskBookings } from './search-desk-bookings.ts'
import type { Staff } from './staff.ts'

type Answer = (c: Context<AppEnv>, staff: Staff) => Promise<Response>
type Act = (
  db: AppEnv['Variables']['db'],
  staff: Staff,
  request: ActOnBooking,
  now: number,
) => Promise<ActAtDeskOutcome>

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''
const referenceOf = (c: Context<AppEnv>) => normaliseReference(c.req.param('reference') ?? '')

const readMe: Answer = async (c, { email, name, role, governorates }) =>
  c.json({ email, name, role, governorates } satisfies DeskMe)

const listBookings: Answer = async (c, staff) => {
  const request = { slug: slugOf(c), state: c.req.query('state'), cursor: c.req.query('cursor') }
  const outcome = await listDeskBookings(c.get('db'), staff, request)
  if (outcome.ok) return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  return problem(c, outcome.reason, 'errors' in outcome ? { errors: outcome.errors } : {})
}

const searchBookings: Answer = async (c, staff) => {
  const body = await readJson(c, searchBookingsSchema)
  if (!body.ok) return body.response
  const outcome = await searchDeskBookings(c.get('db'), staff, { slug: slugOf(c), q: body.value.q })
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
}

const enter: Answer = async (c, staff) => {
  const key = parse(idempotencyKeySchema, c.req.header('Idempotency-Key') ?? crypto.randomUUID())
  if (!key.ok) {
    return problem(c, 'invalid_input', { errors: [{ field: 'Idempotency-Key', code: 'wrong_format' }] })
  }
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

const readBooking: Answer = async (c, staff) => {
  const outcome = await readDeskBooking(c.get('db'), staff, { reference: referenceOf(c) }, c.get('now'))
  return outcome.ok ? c.json(outcome.booking) : problem(c, outcome.reason)
}

/** An act that needs no words: its body may be absent. */
const actWith = (act: Act): Answer => {
  return async (c, staff) => {
    const body = await readOptionalJson(c, actSchema)
    if (!body.ok) return body.response
    const request = { reference: referenceOf(c), version: body.value.version }
    return sendOutcome(c, await act(c.get('db'), staff, request, c.get('now')))
  }
}

const decline: Answer = async (c, staff) => {
  const body = await readJson(c, v.unknown())
  if (!body.ok) return body.response
  const parsed = parseDecline(body.value)
  if (!parsed.ok) return problem(c, parsed.reason, { errors: parsed.errors })
  const request = { reference: referenceOf(c), ...parsed.value }
  return sendOutcome(c, await declineBooking(c.get('db'), staff, request, c.get('now')))
}

const listMessages: Answer = async (c, staff) => {
  const outcome = await listOutbox(c.get('db'), staff, { cursor: c.req.query('cursor') })
  if (!outcome.ok) return problem(c, outcome.reason, { errors: outcome.errors })
  return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
}

const resend: Answer = async (c, staff) => {
  const id = /^\d{1,15}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : 0
  const outcome = await resendMessage(c.get('db'), staff, { id }, c.get('now'))
  return outcome.ok ? c.json(outcome.message) : problem(c, outcome.reason)
}

function sendOutcome(c: Context<AppEnv>, outcome: ActAtDeskOutcome): Response {
  if (outcome.ok) return c.json(outcome.booking)
  switch (outcome.reason) {
    case 'transition_refused':
      return problem(c, outcome.reason, { state: outcome.state })
    case 'changed_meanwhile':
      return problem(c, outcome.reason, { version: outcome.version })
    default:
      return problem(c, outcome.reason)
  }
}

async function readOptionalJson<const S extends v.GenericSchema>(
  c: Context<AppEnv>,
  schema: S,
): Promise<ReadBody<v.InferOutput<S>>> {
  const isEmpty = (await c.req.text()) === ''
  const nothing = isEmpty ? parse(schema, {}) : null
  return nothing?.ok ? nothing : readJson(c, schema)
}

const answers: Record<DeskCall, Answer> = {
  'GET /desk/me': readMe,
  'GET /desk/exhibitions/:slug/bookings': listBookings,
  'POST /desk/exhibitions/:slug/bookings': enter,
  'POST /desk/exhibitions/:slug/bookings/search': searchBookings,
  'GET /desk/bookings/:reference': readBooking,
  'POST /desk/bookings/:reference/check': actWith(checkBooking),
  'POST /desk/bookings/:reference/confirm': actWith(confirmBooking),
  'POST /desk/bookings/:reference/decline': decline,
  'POST /desk/bookings/:reference/release-phone': actWith(releasePhoneAtDesk),
  'GET /desk/outbox': listMessages,
  'POST /desk/outbox/:id/resend': resend,
}

export const deskRoutes = new Hono<AppEnv>()

const methodsOf = new Map<string, ('GET' | 'POST')[]>()
for (const [call, answer] of Object.entries(answers)) {
  // The keys of `answers` are the keys of `deskCalls`, each a method and a path.
  const [method, path] = call.split(' ') as ['GET' | 'POST', string]
  deskRoutes.on(method, path, requireStaff(deskCalls[call as DeskCall], answer))
  methodsOf.set(path, [...(methodsOf.get(path) ?? []), method])
}
for (const [path, methods] of methodsOf) onlyAllow(deskRoutes, path, ...methods)
