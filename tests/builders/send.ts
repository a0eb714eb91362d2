import { createExecutionContext } from 'cloudflare:test'
import { exports as worker } from 'cloudflare:workers'
import { vi } from 'vitest'
import { app } from '../../worker/app.ts'
import type { BookingAnswer, BookingView } from '../../worker/contract/booking.ts'
import type { ProblemCode } from '../../worker/contract/problem.ts'
import type { Env } from '../../worker/env.ts'
import { bookingBody, newKey } from './booking.ts'
import { noon } from './exhibition.ts'

export const origin = 'http://127.0.0.1:8787'

/** Sets the clock that the Worker reads; timers go on as they are. */
export function setClock(atUtc: number = noon): void {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(atUtc)
}

/** A request over HTTP to the Worker, redirects not followed; another `env` gives the Worker other bindings. */
export async function send(path: string, init: RequestInit = {}, env?: Env): Promise<Response> {
  const request = new Request(`${origin}${path}`, { redirect: 'manual', ...init })
  if (env) return app.fetch(request, env, createExecutionContext())
  // The plugin types the Worker's exports only from generated types, which we do not keep.
  return (worker as unknown as { default: { fetch: typeof fetch } }).default.fetch(request)
}

export function sendJson(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  env?: Env,
): Promise<Response> {
  const type = { 'Content-Type': 'application/json' }
  return send(path, { method: 'POST', headers: { ...type, ...headers }, body: JSON.stringify(body) }, env)
}

let addresses = 0

/** Another client address each time: many people share none. */
const nextAddress = () => `2001:db8::${(addresses++).toString(16)}`

/** One claim through the API, by a new applicant at a new address unless the body and the headers say who. */
export function sendClaim(
  slug: string,
  change: Record<string, unknown> = {},
  { key = newKey(), headers = {}, env }: { key?: string; headers?: Record<string, string>; env?: Env } = {},
): Promise<Response> {
  const path = `/api/v1/exhibitions/${slug}/bookings`
  return sendJson(
    path,
    bookingBody(change),
    { 'Idempotency-Key': key, 'CF-Connecting-IP': nextAddress(), ...headers },
    env,
  )
}

/** A claim through the API that must succeed. */
export async function sentBooking(slug: string, change: Record<string, unknown> = {}): Promise<BookingAnswer> {
  const response = await sendClaim(slug, change)
  if (response.status !== 201) throw new Error(`The claim was refused: ${await response.text()}`)
  return response.json<BookingAnswer>()
}

export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` })

/** What a holder sees of a booking. */
export async function sentRead(booking: Pick<BookingAnswer, 'links' | 'manageToken'>): Promise<BookingView> {
  const response = await send(booking.links.self, { headers: bearer(booking.manageToken) })
  if (response.status !== 200) throw new Error(`The booking did not open: ${await response.text()}`)
  return response.json<BookingView>()
}

/** An act of a booking's holder. */
export function sendAct(
  booking: Pick<BookingAnswer, 'links' | 'manageToken'>,
  act: 'withdraw' | 'accept',
  env?: Env,
): Promise<Response> {
  return send(`${booking.links.self}/${act}`, { method: 'POST', headers: bearer(booking.manageToken) }, env)
}

export interface Problem {
  type: string
  title: string
  status: number
  code: ProblemCode
  detail: string
  requestId: string
  errors?: { field: string; code: string }[]
  alternatives?: string[]
  state?: string
}

export const problemOf = (response: Response): Promise<Problem> => response.json<Problem>()
