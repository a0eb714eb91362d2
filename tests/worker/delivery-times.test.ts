import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { attemptsMax, chanceOf, leaseMs, pauseAfter } from '../../worker/notifications/retry-times.ts'
import { readRetryAfter } from '../../worker/notifications/sms-gateway.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { booked } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { gatewayLine, messagesOf, storeWith } from '../builders/gateway.ts'
import { addCrowd } from '../builders/crowd.ts'
import { setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

beforeAll(() => setClock(noon))
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())

const tries = Array.from({ length: attemptsMax - 1 }, (_, index) => index + 1)
const sum = (chance: number) => tries.reduce((total, attempts) => total + pauseAfter(attempts, chance), 0)

describe('the pauses between attempts', () => {
  test('double from a minute to an hour and last about a day and a half', () => {
    expect([1, 2, 3, 6, 7, 8, 40].map((attempts) => pauseAfter(attempts, 0.5) / minuteMs)).toEqual([
      1, 2, 4, 32, 60, 60, 60,
    ])
    expect(Math.round(sum(0.5) / hourMs)).toBe(36)
  })

  test('outlast a day even where chance makes every one of them short', () => {
    expect(sum(0)).toBeGreaterThan(26 * hourMs)
  })

  test('differ by chance by a quarter at most, up or down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: attemptsMax }), fc.double({ min: 0, max: 1, noNaN: true }), (n, chance) => {
        const even = pauseAfter(n, 0.5)
        expect(pauseAfter(n, chance)).toBeGreaterThanOrEqual(Math.floor(even * 0.75))
        expect(pauseAfter(n, chance)).toBeLessThanOrEqual(Math.ceil(even * 1.25))
      }),
    )
  })

  test('are spread over messages, and always the same for one', () => {
    const chances = Array.from({ length: 1000 }, (_, i) => chanceOf(`TMK-AAAA${i}|1|booking_received|applicant|1`))
    const tenths = Map.groupBy(chances, (chance) => Math.floor(chance * 10))
    expect([...tenths.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const [, those] of tenths) expect(those.length).toBeGreaterThan(60)
    expect(chanceOf('TMK-AAAA1|1')).toBe(chanceOf('TMK-AAAA1|1'))
  })

  test('are as long as the provider asks, up to six hours, and never shorter than our own', () => {
    expect(pauseAfter(1, 0.5, 10 * minuteMs)).toBe(10 * minuteMs)
    expect(pauseAfter(1, 0.5, 30 * 24 * hourMs)).toBe(6 * hourMs)
    expect(pauseAfter(8, 0.5, 1000)).toBe(hourMs)
  })

  test('are asked for in seconds or with a date; anything else is no wish', () => {
    expect(readRetryAfter('120', noon)).toBe(120_000)
    expect(readRetryAfter('Sun, 06 Dec 2026 08:01:00 GMT', noon)).toBe(minuteMs)
    for (const header of [null, '', '-5', '0', '1.5e9', 'soon', '٣', 'Sun, 06 Dec 2020 08:01:00 GMT']) {
      expect(readRetryAfter(header, noon), String(header)).toBeUndefined()
    }
  })
})

test('a message that fails at every attempt is dead after the last one', async () => {
  const { slug } = await buildExhibition()
  const { reference } = await booked(slug)
  const line = gatewayLine()
  await line.plan({ do: 'status', status: 503 })
  let now = noon
  for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
    await deliverMessages(storeWith(line), 10, now)
    now += 2 * hourMs
  }
  expect(await messagesOf(reference)).toMatchObject([{ state: 'queued', attempts: attemptsMax - 1 }])
  await deliverMessages(storeWith(line), 10, now)
  expect(await messagesOf(reference)).toMatchObject([{ state: 'dead', attempts: attemptsMax, lastError: 'http_503' }])
  expect((await line.report()).requests).toHaveLength(attemptsMax)
  expect(leaseMs).toBeGreaterThan(minuteMs)
})

test('a run reads and writes as few rows in an outbox of 40,000 as in an empty one', async () => {
  const measure = async () => {
    await d1.prepare(`UPDATE outbox SET state = 'sent' WHERE state = 'queued'`).run()
    const { slug } = await buildExhibition({ stalls: 6 })
    await Promise.all(Array.from({ length: 6 }, () => booked(slug)))
    const line = gatewayLine()
    return rowsOf(({ db: at }) => deliverMessages(storeWith(line, { at }), 10, noon))
  }
  const first = await measure()
  const { id } = await buildExhibition({ stalls: 10 })
  await addCrowd(id, 'left', { from: 0, to: 20_000 })
  const { id: other } = await buildExhibition({ stalls: 10 })
  await addCrowd(other, 'left', { from: 0, to: 20_000 })
  await d1.prepare(`UPDATE outbox SET state = 'dead' WHERE id % 3 = 0`).run()
  expect(await measure()).toEqual(first)
  expect(first.read).toBeLessThan(150)
  expect(first.written).toBeLessThan(60)
})

test('a run in an outage reads and writes few rows, however many wait', async () => {
  const measure = async (waiting: number) => {
    const { slug } = await buildExhibition({ stalls: waiting })
    await Promise.all(Array.from({ length: waiting }, () => booked(slug)))
    const line = gatewayLine()
    await line.plan({ do: 'status', status: 503 })
    return rowsOf(({ db: at }) => deliverMessages(storeWith(line, { at }), 100, noon))
  }
  expect(await measure(60)).toEqual(await measure(12))
})
