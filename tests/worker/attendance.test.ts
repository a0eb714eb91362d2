import { beforeEach, describe, expect, test } from 'vitest'
import { checkInBooking } from '../../worker/desk/check-in-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { undoCheckIn } from '../../worker/desk/undo-check-in.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import {
  because,
  daysOf,
  eventsOf,
  firstDay,
  firstMorning,
  priorityOf,
  reasonOf,
  sentDeskAct,
  templatesTo,
} from '../builders/acts.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { addCrowd } from '../builders/crowd.ts'
import { as, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

const day = 86_400_000
const minute = 60_000
const secondDay = '2026-12-28'
const lastMidnight = Date.parse('2026-12-31T20:00:00Z')

let boss: Staff

beforeEach(async () => {
  setClock(firstMorning)
  boss = await signedInStaff('manager')
})

/** Somebody who was let in on the first morning. */
async function checkedIn() {
  const exhibition = await buildExhibition()
  const { reference } = await booked(exhibition.slug)
  await checkInBooking(db, boss, { reference }, firstMorning)
  const gate = await as('gate', { gates: [exhibition.id] })
  return { exhibition, reference, gate }
}

/** A sign-in lasts half a day, so each act that comes later signs in anew. */
const manager = () => as('manager')

const undo = { reference: '', reason: reasonOf('other') }

describe('attendance', () => {
  test('is one row for each day on which somebody came; the state changes on the first', async () => {
    const { exhibition, reference } = await checkedIn()
    await checkInBooking(db, boss, { reference }, firstMorning + day)
    await checkInBooking(db, boss, { reference }, firstMorning + day + 3 * minute)
    expect(await daysOf(reference)).toEqual([firstDay, secondDay])
    expect(await rowOf(reference)).toMatchObject({ state: 'checked_in', version: 3 })
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'check-in', 'check-in'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('undoing a check-in', () => {
  test('takes the day back with a reason, and the booking is confirmed again', async () => {
    const { exhibition, reference, gate } = await checkedIn()
    setClock(firstMorning + 10 * minute)
    expect((await problemOf(await sendDeskAct(gate, reference, 'undo-check-in', {}))).code).toBe('reason_required')
    expect(await sentDeskAct(gate, reference, 'undo-check-in', because())).toMatchObject({
      reference,
      state: 'confirmed',
      version: 3,
    })
    expect(await daysOf(reference)).toEqual([])
    expect(await sentDeskAct(gate, reference, 'check-in')).toMatchObject({ repeated: false, state: 'checked_in' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('is the gate’s for ten minutes and a manager’s after', async () => {
    const { exhibition, reference, gate } = await checkedIn()
    setClock(firstMorning + 10 * minute + 1)
    expect((await problemOf(await sendDeskAct(gate, reference, 'undo-check-in', because()))).code).toBe('role_required')
    expect((await problemOf(await sendDeskAct(await as('officer'), reference, 'undo-check-in', because()))).code).toBe(
      'role_required',
    )
    setClock(firstMorning + day)
    const dayAfter = await as('gate', { gates: [exhibition.id] })
    expect((await problemOf(await sendDeskAct(dayAfter, reference, 'undo-check-in', because()))).code).toBe(
      'role_required',
    )
    expect(await sentDeskAct(await manager(), reference, 'undo-check-in', because())).toMatchObject({
      state: 'confirmed',
    })
  })

  test('leaves whoever also came on an earlier day checked in', async () => {
    const { exhibition, reference } = await checkedIn()
    await checkInBooking(db, boss, { reference }, firstMorning + day)
    setClock(firstMorning + day)
    expect(await sentDeskAct(await manager(), reference, 'undo-check-in', because())).toMatchObject({
      state: 'checked_in',
    })
    expect(await daysOf(reference)).toEqual([firstDay])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('of nobody who is checked in is refused', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    expect(await problemOf(await sendDeskAct(await manager(), reference, 'undo-check-in', because()))).toMatchObject({
      code: 'transition_refused',
      state: 'confirmed',
    })
  })

  test('at two desks at once happens once', async () => {
    const { exhibition, reference } = await checkedIn()
    await checkInBooking(db, boss, { reference }, firstMorning + day)
    const altered = withMeanwhile(() => undoCheckIn(db, boss, { ...undo, reference, version: 3 }, firstMorning + day))
    const slower = await undoCheckIn(altered.db, boss, { ...undo, reference, version: 3 }, firstMorning + day)
    expect(slower).toEqual({ ok: false, reason: 'changed_meanwhile', version: 4 })
    expect(await daysOf(reference)).toEqual([firstDay])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('and a check-in of the next day that comes between are both kept', async () => {
    const { exhibition, reference } = await checkedIn()
    const altered = withMeanwhile(() => checkInBooking(db, boss, { reference }, firstMorning + day))
    expect(await undoCheckIn(altered.db, boss, { ...undo, reference }, firstMorning + day)).toMatchObject({ ok: true })
    // The last day is what is taken back, whichever was read first.
    expect(await daysOf(reference)).toEqual([firstDay])
    expect((await rowOf(reference)).state).toBe('checked_in')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('after the last day', () => {
  test('whoever came has completed it and whoever did not is absent; both are told, neither has priority', async () => {
    const exhibition = await buildExhibition()
    const [came, absent] = [await booked(exhibition.slug), await booked(exhibition.slug)]
    await checkInBooking(db, boss, { reference: came.reference }, firstMorning)
    await runScheduledWork(db, lastMidnight)
    expect((await rowOf(came.reference)).state).toBe('completed')
    // A gate without a network may still tell of the last day.
    expect((await rowOf(absent.reference)).state).toBe('confirmed')
    await runScheduledWork(db, lastMidnight + day)
    expect((await rowOf(absent.reference)).state).toBe('no_show')
    expect((await templatesTo(came.reference)).at(-1)).toBe('booking_completed')
    expect((await templatesTo(absent.reference)).at(-1)).toBe('booking_no_show')
    for (const { reference } of [came, absent]) expect(await priorityOf(reference)).toEqual([])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('the bookings that still wait for their gate do not hold up the end of the others', async () => {
    const waiting = await buildExhibition({ stalls: 300, state: 'finished' })
    await addCrowd(waiting.id, 'confirmed', { from: 0, to: 300 })
    const exhibition = await buildExhibition()
    const { reference } = await booked(exhibition.slug)
    await checkInBooking(db, boss, { reference }, firstMorning)
    await runScheduledWork(db, lastMidnight)
    expect((await rowOf(reference)).state).toBe('completed')
    await runScheduledWork(db, lastMidnight + day)
    expect(await countOf('bookings', `exhibition_id = ? AND state = 'no_show'`, waiting.id)).toBe(300)
  })

  test('nobody is checked in or undone any more', async () => {
    const { reference } = await checkedIn()
    setClock(firstMorning + 6 * day)
    for (const act of ['check-in', 'undo-check-in']) {
      expect(await problemOf(await sendDeskAct(await manager(), reference, act, because()))).toMatchObject({
        code: 'transition_refused',
        state: 'completed',
      })
    }
  })
})
