import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BookingAnswer } from '../../worker/contract/booking.ts'
import type { DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import type { Env } from '../../worker/env.ts'
import { deliverAfterResponse } from '../../worker/notifications/deliver-after-response.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { booked } from '../builders/booking.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { gatewayLine, messagesOf, storeWith, type GatewayLine } from '../builders/gateway.ts'
import { send, sendClaim, sendJson, setClock } from '../builders/send.ts'
import { bindings, d1 } from '../builders/store.ts'

beforeAll(() => setClock(noon))
beforeEach(async () => {
  setClock(Date.now() + 600_000)
  await d1.prepare(`UPDATE outbox SET state = 'sent'`).run()
})

/** The settings of a deployment that sends through a line. */
const sendingBy = ({ url }: GatewayLine): Env => ({ ...bindings, SMS_GATEWAY_URL: url, SMS_SENDER: 'Tamkeen' })

async function claimWith(env: Env): Promise<BookingAnswer> {
  const { slug } = await buildExhibition()
  const response = await sendClaim(slug, {}, { env })
  expect(response.status).toBe(201)
  return response.json<BookingAnswer>()
}

const until = (claim: () => Promise<void>) => vi.waitFor(claim, { timeout: 5_000, interval: 50 })

describe('after the answer to a request that wrote a message', () => {
  test('it goes out without the scheduled job', async () => {
    const line = gatewayLine()
    const { reference } = await claimWith(sendingBy(line))
    await until(async () => expect(await messagesOf(reference)).toMatchObject([{ state: 'sent' }]))
    expect((await line.report()).delivered).toMatchObject([
      { idempotencyKey: `${reference}|1|booking_received|applicant` },
    ])
  })

  test('a gateway that never answers holds nobody up', async () => {
    const line = gatewayLine()
    await line.plan({ do: 'stall' })
    const started = performance.now()
    const { reference } = await claimWith(sendingBy(line))
    expect(performance.now() - started).toBeLessThan(5_000)
    await until(async () => expect((await line.report()).requests).toHaveLength(1))
    expect(await messagesOf(reference)).toMatchObject([{ state: 'queued', attempts: 1 }])
  })

  test('a rush is sent in full, each message once, by the next delivery or the scheduled job', async () => {
    const line = gatewayLine()
    await line.plan({ do: 'stall' })
    const env = sendingBy(line)
    const rush = await Promise.all(Array.from({ length: 8 }, () => claimWith(env)))
    await line.plan({ do: 'take' })
    await deliverMessages(storeWith(line), 100, Date.now() + 10 * 60_000)
    for (const { reference } of rush) expect(await messagesOf(reference)).toMatchObject([{ state: 'sent' }])
    const { delivered } = await line.report()
    expect(delivered).toHaveLength(rush.length)
  })

  test('nothing is sent for a request that only reads, or was refused', async () => {
    const { slug } = await buildExhibition()
    await booked(slug)
    const line = gatewayLine()
    const env = sendingBy(line)
    expect((await send(`/api/v1/exhibitions/${slug}`, {}, env)).status).toBe(200)
    expect((await sendClaim('no-such-exhibition', {}, { env })).status).toBe(404)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await line.report()).requests).toEqual([])
  })
})

test('a rush starts one delivery a second, not one each', async () => {
  const { slug } = await buildExhibition()
  const line = gatewayLine()
  const store = storeWith(line)
  const now = Date.now() + 60_000
  const sent = []
  for (const later of [0, 10, 999, 1_000]) {
    await booked(slug)
    await deliverAfterResponse(store, now + later)
    sent.push((await line.report()).delivered.length)
  }
  expect(sent).toEqual([1, 1, 1, 4])
})

describe('a message that could not be sent', () => {
  const deadOnes = async (who: Record<string, string>) =>
    (await (await send('/api/v1/desk/outbox?state=dead', { headers: who })).json<DeskPage<OutboxMessage>>()).items

  test('is shown to staff among the dead ones with its code, and goes out when they send it again', async () => {
    const officer = await as('officer')
    const line = gatewayLine()
    await line.plan({ do: 'status', status: 422 })
    const { slug } = await buildExhibition()
    const [{ reference }] = [await booked(slug), await booked(slug)]
    await deliverMessages(storeWith(line), 1, Date.now())
    const [message] = await deadOnes(officer)
    expect(message).toMatchObject({ reference, channel: 'sms', state: 'dead', lastError: 'http_422', attempts: 1 })
    expect(await deadOnes(officer)).toHaveLength(1)

    await line.plan({ do: 'take' })
    const resent = await sendJson(`/api/v1/desk/outbox/${message?.id}/resend`, {}, officer, sendingBy(line))
    expect(await resent.json()).toMatchObject({ state: 'queued', attempts: 0, lastError: null })
    await until(async () => expect(await messagesOf(reference)).toMatchObject([{ state: 'sent', attempts: 1 }]))
    expect(await deadOnes(officer)).toEqual([])
  })

  test('is looked for by no state that there is not', async () => {
    const officer = await as('officer')
    expect((await send('/api/v1/desk/outbox?state=lost', { headers: officer })).status).toBe(422)
  })
})
