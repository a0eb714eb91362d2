import { beforeAll, describe, expect, test } from 'vitest'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { settleEnded } from '../../worker/bookings/settle-ended.ts'
import type { ManagedExhibition } from '../../worker/contract/exhibition-acts.ts'
import { cancelExhibition } from '../../worker/exhibitions/cancel-exhibition.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import {
  because,
  eventsOf,
  fullHall,
  priorityOf,
  reasonOf,
  sendExhibitionAct,
  setState,
  stateOf,
  templatesTo,
} from '../builders/acts.ts'
import { alteredBy, proxied, withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked, claim } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { addCrowd } from '../builders/crowd.ts'
import { as, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let manager: Record<string, string>

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
})

const cancelled = because('safety', 'إغلاق القاعة')
const credential = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

describe('cancelling an exhibition', () => {
  test('is public at once, and nobody claims, accepts or is confirmed there from then on', async () => {
    const { exhibition, holders, waiters } = await fullHall(2, 2, { review: 'before_confirming' })
    const [first, second] = holders
    const waiter = waiters[0]
    if (!first || !second || !waiter) throw new Error('Two hold stalls and two wait.')
    await sendDeskAct(await as('officer'), first.reference, 'decline', because('safety'))
    const response = await sendExhibitionAct(manager, exhibition.slug, 'cancel', cancelled)
    expect(response.status).toBe(200)
    expect(await response.json<ManagedExhibition>()).toMatchObject({
      state: 'cancelled',
      cancelReason: 'safety',
      stallsFree: 0,
    })
    expect(await (await send(`/api/v1/exhibitions/${exhibition.slug}`)).json()).toMatchObject({ state: 'cancelled' })
    expect(await claim(exhibition.slug)).toMatchObject({ ok: false, reason: 'booking_closed' })
    expect(await acceptOffer(db, credential(waiter), noon)).toMatchObject({ state: 'cancelled' })
    expect(await problemOf(await sendDeskAct(await as('officer'), second.reference, 'confirm'))).toMatchObject({
      code: 'transition_refused',
      state: 'cancelled',
    })
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['cancelled'])
  })

  test('cancels every live booking, with a message and priority for each, and leaves the others as they are', async () => {
    const { exhibition, holders, waiters } = await fullHall(2, 1)
    const gone = await booked(exhibition.slug, { joinWaitlist: true })
    await sendDeskAct(await as('officer'), gone.reference, 'decline', because('safety'))
    await sendExhibitionAct(manager, exhibition.slug, 'cancel', cancelled)
    await runScheduledWork(db, noon)
    for (const { reference } of [...holders, ...waiters]) {
      expect((await rowOf(reference)).state).toBe('cancelled')
      expect((await templatesTo(reference)).filter((template) => template === 'exhibition_cancelled')).toHaveLength(1)
      expect((await priorityOf(reference)).map(({ cause }) => cause)).toEqual(['cancelled_by_us'])
    }
    expect((await rowOf(gone.reference)).state).toBe('declined')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('reaches whoever looks at their booking before the job does, with the reason', async () => {
    const { exhibition, holders } = await fullHall(1)
    const [holder] = holders
    if (!holder) throw new Error('Somebody holds the stall.')
    await sendExhibitionAct(manager, exhibition.slug, 'cancel', cancelled)
    const read = await readBooking(db, credential(holder), noon)
    expect(read).toMatchObject({ ok: true, booking: { state: 'cancelled', stall: null } })
    if (read.ok) expect(read.booking.history.at(-1)?.reason).toEqual({ code: 'safety', text: null })
    await runScheduledWork(db, noon)
    expect(await templatesTo(holder.reference)).toEqual(['booking_received', 'exhibition_cancelled'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('needs a reason, and comes before the exhibition is live', async () => {
    const exhibition = await buildExhibition()
    const { slug } = exhibition
    expect((await problemOf(await sendExhibitionAct(manager, slug, 'cancel', {}))).code).toBe('reason_required')
    for (const state of ['draft', 'live', 'finished', 'cancelled']) {
      await setState(exhibition, state)
      expect(await problemOf(await sendExhibitionAct(manager, slug, 'cancel', cancelled))).toMatchObject({
        code: 'transition_refused',
        state,
      })
    }
    for (const state of ['published', 'open', 'closed', 'frozen', 'drawn']) {
      const other = await buildExhibition({ state, bookingOpensAtUtc: noon + 1 })
      expect((await sendExhibitionAct(manager, other.slug, 'cancel', cancelled)).status, state).toBe(200)
      expect(await stateOf(other)).toBe('cancelled')
    }
  })

  test('between reading and writing of an acceptance leaves nobody with a confirmed place', async () => {
    const scene = async () => {
      const { exhibition, holders, waiters } = await fullHall(1, 1)
      const boss = await signedInStaff('manager')
      const [holder, waiter] = [holders[0], waiters[0]]
      if (!holder || !waiter) throw new Error('One holds the stall and one waits.')
      await sendDeskAct(manager, holder.reference, 'cancel', because())
      const request = { slug: exhibition.slug, reason: reasonOf('cancelled_event') }
      return { exhibition, waiter, between: withMeanwhile(() => cancelExhibition(db, boss, request, noon)) }
    }
    const guarded = await scene()
    expect(await acceptOffer(guarded.between.db, credential(guarded.waiter), noon)).toEqual({
      ok: false,
      reason: 'transition_refused',
      state: 'cancelled',
    })
    expect(await brokenInvariants(guarded.exhibition)).toEqual([])

    const unguarded = await scene()
    await withoutCondition(
      `(SELECT e.state FROM exhibitions e WHERE e.id = bookings.exhibition_id) <> 'cancelled'`,
      (altered) => acceptOffer(altered.db, credential(unguarded.waiter), noon),
      { base: unguarded.between.db.d1 },
    )
    expect((await rowOf(unguarded.waiter.reference)).state).toBe('confirmed')
  })
})

describe('an exhibition of five thousand that is cancelled', () => {
  const crowd = 5_000

  /** Everything a cancelled booking must have exactly once. */
  const done = async ({ id }: { id: number }) => ({
    cancelled: await countOf('bookings', `exhibition_id = ? AND state = 'cancelled' AND version = 2`, id),
    live: await countOf('bookings', `exhibition_id = ? AND state = 'waitlisted'`, id),
    waiting: await countOf('waitlist_places', 'exhibition_id = ?', id),
    messages: await countOf(
      'outbox',
      `template = 'exhibition_cancelled' AND subject IN (SELECT reference FROM bookings WHERE exhibition_id = ?)`,
      id,
    ),
    events: await countOf(
      'events',
      `type = 'cancel' AND stream IN (SELECT 'booking:' || reference FROM bookings WHERE exhibition_id = ?)`,
      id,
    ),
    priority: await countOf('priority_ledger', 'exhibition_id = ?', id),
  })
  const all = { cancelled: crowd, live: 0, waiting: 0, messages: crowd, events: crowd, priority: crowd }

  const scene = async () => {
    // What the tests before left to the job would be its first work.
    await settleEnded(db, 10 * crowd, noon)
    const exhibition = await buildExhibition()
    await addCrowd(exhibition.id, 'waitlisted', { from: 0, to: crowd })
    await sendExhibitionAct(manager, exhibition.slug, 'cancel', cancelled)
    return exhibition
  }

  /** A D1 whose batches fail from the given one on: before, inside (nothing of it is written) or after the write. */
  const failing = (from: number, when: 'before' | 'inside' | 'after') => {
    let batches = 0
    return alteredBy(
      proxied({
        async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
          batches += 1
          if (batches < from) return d1.batch<T>(statements)
          if (when === 'before') throw new Error('D1_ERROR: Network connection lost.')
          if (when === 'inside')
            return d1.batch<T>([...statements, d1.prepare('INSERT INTO seals (day) VALUES (NULL)')])
          await d1.batch<T>(statements)
          throw new Error('D1_ERROR: Network connection lost.')
        },
      }),
    )
  }

  test('is cancelled in chunks by the scheduled job', async () => {
    const exhibition = await scene()
    await settleEnded(db, 1_000, noon)
    expect(await done(exhibition)).toEqual({
      cancelled: 1_000,
      live: crowd - 1_000,
      waiting: crowd - 1_000,
      messages: 1_000,
      events: 1_000,
      priority: 1_000,
    })
    await settleEnded(db, crowd, noon)
    expect(await done(exhibition)).toEqual(all)
  })

  test.each(['before', 'inside', 'after'] as const)(
    'is resumed after a failure %s a batch half-way, and nothing is lost or doubled',
    async (when) => {
      const exhibition = await scene()
      await expect(settleEnded(failing(10, when).db, crowd, noon)).rejects.toThrow()
      const halfway = await done(exhibition)
      expect(halfway.cancelled).toBe(when === 'after' ? 2_500 : 2_250)
      expect(halfway).toMatchObject({
        messages: halfway.cancelled,
        events: halfway.cancelled,
        priority: halfway.cancelled,
      })
      await settleEnded(db, crowd, noon)
      expect(await done(exhibition)).toEqual(all)
    },
  )

  test('is cancelled once by ten jobs at once', async () => {
    const exhibition = await scene()
    const jobs = await Promise.allSettled(Array.from({ length: 10 }, () => settleEnded(db, 500, noon)))
    expect(jobs.map(({ status }) => status)).not.toContain('rejected')
    await settleEnded(db, crowd, noon)
    expect(await done(exhibition)).toEqual(all)
  })

  test('without the condition on the version ten jobs at once meet a fault of the stream', async () => {
    await scene()
    const jobs = await withoutCondition(
      `AND bookings.version = c.value ->> 'version' AND bookings.state = c.value ->> 'from'`,
      (altered) => Promise.allSettled(Array.from({ length: 10 }, () => settleEnded(altered.db, 500, noon))),
    )
    expect(jobs.map(({ status }) => status)).toContain('rejected')
    await settleEnded(db, crowd, noon)
  })
})
