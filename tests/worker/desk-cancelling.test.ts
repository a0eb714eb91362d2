import { beforeAll, describe, expect, test } from 'vitest'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { priorityUntil } from '../../worker/bookings/priority.ts'
import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { checkInBooking } from '../../worker/desk/check-in-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import {
  because,
  daysOf,
  firstDay,
  firstMorning,
  fullHall,
  priorityOf,
  reasonOf,
  sentDeskAct,
  templatesTo,
} from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { as, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

let officer: Record<string, string>, manager: Record<string, string>
let boss: Staff

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  manager = await as('manager')
  boss = await signedInStaff('manager')
})

const request = (reference: string) => ({ reference, reason: reasonOf('organiser_error') })

describe('cancelling a booking', () => {
  test('apologises, gives a reason, puts its applicant first in the next draw, and hands the stall on', async () => {
    const { exhibition, holders, waiters } = await fullHall(1, 1)
    const [holder] = holders
    if (!holder) throw new Error('Somebody holds the stall.')
    const view = await sentDeskAct<DeskBooking>(manager, holder.reference, 'cancel', because())
    expect(view).toMatchObject({ state: 'cancelled', stall: null, version: 2 })
    expect(await templatesTo(holder.reference)).toEqual(['booking_received', 'booking_cancelled'])
    expect(await priorityOf(holder.reference)).toEqual([
      { cause: 'cancelled_by_us', expiresAtUtc: Date.parse('2028-12-06T08:00:00Z') },
    ])
    expect(await rowOf(waiters[0]?.reference ?? '')).toMatchObject({ state: 'offered', stall: 'A-1' })
    const seen = await send(holder.links.self, { headers: bearer(holder.manageToken) })
    const { history } = await seen.json<{ history: unknown[] }>()
    expect(history.at(-1)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'organiser_error', text: 'خطأ منا، ونعتذر' },
    })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('is for managers, with a reason, and for bookings that are live', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    expect((await problemOf(await sendDeskAct(officer, reference, 'cancel', because()))).code).toBe('role_required')
    expect((await problemOf(await sendDeskAct(manager, reference, 'cancel', {}))).code).toBe('reason_required')
    await sentDeskAct(manager, reference, 'cancel', because())
    expect(await problemOf(await sendDeskAct(manager, reference, 'cancel', because()))).toMatchObject({
      code: 'transition_refused',
      state: 'cancelled',
    })
    expect(await countOf('outbox', `subject = ? AND template = 'booking_cancelled'`, reference)).toBe(1)
  })

  test('reaches whoever has checked in, and keeps that they came', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    await checkInBooking(db, boss, { reference }, firstMorning)
    expect(await cancelBooking(db, boss, request(reference), firstMorning)).toMatchObject({ ok: true })
    expect(await daysOf(reference)).toEqual([firstDay])
  })

  test('ten at once are all done, and ten who wait are offered the stalls', async () => {
    const { exhibition, holders, waiters } = await fullHall(10, 12)
    const outcomes = await Promise.all(
      holders.map(({ reference }) => cancelBooking(db, boss, request(reference), noon)),
    )
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    const states = await Promise.all(waiters.map(async ({ reference }) => (await rowOf(reference)).state))
    expect(states).toEqual([...Array.from({ length: 10 }, () => 'offered'), 'waitlisted', 'waitlisted'])
    for (const { reference } of holders) expect(await priorityOf(reference)).toHaveLength(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('of ten managers who cancel one booking at once one does it', async () => {
    const { exhibition, holders } = await fullHall(1, 1)
    const reference = holders[0]?.reference ?? ''
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => cancelBooking(db, boss, request(reference), noon)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await countOf('outbox', `subject = ? AND template = 'booking_cancelled'`, reference)).toBe(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('an offer that is accepted between is cancelled all the same', async () => {
    const { exhibition, holders, waiters } = await fullHall(1, 1)
    await cancelBooking(db, boss, request(holders[0]?.reference ?? ''), noon)
    const [waiter] = waiters
    if (!waiter) throw new Error('Somebody waits.')
    const who = { reference: waiter.reference, token: waiter.manageToken }
    const altered = withMeanwhile(() => acceptOffer(db, who, noon))
    expect(await cancelBooking(altered.db, boss, request(waiter.reference), noon)).toMatchObject({ ok: true })
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'cancelled', version: 4 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('priority lasts 24 months, to the day', () => {
    const on = (day: string) => Date.parse(`${day}T08:00:00Z`)
    expect(priorityUntil(on('2026-12-06'))).toBe(on('2028-12-06'))
    expect(priorityUntil(on('2028-02-29'))).toBe(on('2030-02-28'))
  })
})

describe('cancelling a booking while its applicant is checked in', () => {
  const scene = async () => {
    const exhibition = await buildExhibition()
    const { reference } = await booked(exhibition.slug)
    return { exhibition, reference }
  }

  test('ends cancelled, and nobody is let in after it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { exhibition, reference } = await scene()
      const [cancelled, checkedIn] = await Promise.all([
        cancelBooking(db, boss, request(reference), firstMorning),
        checkInBooking(db, boss, { reference }, firstMorning),
      ])
      expect(cancelled.ok).toBe(true)
      expect((await rowOf(reference)).state).toBe('cancelled')
      expect(await daysOf(reference)).toEqual(checkedIn.ok ? [firstDay] : [])
      if (!checkedIn.ok) expect(checkedIn).toMatchObject({ reason: 'transition_refused', state: 'cancelled' })
      expect(await brokenInvariants(exhibition)).toEqual([])
    }
  })

  test('where the cancelling comes between writes no attendance', async () => {
    const { exhibition, reference } = await scene()
    const altered = withMeanwhile(() => cancelBooking(db, boss, request(reference), firstMorning))
    expect(await checkInBooking(altered.db, boss, { reference }, firstMorning)).toMatchObject({ state: 'cancelled' })
    expect(await daysOf(reference)).toEqual([])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without the condition inside the write somebody who was cancelled would be let in', async () => {
    const { reference } = await scene()
    const between = withMeanwhile(() => cancelBooking(db, boss, request(reference), firstMorning))
    const control = withoutCondition(
      'version = ? AND state IN (SELECT value FROM json_each(?))',
      (altered) => checkInBooking(altered.db, boss, { reference }, firstMorning),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL', base: between.db.d1 },
    )
    // The events' unique sequence is the second line of defence.
    await expect(control).rejects.toThrow(/append-only/)
  })
})
