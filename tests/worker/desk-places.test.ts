import { beforeAll, describe, expect, test } from 'vitest'
import type { StallChoice } from '../../worker/contract/desk-places.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import { offerStall } from '../../worker/desk/offer-stall.ts'
import { previewPlace } from '../../worker/desk/preview-place.ts'
import { readStallChoices } from '../../worker/desk/read-stall-choices.ts'
import { readWaitlist } from '../../worker/desk/read-waitlist.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { fullHall, reasonOf, setWithheld } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { rowOf } from '../builders/broken-invariants.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { addCrowd } from '../builders/crowd.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

let officer: Staff, manager: Staff, viewer: Staff
beforeAll(async () => {
  setClock()
  officer = await signedInStaff('officer')
  manager = await signedInStaff('manager')
  viewer = await signedInStaff('viewer')
})

const stalls = [
  { code: 'A-1', features: ['step_free' as const] },
  { code: 'A-2' },
  { code: 'A-3' },
  { code: 'A-4', withheldReason: 'x' },
]
const inSteps = { arrangements: ['step_free'] }

async function choicesFor(reference: string, act: 'move' | 'offer' = 'move') {
  const outcome = await readStallChoices(db, officer, { reference, act }, noon)
  if (!outcome.ok) throw new Error(outcome.reason)
  return new Map(outcome.choices.map((choice) => [choice.stall.code, choice]))
}
const brief = (choice: StallChoice | undefined) => [choice?.way ?? null, choice?.hindrance ?? null]

describe('the stalls to choose from', () => {
  test('say what each would be: a move, a swap, or why it cannot be', async () => {
    const { slug } = await buildExhibition({ stalls })
    const { reference } = await booked(slug, { stall: 'A-2' })
    const swapped = await booked(slug, { stall: 'A-1' })
    const choices = await choicesFor(reference)
    expect(brief(choices.get('A-1'))).toEqual(['swap', null])
    expect(choices.get('A-1')?.heldBy?.reference).toBe(swapped.reference)
    expect(brief(choices.get('A-2'))).toEqual([null, 'own'])
    expect(brief(choices.get('A-3'))).toEqual(['move', null])
    expect(brief(choices.get('A-4'))).toEqual([null, 'withheld'])
  })

  test('keep step-free access for whoever asks for it, on both sides of a swap', async () => {
    const { slug } = await buildExhibition({ stalls })
    const needs = await booked(slug, { stall: 'A-1', ...inSteps })
    const other = await booked(slug, { stall: 'A-2' })
    expect(brief((await choicesFor(needs.reference)).get('A-2'))).toEqual([null, 'step_free'])
    expect(brief((await choicesFor(other.reference)).get('A-1'))).toEqual([null, 'their_step_free'])
  })

  test('leave out a stall whose booking is not confirmed', async () => {
    const { slug } = await buildExhibition({ stalls, review: 'before_confirming' })
    const [one, two] = [await booked(slug, { stall: 'A-2' }), await booked(slug, { stall: 'A-3' })]
    await confirmBooking(db, officer, one, noon)
    expect(brief((await choicesFor(one.reference)).get('A-3'))).toEqual([null, 'not_confirmed'])
    await confirmBooking(db, officer, two, noon)
    expect(brief((await choicesFor(one.reference)).get('A-3'))).toEqual(['swap', null])
  })
})

describe('what a choice would do', () => {
  const forecastOf = async (reference: string, code: string, act: 'move' | 'offer' = 'move') => {
    const choice = (await choicesFor(reference, act)).get(code)
    return choice ? previewPlace(db, officer, { reference, choice }, noon) : null
  }

  test('a move tells who is offered the stall that is left, and that is what happens', async () => {
    const { exhibition, holders, waiters } = await fullHall(2, 1, {
      stalls: [
        { code: 'A-1' },
        { code: 'A-2', features: ['step_free' as const] },
        { code: 'A-3', withheldReason: 'x' },
      ],
    })
    const [reference = ''] = holders.map((holder) => holder.reference)
    await setWithheld(exhibition, 'A-3', null)
    const left = (await rowOf(reference)).stall
    const forecast = await forecastOf(reference, 'A-3')
    expect(forecast).toMatchObject({ way: 'move', left: { stall: left, next: { reference: waiters[0]?.reference } } })
    await moveBooking(db, officer, { reference, stall: 'A-3', reason: null }, noon)
    expect(await rowOf(waiters[0]?.reference ?? '')).toMatchObject({ state: 'offered', stall: left })
  })

  test('a swap names the other booking with its version', async () => {
    const { slug } = await buildExhibition({ stalls })
    const [one, two] = [await booked(slug, { stall: 'A-2' }), await booked(slug, { stall: 'A-3' })]
    expect(await forecastOf(one.reference, 'A-3')).toMatchObject({
      way: 'swap',
      other: { reference: two.reference, version: 1 },
      left: null,
    })
  })

  test('an offer says whether it is in turn, who is passed over, and how many were before', async () => {
    const { exhibition, holders, waiters } = await fullHall(2, 2)
    const [first, second] = waiters.map(({ reference }) => reference)
    const freed = (await rowOf(holders[0]?.reference ?? '')).stall ?? ''
    await setWithheld(exhibition, freed, 'x')
    await cancelBooking(db, manager, { reference: holders[0]?.reference ?? '', reason: reasonOf('other') }, noon)
    await setWithheld(exhibition, freed, null)
    expect((await choicesFor(second ?? '', 'offer')).get(freed)).toMatchObject({
      way: 'offer',
      next: { reference: first },
    })
    expect(await forecastOf(first ?? '', freed, 'offer')).toMatchObject({ outOfOrder: null })
    expect(await forecastOf(second ?? '', freed, 'offer')).toMatchObject({
      outOfOrder: { next: { reference: first }, isElsewhere: false, before: 0 },
    })
    const reason = reasonOf('accessibility')
    await offerStall(db, officer, { reference: second ?? '', stall: freed, reason }, noon)
    const list = await readWaitlist(db, officer, { slug: exhibition.slug })
    expect(list).toMatchObject({
      waiting: [{ line: { reference: first, rank: 1 }, skips: [{ offeredTo: second, cause: 'out_of_order' }] }],
    })
  })

  test('nothing is said to an officer of other governorates', async () => {
    const { slug } = await buildExhibition({ stalls })
    const { reference } = await booked(slug, { stall: 'A-2' })
    const far = await signedInStaff('officer', { governorates: ['dhofar'] })
    const choice = (await choicesFor(reference)).get('A-3')
    if (!choice) throw new Error('There is no such stall.')
    expect(await previewPlace(db, far, { reference, choice }, noon)).toBeNull()
    expect(await readStallChoices(db, far, { reference, act: 'move' }, noon)).toMatchObject({
      reason: 'not_your_governorate',
    })
  })
})

describe('the waiting list', () => {
  test('is in the order of turns, with whose turn it is at each empty stall', async () => {
    const { exhibition, holders, waiters } = await fullHall(2, 1, {
      stalls: [
        { code: 'A-1' },
        { code: 'A-2' },
        { code: 'A-3', features: ['step_free' as const], withheldReason: 'x' },
      ],
    })
    const stepFree = await booked(exhibition.slug, { joinWaitlist: true, ...inSteps })
    for (const code of ['A-1', 'A-2']) await setWithheld(exhibition, code, 'x')
    for (const { reference } of holders) {
      await cancelBooking(db, manager, { reference, reason: reasonOf('other') }, noon)
    }
    for (const code of ['A-1', 'A-2', 'A-3']) await setWithheld(exhibition, code, null)
    const outcome = await readWaitlist(db, officer, { slug: exhibition.slug })
    if (!outcome.ok) throw new Error(outcome.reason)
    const [first] = waiters
    expect(outcome.waiting.map(({ line }) => line.reference)).toEqual([first?.reference, stepFree.reference])
    expect(outcome.free.map(({ codes, next }) => [codes, next?.reference])).toEqual([
      [['A-1', 'A-2'], first?.reference],
      [['A-3'], first?.reference],
    ])
  })

  test('tells a viewer no name', async () => {
    const { exhibition } = await fullHall(1, 1)
    const named = await readWaitlist(db, officer, { slug: exhibition.slug })
    expect(named).toMatchObject({ waiting: [{ line: { applicant: { name: expect.any(String) } } }] })
    const blind = await readWaitlist(db, viewer, { slug: exhibition.slug })
    expect(blind).toMatchObject({ waiting: [{ line: { applicant: { name: null, phone: null } } }] })
  })

  test('pages in the same rows however long it is', async () => {
    const { exhibition } = await fullHall(1)
    await addCrowd(exhibition.id, 'waitlisted', { from: 10, to: 210 })
    const first = await readWaitlist(db, viewer, { slug: exhibition.slug })
    if (!first.ok) throw new Error(first.reason)
    expect(first.waiting).toHaveLength(50)
    const second = await readWaitlist(db, viewer, { slug: exhibition.slug, cursor: first.nextCursor })
    expect(second).toMatchObject({ waiting: { length: 50 } })
    const cursor = first.nextCursor
    const reads = () => rowsOf(({ db: at }) => readWaitlist(at, viewer, { slug: exhibition.slug, cursor }))
    const before = await reads()
    await addCrowd(exhibition.id, 'waitlisted', { from: 210, to: 10_000 })
    expect((await reads()).read).toBeLessThanOrEqual(before.read + 20)
    expect(await readWaitlist(db, viewer, { slug: exhibition.slug, cursor: 'x' })).toMatchObject({
      reason: 'invalid_input',
    })
  })
})
