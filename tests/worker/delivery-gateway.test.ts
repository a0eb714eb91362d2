import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import type { Behaviour } from '../../worker/local/sms-gateway-line.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { booked } from '../builders/booking.ts'
import { countOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { deliverFor, gatewayLine, keysOf, messagesOf, storeWith, type GatewayLine } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

// The product against a gateway that fails, stalls and lies: a real HTTP server beside the tests.

beforeAll(() => setClock(noon))
// What the test before left is none of the next one's.
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())

const limit = 100

async function booking() {
  const { slug } = await buildExhibition()
  return booked(slug)
}

async function bookings(count: number) {
  const { slug } = await buildExhibition({ stalls: count })
  return Promise.all(Array.from({ length: count }, () => booked(slug)))
}

/** Sends one booking's message to a gateway that behaves so first, and then takes everything. */
async function meeting(...first: Behaviour[]) {
  const { reference } = await booking()
  const line = gatewayLine()
  await line.plan(...first, { do: 'take' })
  const isSlow = first.some((behaviour) => behaviour.do === 'stall' || 'afterMs' in behaviour)
  const run = await deliverMessages(storeWith(line, isSlow ? { patienceMs: 300 } : {}), limit, noon)
  const [after] = await messagesOf(reference)
  if (!after) throw new Error('The booking has no message.')
  return { reference, line, run, after }
}

async function outcomeLater(line: GatewayLine, reference: string) {
  const end = await deliverFor(storeWith(line), noon + minuteMs, 3 * minuteMs, minuteMs)
  const [message] = await messagesOf(reference)
  return { state: message?.state, delivered: (await line.report()).delivered.length, end }
}

describe('a gateway that', () => {
  const unclear: [string, Behaviour, string][] = [
    ['took the message over and hung up before it answered', { do: 'take-and-hang-up' }, 'unreachable'],
    ['took it over and answers too late', { do: 'take', afterMs: 2_000 }, 'timeout'],
    ['hangs up', { do: 'hang-up' }, 'unreachable'],
    ['never answers', { do: 'stall' }, 'timeout'],
    ['answers what is no HTTP', { do: 'no-http' }, 'unreachable'],
    ['answers without end', { do: 'endless' }, 'malformed_answer'],
    ['answers a web page', { do: 'answer', body: '<!doctype html><title>Welcome</title>' }, 'malformed_answer'],
    ['answers a broken object', { do: 'answer', body: '{"accepted":tr' }, 'malformed_answer'],
    ['says 200 and denies it', { do: 'answer', body: '{"accepted":false}' }, 'denied'],
    ['says 200 with an error', { do: 'answer', body: '{"status":"failed","error":"no credit"}' }, 'denied'],
    ['answers for another message', { do: 'answer', body: '{"idempotencyKey":"other"}' }, 'another_answer'],
    ['sends us elsewhere', { do: 'redirect' }, 'redirected'],
    ['has a fault', { do: 'status', status: 500 }, 'http_500'],
    ['is down for repair', { do: 'status', status: 503 }, 'http_503'],
    ['waited too long itself', { do: 'status', status: 408 }, 'http_408'],
    ['is asked too much', { do: 'status', status: 429 }, 'http_429'],
  ]
  for (const [name, behaviour, code] of unclear) {
    test(`${name} loses nothing and doubles nothing`, async () => {
      const { reference, line, run, after } = await meeting(behaviour)
      expect(run).toEqual({ sent: 0, failed: 1, dead: 0 })
      expect(after).toMatchObject({ state: 'queued', attempts: 1, lastError: code })
      expect(await outcomeLater(line, reference)).toMatchObject({ state: 'sent', delivered: 1 })
      const { requests } = await line.report()
      expect(new Set(keysOf(requests)).size).toBe(1)
    })
  }

  test('forgets keys would deliver what it took over twice: the key is what prevents it', async () => {
    const { reference, line } = await meeting({ do: 'take-and-hang-up', ignoringKeys: true })
    await line.plan({ do: 'take', ignoringKeys: true })
    expect(await outcomeLater(line, reference)).toMatchObject({ delivered: 2 })
  })

  test('answers twice is taken at its first word', async () => {
    const { line, run, after } = await meeting({ do: 'take-and-answer-twice' })
    expect(run).toMatchObject({ sent: 1 })
    expect(after.state).toBe('sent')
    expect((await line.report()).requests).toHaveLength(1)
  })

  test('sends us elsewhere is not followed there', async () => {
    const { line } = await meeting({ do: 'redirect' })
    const elsewhere = await fetch(line.url.replace('/messages', '-elsewhere/report'))
    expect(await elsewhere.json()).toMatchObject({ requests: [] })
  })

  for (const [body, type] of [
    ['', 'text/plain'],
    ['OK 4711', 'text/plain'],
    ['{"id":"4711","status":"queued","errors":[]}', 'application/json'],
  ] as const) {
    test(`answers ${JSON.stringify(body)} has taken the message over`, async () => {
      const { run } = await meeting({ do: 'answer', body, type })
      expect(run).toMatchObject({ sent: 1 })
    })
  }

  for (const status of [400, 401, 403, 404, 410, 422]) {
    test(`refuses a message with ${status} is not asked again, and staff see the code alone`, async () => {
      const { reference, line, run, after } = await meeting({ do: 'status', status })
      expect(run).toEqual({ sent: 0, failed: 0, dead: 1 })
      expect(after).toMatchObject({ state: 'dead', attempts: 1, lastError: `http_${status}` })
      expect(await outcomeLater(line, reference)).toMatchObject({ state: 'dead', delivered: 0 })
      expect((await line.report()).requests).toHaveLength(1)
    })
  }

  test('asks for time is given it', async () => {
    const { line, reference } = await meeting({ do: 'status', status: 429, retryAfter: '600' })
    await deliverFor(storeWith(line), noon + minuteMs, 8 * minuteMs, minuteMs)
    expect((await line.report()).requests).toHaveLength(1)
    await deliverMessages(storeWith(line), limit, noon + 10 * minuteMs)
    expect(await messagesOf(reference)).toMatchObject([{ state: 'sent' }])
  })

  test('is down is asked by few messages in a run: the others keep their attempts', async () => {
    await bookings(20)
    const line = gatewayLine()
    await line.plan({ do: 'hang-up' })
    await deliverMessages(storeWith(line), limit, noon)
    expect((await line.report()).requests.length).toBeLessThanOrEqual(6)
    expect(await countOf('outbox', `state = 'queued' AND attempts = 0`)).toBeGreaterThanOrEqual(14)
  })

  test('is down for a day loses nothing, doubles nothing, and changes no order', async () => {
    const early = await bookings(12)
    const { slug } = await buildExhibition({ review: 'before_confirming' })
    const line = gatewayLine()
    const store = storeWith(line, { patienceMs: 300 })
    await line.plan({ do: 'hang-up' })
    const busy = await booked(slug)
    let now = await deliverFor(store, noon, 8 * hourMs, 10 * minuteMs)
    await changeBooking(
      db,
      busy.reference,
      { act: 'confirm', to: 'confirmed', actor: 'staff:1', message: { template: 'booking_confirmed' } },
      now,
    )
    await line.plan({ do: 'take-and-hang-up' }, { do: 'stall' }, { do: 'status', status: 503 })
    now = await deliverFor(store, now, 8 * hourMs, 10 * minuteMs)
    await changeBooking(
      db,
      busy.reference,
      { act: 'withdraw', to: 'withdrawn', actor: 'applicant', message: { template: 'booking_withdrawn' } },
      now,
    )
    now = await deliverFor(store, now, 8 * hourMs, 10 * minuteMs)
    expect(await countOf('outbox', `state = 'queued'`)).toBeGreaterThanOrEqual(14)

    await line.plan({ do: 'take' })
    await deliverFor(store, now, 3 * hourMs, minuteMs)
    expect(await countOf('outbox', `state <> 'sent'`)).toBe(0)
    const { delivered } = await line.report()
    const expected = [
      ...early.map(({ reference }) => `${reference}|1|booking_received|applicant`),
      `${busy.reference}|1|booking_received|applicant`,
      `${busy.reference}|2|booking_confirmed|applicant`,
      `${busy.reference}|3|booking_withdrawn|applicant`,
    ]
    expect(keysOf(delivered)).toEqual(expected.sort())
    const told = delivered.flatMap(({ idempotencyKey }) =>
      idempotencyKey.startsWith(busy.reference) ? idempotencyKey.split('|')[2] : [],
    )
    expect(told).toEqual(['booking_received', 'booking_confirmed', 'booking_withdrawn'])
  })
})
