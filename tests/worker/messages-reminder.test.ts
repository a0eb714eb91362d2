import fc from 'fast-check'
import messages from '../../content/messages/en.json'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isDaytime, offerExpiry } from '../../worker/bookings/offer-times.ts'
import { muscatDay, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { dayMs, hourMs, minuteMs } from '../../worker/contract/limits.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { remindedBeforeMs, remindOffers } from '../../worker/notifications/remind-offers.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { withMeanwhile, withoutCondition, withoutIndex, withoutTrigger, type Altered } from '../builders/altered-d1.ts'
import { nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { gatewayLine, messagesOf, storeWith } from '../builders/gateway.ts'
import { sendAct, sentBooking, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))
// What the test before left is none of the next one's.
beforeEach(() =>
  d1.batch([d1.prepare(`UPDATE outbox SET state = 'sent'`), d1.prepare(`UPDATE bookings SET state = 'cancelled'`)]),
)

const limit = 100
const times = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

// Offered on Sunday at noon: it ends on Tuesday at noon.
const endsAtUtc = noon + 2 * dayMs
const dayBefore = endsAtUtc - dayMs

/** Whoever waited for the one stall and is offered it at noon on Sunday. */
async function offered(change: Record<string, unknown> = {}) {
  const exhibition = await buildExhibition({ stalls: 1 })
  const holder = await sentBooking(exhibition.slug)
  const waiter = await sentBooking(exhibition.slug, { joinWaitlist: true, ...change })
  await sendAct(holder, 'withdraw')
  return waiter
}

const remindersOf = async (reference: string) =>
  (await messagesOf(reference)).filter(({ template }) => template === 'booking_offer_reminder')

const remindedOnce = async (reference: string) => (await remindersOf(reference)).length === 1

describe('the reminder of an offer', () => {
  test('is written a day before the offer ends, once, and says when that is', async () => {
    const { reference } = await offered()
    await runScheduledWork(db, dayBefore - minuteMs)
    expect(await remindersOf(reference)).toEqual([])
    await runScheduledWork(db, dayBefore)
    const [reminder] = await remindersOf(reference)
    expect(JSON.parse(reminder?.data ?? '')).toEqual({ expiresAtUtc: endsAtUtc, stall: 'A-1' })
    for (const later of [1, 60, 600]) await runScheduledWork(db, dayBefore + later * minuteMs)
    expect(await remindedOnce(reference)).toBe(true)
  })

  test('goes to the delegate and to the family', async () => {
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: nextPhone(), familyLabel: '7' }
    const { reference } = await offered({ delegate })
    await remindOffers(db, limit, dayBefore)
    expect((await remindersOf(reference)).map(({ recipient }) => recipient).sort()).toEqual(['applicant', 'delegate'])
  })

  test('is written once by ten schedulers at once, of the same instant and of others', async () => {
    const { reference } = await offered()
    await times(10, (index) => runScheduledWork(db, dayBefore + (index % 2) * 1000))
    expect(await remindedOnce(reference)).toBe(true)
  })

  describe('of ten schedulers at once', () => {
    const condition = `AND offer_reminded_at_utc IS NULL AND offer_expires_at_utc > ? AND (SELECT`
    const unconditioned = { replacement: 'AND ? IS NOT NULL AND (SELECT' }
    const tenRuns = ({ db: altered }: Altered) => times(10, (index) => remindOffers(altered, limit, dayBefore + index))

    test('is kept single by its key where its condition is missing', async () => {
      const { reference } = await offered()
      await withoutCondition(condition, tenRuns, unconditioned)
      expect(await remindedOnce(reference)).toBe(true)
    })

    test('is written by several with neither', async () => {
      const { reference } = await offered()
      const withoutKey = () =>
        withoutCondition(
          'ON CONFLICT (dedupe_key) DO NOTHING',
          ({ env }) => withoutCondition(condition, tenRuns, { ...unconditioned, base: env.DB }),
          { replacement: '' },
        )
      // The doubled rows keep the index away.
      await withoutIndex('outbox_dedupe_key_unique', withoutKey, { restore: false })
      expect((await remindersOf(reference)).length).toBeGreaterThan(1)
      await d1.prepare(`DELETE FROM outbox WHERE template = 'booking_offer_reminder'`).run()
      await d1.prepare('CREATE UNIQUE INDEX outbox_dedupe_key_unique ON outbox (dedupe_key)').run()
    })
  })

  test('comes in the morning where the scheduler slept until the night', async () => {
    const { reference } = await offered()
    const midnight = startOfMuscatDay(muscatDay(endsAtUtc))
    for (const night of [midnight - 2 * hourMs, midnight, midnight + 7 * hourMs]) await remindOffers(db, limit, night)
    expect(await remindersOf(reference)).toEqual([])
    await remindOffers(db, limit, midnight + 8 * hourMs)
    expect(await remindedOnce(reference)).toBe(true)
  })

  test('is not written once the time is over', async () => {
    const { reference } = await offered()
    await remindOffers(db, limit, endsAtUtc)
    await remindOffers(db, limit, endsAtUtc + minuteMs)
    expect(await remindersOf(reference)).toEqual([])
  })

  test('is not written to whoever answers at the same moment', async () => {
    const waiter = await offered()
    const { db: between } = withMeanwhile(() => sendAct(waiter, 'accept'))
    expect(await remindOffers(between, limit, dayBefore)).toBe(0)
    expect(await remindersOf(waiter.reference)).toEqual([])
  })

  test('that could not be sent in time is not sent any more', async () => {
    const { reference } = await offered()
    await remindOffers(db, limit, dayBefore)
    await d1.prepare(`UPDATE outbox SET state = 'sent' WHERE template <> 'booking_offer_reminder'`).run()
    const line = gatewayLine()
    await deliverMessages(storeWith(line), limit, endsAtUtc)
    expect(await remindersOf(reference)).toMatchObject([{ state: 'dead', lastError: 'out_of_date' }])
    expect((await line.report()).requests).toEqual([])
  })

  const asksForAnAnswer = Object.entries(messages).flatMap(([template, text]) =>
    typeof text === 'string' && text.includes('{until}') ? [template] : [],
  )

  test('is one of the messages that ask for an answer until a time, in both languages', () => {
    expect(asksForAnAnswer).toContain('booking_offer_reminder')
    expect(asksForAnAnswer).toContain('booking_drawn_offered')
    expect(asksForAnAnswer).toContain('booking_offered')
  })

  test.for(asksForAnAnswer)('and %s is sent while it can be answered, and not afterwards', async (template) => {
    const deliveredAt = async (now: number) => {
      const { reference } = await offered()
      const queue = `UPDATE outbox SET state = iif(subject = ? AND template = 'booking_offered', 'queued', 'sent')`
      await d1.prepare(queue).bind(reference).run()
      await d1.prepare(`UPDATE outbox SET template = ? WHERE state = 'queued'`).bind(template).run()
      const line = gatewayLine()
      await deliverMessages(storeWith(line), limit, now)
      const [message] = (await messagesOf(reference)).filter((one) => one.template === template)
      return [message?.state, message?.lastError, (await line.report()).requests.length]
    }
    expect(await deliveredAt(endsAtUtc - 1)).toEqual(['sent', null, 1])
    expect(await deliveredAt(endsAtUtc)).toEqual(['dead', 'out_of_date', 0])
  })

  describe('of a stall that is offered anew', () => {
    const offeredAgain = async () => {
      const { reference } = await offered()
      await remindOffers(db, limit, dayBefore)
      const set = (state: string) =>
        d1
          .prepare('UPDATE bookings SET state = ?, version = version + 1 WHERE reference = ?')
          .bind(state, reference)
          .run()
      await set('applied')
      await set('offered')
      await remindOffers(db, limit, dayBefore + hourMs)
      return (await remindersOf(reference)).length
    }

    test('is written anew', async () => expect(await offeredAgain()).toBe(2))

    test('would not be without the trigger', async () =>
      expect(await withoutTrigger('bookings_forget_reminder', offeredAgain)).toBe(1))
  })

  test('finds a minute of the day, whenever the offer was made', () => {
    const minutes = fc.integer({ min: 0, max: 400 * 24 * 60 })
    fc.assert(
      fc.property(minutes, (minute) => {
        const endsAt = offerExpiry(noon + minute * minuteMs, '2029-01-01')
        if (endsAt === null) throw new Error('The exhibition is too near.')
        expect(isDaytime(endsAt - remindedBeforeMs)).toBe(true)
        expect(isDaytime(startOfMuscatDay(muscatDay(endsAt)) + 3 * hourMs)).toBe(false)
      }),
    )
  })
})
