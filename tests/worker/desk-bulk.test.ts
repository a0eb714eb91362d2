import { beforeAll, describe, expect, test } from 'vitest'
import { readBulkItems, type BulkAct } from '../../worker/contract/desk-bulk.ts'
import { actOnMany } from '../../worker/desk/act-on-many.ts'
import { checkBooking } from '../../worker/desk/check-booking.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { previewMany } from '../../worker/desk/preview-many.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { failingOnce, moments } from '../builders/failing-d1.ts'
import { eventsOf, fullHall, templatesTo } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { countOf, rowOf } from '../builders/broken-invariants.ts'
import { pendingHall, sendEntry } from '../builders/desk.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInAs, buildStaff, signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

let officer: Staff, other: Staff, manager: Staff
beforeAll(async () => {
  setClock()
  officer = await signedInStaff('officer')
  other = await signedInStaff('officer')
  manager = await signedInStaff('manager')
})

const reason = { code: 'organiser_error', text: 'خطأ منا' } as const
const seen = (references: string[], version = 1) => references.map((reference) => ({ reference, version }))

async function preview(slug: string, act: BulkAct, items: { reference: string; version: number }[], who = officer) {
  const outcome = await previewMany(db, who, { slug, act, items }, noon)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.forecasts
}
async function carryOut(slug: string, act: BulkAct, items: { reference: string; version: number }[], who = officer) {
  const outcome = await actOnMany(db, who, { slug, act, items, reason }, noon)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.results
}

/** A reviewed hall of two stalls, both asked for, and three who wait; the second of them needs a step-free stall. */
async function reviewedHall() {
  const { exhibition, holders, waiters } = await fullHall(2, 1, { review: 'before_confirming' })
  const stepFree = await booked(exhibition.slug, { joinWaitlist: true, arrangements: ['step_free'] })
  const last = await booked(exhibition.slug, { joinWaitlist: true })
  const references = (list: { reference: string }[]) => list.map(({ reference }) => reference)
  return { ...exhibition, holders: references(holders), waiters: references([...waiters, stepFree, last]) }
}

describe('a dry run', () => {
  test('writes nothing', async () => {
    const { slug, holders } = await reviewedHall()
    const before = [await countOf('events'), await countOf('outbox'), await countOf('waitlist_skips')]
    await preview(slug, 'decline', seen(holders))
    expect([await countOf('events'), await countOf('outbox'), await countOf('waitlist_skips')]).toEqual(before)
    for (const reference of holders) expect((await rowOf(reference)).state).toBe('pending')
  })

  test('tells who would be offered which stall, and that is what then happens', async () => {
    const { slug, holders, waiters } = await reviewedHall()
    const forecasts = await preview(slug, 'decline', seen(holders))
    const promised = forecasts.map(({ frees }) => [frees?.stall, frees?.next?.reference])
    expect(promised.map(([, next]) => next)).toEqual([waiters[0], waiters[2]])
    const results = await carryOut(slug, 'decline', seen(holders))
    expect(results.map(({ frees }) => [frees?.stall, frees?.next?.reference])).toEqual(promised)
    for (const reference of [waiters[0], waiters[2]]) expect((await rowOf(reference ?? '')).state).toBe('offered')
  })

  test('offers nobody a stall who leaves with the same selection', async () => {
    const { slug, holders, waiters } = await reviewedHall()
    const [holder = ''] = holders
    const [first = '', , third] = waiters
    const forecasts = await preview(slug, 'decline', seen([holder, first]))
    expect(forecasts.map(({ line }) => line.reference)).toEqual([first, holder])
    expect(forecasts.at(1)?.frees?.next?.reference).toBe(third)
    const inOrder = forecasts.map(({ line: { reference, version } }) => ({ reference, version }))
    const results = await carryOut(slug, 'decline', inOrder)
    expect(results.map(({ isDone }) => isDone)).toEqual([true, true])
    expect(results.at(1)?.frees?.next?.reference).toBe(third)
  })

  test('names each hindrance: stale with its author, own entry, state, done before, role', async () => {
    const { slug } = await pendingHall()
    const { email } = await buildStaff('officer')
    const typist = await signedInAs(email)
    const { reference: own } = await (await sendEntry(typist, slug)).json<{ reference: string }>()
    const [stale, confirmed, fresh] = [await booked(slug), await booked(slug), await booked(slug)]
    await checkBooking(db, other, stale, noon)
    await confirmBooking(db, other, confirmed, noon)
    const forecasts = await preview(slug, 'confirm', [
      ...seen([stale.reference, fresh.reference]),
      ...seen([confirmed.reference], 2),
    ])
    expect(forecasts.map(({ hindrance }) => hindrance)).toEqual(['changed_meanwhile', null, 'transition_refused'])
    expect(forecasts[0]?.changed).toMatchObject({ by: { kind: 'staff', name: other.name } })
    expect((await preview(slug, 'check', seen([stale.reference], 2)))[0]?.hindrance).toBe('nothing_to_do')
    expect((await preview(slug, 'cancel', seen([fresh.reference])))[0]?.hindrance).toBe('role_required')
    const { findSignedInStaff } = await import('../../worker/desk/find-signed-in-staff.ts')
    const bearer = typist['Authorization']?.replace('Bearer ', '') ?? ''
    const me = await findSignedInStaff(db, { accessJwt: null, cookie: null, bearer, host: '127.0.0.1' }, Date.now())
    if (!me) throw new Error('The colleague could not sign in.')
    expect((await preview(slug, 'confirm', seen([own]), me))[0]?.hindrance).toBe('own_entry')
    expect((await carryOut(slug, 'confirm', seen([own]), me))[0]).toMatchObject({
      isDone: false,
      hindrance: 'own_entry',
    })
  })

  test('of another exhibition’s bookings shows nothing, and an officer of other governorates is refused', async () => {
    const [{ slug }, elsewhere] = [await pendingHall(), await pendingHall()]
    const { reference } = await booked(elsewhere.slug)
    expect(await preview(slug, 'confirm', seen([reference]))).toEqual([])
    expect(await carryOut(slug, 'confirm', seen([reference]))).toMatchObject([{ hindrance: 'booking_not_found' }])
    expect((await rowOf(reference)).state).toBe('pending')
    const far = await signedInStaff('officer', { governorates: ['dhofar'] })
    const request = { slug, act: 'confirm', items: seen([reference]), reason: null } as const
    expect(await previewMany(db, far, request, noon)).toMatchObject({ reason: 'not_your_governorate' })
    expect(await actOnMany(db, far, request, noon)).toMatchObject({ reason: 'not_your_governorate' })
  })
})

describe('an act on a selection', () => {
  test('leaves alone what changed since the dry run, says who changed it, and does the others', async () => {
    const { slug } = await pendingHall()
    const references = [await booked(slug), await booked(slug), await booked(slug)].map(({ reference }) => reference)
    await checkBooking(db, other, { reference: references[1] ?? '' }, noon)
    const results = await carryOut(slug, 'confirm', seen(references))
    expect(results.map(({ isDone, hindrance }) => [isDone, hindrance])).toEqual([
      [true, null],
      [false, 'changed_meanwhile'],
      [true, null],
    ])
    expect(results[1]?.changed?.by).toMatchObject({ name: other.name })
    expect((await rowOf(references[1] ?? '')).state).toBe('pending')
    expect(await templatesTo(references[0] ?? '')).toEqual(['booking_received', 'booking_confirmed'])
  })

  test('sent twice is carried out once', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [first] = await carryOut(slug, 'confirm', seen([reference]))
    const [second] = await carryOut(slug, 'confirm', seen([reference]))
    expect([first?.isDone, second?.isDone, second?.hindrance]).toEqual([true, false, 'changed_meanwhile'])
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'confirm'])
  })

  test('overwrites nobody who is faster between its reading and its writing', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const meanwhile = withMeanwhile(() => confirmBooking(db, other, { reference }, noon))
    const request = { slug, act: 'decline', items: seen([reference]), reason } as const
    const outcome = await actOnMany(meanwhile.db, officer, request, noon)
    expect(outcome).toMatchObject({ results: [{ isDone: false, hindrance: 'changed_meanwhile', state: 'confirmed' }] })
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'confirm'])
  })

  test.each(moments)('that breaks off %s the second write says what was done and what was not', async (when) => {
    const { slug } = await pendingHall()
    const references = [await booked(slug), await booked(slug), await booked(slug)].map(({ reference }) => reference)
    const request = { slug, act: 'confirm', items: seen(references), reason: null } as const
    const outcome = await actOnMany(failingOnce(when, 2), officer, request, noon)
    if (!outcome.ok) throw new Error(outcome.reason)
    expect(outcome.results.map(({ reference, isDone, hindrance }) => [reference, isDone, hindrance])).toEqual([
      [references[0], true, null],
      [references[1], false, 'uncertain'],
      [references[2], false, 'not_tried'],
    ])
    expect(outcome.fault).toBeInstanceOf(Error)
    const states = await Promise.all(references.map(async (reference) => (await rowOf(reference)).state))
    expect(states).toEqual(['confirmed', when === 'after' ? 'confirmed' : 'pending', 'pending'])
  })

  test('cancels for a manager, with the apology and the priority, and for nobody else', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    expect((await carryOut(slug, 'cancel', seen([reference])))[0]).toMatchObject({ hindrance: 'role_required' })
    expect((await rowOf(reference)).state).toBe('pending')
    expect((await carryOut(slug, 'cancel', seen([reference]), manager))[0]).toMatchObject({ isDone: true })
    expect(await templatesTo(reference)).toContain('booking_cancelled')
  })
})

test('a selection is one to fifty bookings with their versions', () => {
  expect(readBulkItems(['tmk-abcdefgh.3', 'TMK-ABCDEFGH.3'])).toHaveLength(1)
  const fifty = Array.from({ length: 50 }, (_, i) => `TMK-000000${10 + i}.1`)
  expect(readBulkItems(fifty)).toHaveLength(50)
  expect(readBulkItems([...fifty, 'TMK-00000099.1'])).toBeNull()
  for (const sent of [[], ['TMK-00000010'], ['TMK-00000010.x'], ['x.1'], ['']]) expect(readBulkItems(sent)).toBeNull()
})
