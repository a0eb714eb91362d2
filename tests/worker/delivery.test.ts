import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { minuteMs } from '../../worker/contract/limits.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { leaseMs } from '../../worker/notifications/retry-times.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { alteredBy, proxied, withoutCondition } from '../builders/altered-d1.ts'
import { booked, bookingBody, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { deliverFor, gatewayLine, keysOf, messagesOf, storeWith } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))
// What the test before left is none of the next one's.
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())
afterEach(() => setClock(noon))

const limit = 100
const times = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

/** New bookings, each with its first message in the outbox. */
async function bookings(count: number) {
  const { slug } = await buildExhibition({ stalls: count })
  return times(count, () => booked(slug))
}

async function booking(change: Record<string, unknown> = {}) {
  const { slug } = await buildExhibition()
  return booked(slug, change)
}

describe('a message that is due', () => {
  test('goes to the phone on record with its link, the sender’s name, the token and its key', async () => {
    const phone = nextPhone()
    const { applicant } = bookingBody() as { applicant: object }
    const { reference } = await booking({ applicant: { ...applicant, phone } })
    const line = gatewayLine()
    expect(await deliverMessages(storeWith(line), limit, noon)).toEqual({ sent: 1, failed: 0, dead: 0 })
    const { delivered, authorization } = await line.report()
    expect(delivered).toEqual([
      {
        to: `+968${phone}`,
        from: 'Tamkeen',
        text: expect.stringContaining(`/ar/b/${reference}/l`),
        idempotencyKey: `${reference}|1|booking_received|applicant`,
      },
    ])
    expect(authorization).toBe('Bearer gateway-token')
    const [message] = await messagesOf(reference)
    expect(message).toMatchObject({ state: 'sent', attempts: 1, sentAtUtc: noon, lastError: null })
    expect(JSON.stringify(message)).not.toContain(phone)
  })

  test('is sent once by ten runs at once', async () => {
    await bookings(30)
    const line = gatewayLine()
    const runs = await times(10, () => deliverMessages(storeWith(line), limit, noon))
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(30)
    const { requests } = await line.report()
    expect(requests).toHaveLength(30)
    expect(new Set(keysOf(requests)).size).toBe(30)
  })

  test('would be sent by every one of them without the condition of the claim', async () => {
    await bookings(1)
    const line = gatewayLine()
    await line.plan({ do: 'take', afterMs: 100, ignoringKeys: true })
    await withoutCondition(
      `state = 'queued' AND attempts = ? AND next_attempt_at_utc <= ?`,
      ({ db: altered }) => times(10, () => deliverMessages(storeWith(line, { at: altered }), limit, noon)),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL' },
    )
    expect((await line.report()).delivered.length).toBeGreaterThan(1)
  })

  test('waits for more than one run when there are more than a run may send', async () => {
    await bookings(9)
    const line = gatewayLine()
    expect(await deliverMessages(storeWith(line), 5, noon)).toMatchObject({ sent: 5 })
    expect(await deliverMessages(storeWith(line), 5, noon)).toMatchObject({ sent: 4 })
    expect(keysOf((await line.report()).delivered)).toHaveLength(9)
  })
})

describe('a run that ends in the middle', () => {
  type Moment = 'before' | 'after'
  /** The database is lost at one batch: nothing of it is written, or all of it and nobody is told. */
  const losing = (lost: number, moment: Moment) => {
    let batches = 0
    return alteredBy(
      proxied({
        async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
          batches += 1
          if (batches === lost && moment === 'before') throw new Error('D1_ERROR: Network connection lost.')
          const results = await d1.batch<T>(statements)
          if (batches === lost) throw new Error('D1_ERROR: Network connection lost.')
          return results
        },
      }),
    ).db
  }

  for (const [what, lost] of [
    ['the claim', 1],
    ['the outcome', 2],
  ] as const) {
    for (const moment of ['before', 'after'] as const) {
      test(`${moment} ${what} is written leaves the message to another one: nothing lost, nothing doubled`, async () => {
        const { reference } = await booking()
        const line = gatewayLine()
        const run = deliverMessages(storeWith(line, { at: losing(lost, moment) }), limit, noon)
        await expect(run).rejects.toThrow('Network connection lost')
        await deliverFor(storeWith(line), noon, leaseMs, minuteMs)
        expect(await messagesOf(reference)).toMatchObject([{ state: 'sent' }])
        expect(keysOf((await line.report()).delivered)).toEqual([`${reference}|1|booking_received|applicant`])
      })
    }
  }

  test('keeps its claims for the lease, so that nobody sends beside a run that is only slow', async () => {
    const { reference } = await booking()
    const line = gatewayLine()
    await expect(deliverMessages(storeWith(line, { at: losing(2, 'before') }), limit, noon)).rejects.toThrow()
    await deliverFor(storeWith(line), noon, leaseMs - minuteMs, minuteMs)
    expect((await line.report()).requests).toHaveLength(1)
    await deliverMessages(storeWith(line), limit, noon + leaseMs)
    expect(await messagesOf(reference)).toMatchObject([{ state: 'sent', attempts: 2 }])
    const { requests, delivered } = await line.report()
    expect([requests.length, delivered.length]).toEqual([2, 1])
  })

  test('at a message’s last attempt leaves it to staff', async () => {
    const { reference } = await booking()
    await d1.prepare('UPDATE outbox SET attempts = 42 WHERE subject = ?').bind(reference).run()
    const line = gatewayLine()
    await deliverMessages(storeWith(line), limit, noon)
    expect(await messagesOf(reference)).toMatchObject([{ state: 'dead', lastError: 'gave_up' }])
    expect((await line.report()).requests).toEqual([])
  })
})

describe('a later message to the same person', () => {
  const twice = async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming' })
    const { reference } = await booked(slug)
    await changeBooking(
      db,
      reference,
      { act: 'confirm', to: 'confirmed', actor: 'staff:1', message: { template: 'booking_confirmed' } },
      noon,
    )
    return reference
  }

  test('follows the earlier one in the same run', async () => {
    await twice()
    const line = gatewayLine()
    expect(await deliverMessages(storeWith(line), limit, noon)).toMatchObject({ sent: 2 })
    const templates = (await line.report()).delivered.map(({ idempotencyKey }) => idempotencyKey.split('|')[2])
    expect(templates).toEqual(['booking_received', 'booking_confirmed'])
  })

  test('waits while the earlier one is tried again, without an attempt of its own', async () => {
    const reference = await twice()
    const line = gatewayLine()
    await line.plan({ do: 'status', status: 503 })
    await deliverFor(storeWith(line), noon, 10 * minuteMs, minuteMs)
    const [, later] = await messagesOf(reference)
    expect(later).toMatchObject({ state: 'queued', attempts: 0 })
  })

  test('does not wait for one that is dead', async () => {
    const reference = await twice()
    const line = gatewayLine()
    await line.plan({ do: 'status', status: 400 }, { do: 'take' })
    await deliverMessages(storeWith(line), limit, noon)
    expect((await messagesOf(reference)).map(({ state }) => state)).toEqual(['dead', 'sent'])
  })
})

describe('a message that must not go out', () => {
  test('to a released phone, and to an erased person, is dead and never sent', async () => {
    const { reference: released } = await booking()
    const { reference: erased } = await booking()
    const token = await makeToken(db.keys, released, 'release', { tokenVersion: 1, delegateTokenVersion: 1 }, null)
    expect(await releasePhone(db, { reference: released, token }, noon)).toEqual({ ok: true })
    await d1.prepare('UPDATE bookings SET person = NULL, erased_at_utc = 1 WHERE reference = ?').bind(erased).run()
    const line = gatewayLine()
    expect(await deliverMessages(storeWith(line), limit, noon)).toEqual({ sent: 0, failed: 0, dead: 2 })
    for (const reference of [released, erased]) {
      expect(await messagesOf(reference)).toMatchObject([{ state: 'dead', lastError: 'no_recipient' }])
    }
    expect((await line.report()).requests).toEqual([])
  })

  test('because it cannot be read holds up no other', async () => {
    const [broken] = await bookings(3)
    await d1.prepare(`UPDATE outbox SET data = '{' WHERE subject = ?`).bind(broken?.reference).run()
    const line = gatewayLine()
    expect(await deliverMessages(storeWith(line), limit, noon)).toEqual({ sent: 2, failed: 1, dead: 0 })
    expect(await messagesOf(broken?.reference ?? '')).toMatchObject([{ state: 'queued', lastError: 'fault' }])
  })
})

describe('without a provider', () => {
  test('messages wait, however often they are due', async () => {
    const { reference } = await booking()
    const store = { ...db, channels: { sms: null, email: null } }
    await deliverFor(store, noon, 60 * minuteMs, 10 * minuteMs)
    expect(await messagesOf(reference)).toMatchObject([{ state: 'queued', attempts: 0, lastError: null }])
  })

  test('a local run counts them as sent once they lie in the desk’s outbox', async () => {
    const { reference } = await booking()
    await runScheduledWork(db, noon)
    expect(await messagesOf(reference)).toMatchObject([{ state: 'sent', attempts: 1 }])
  })
})
