import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { because, fullHall, sentDeskAct, setWithheld, templatesTo } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked, claim } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { as, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>
let colleague: Staff

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  colleague = await signedInStaff('officer')
})

describe('moving a confirmed booking', () => {
  test('gives it the free stall and tells its applicant', async () => {
    const exhibition = await buildExhibition({ stalls: 3 })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1' })
    const moved = await sentDeskAct<DeskBooking>(officer, reference, 'move', { stall: 'a-3', version: 1 })
    expect(moved).toMatchObject({ state: 'confirmed', stall: 'A-3', version: 2 })
    expect(moved.history.at(-1)).toMatchObject({ act: 'move', state: 'confirmed', reason: null })
    expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_moved'])
    expect((await claim(exhibition.slug, { stall: 'A-1' })).ok).toBe(true)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('offers the stall it leaves to the next waiter in the same batch', async () => {
    const exhibition = await buildExhibition({
      stalls: [{ code: 'A-1', features: ['step_free'] }, { code: 'A-2' }],
    })
    const holder = await booked(exhibition.slug, { stall: 'A-1' })
    const waiter = await booked(exhibition.slug, { arrangements: ['step_free'], joinWaitlist: true })
    await sentDeskAct(officer, holder.reference, 'move', { stall: 'A-2', ...because('accessibility') })
    expect(await rowOf(holder.reference)).toMatchObject({ state: 'confirmed', stall: 'A-2' })
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('keeps the reason that was given, and needs none', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    const { reference } = await booked(slug, { stall: 'A-1' })
    const moved = await sentDeskAct<DeskBooking>(officer, reference, 'move', {
      stall: 'A-2',
      ...because('safety', 'س'),
    })
    expect(moved.history.at(-1)?.reason).toEqual({ code: 'safety', text: 'س' })
    const bare = await sendDeskAct(officer, reference, 'move', { stall: 'A-1', reason: { code: 'other' } })
    expect((await problemOf(bare)).code).toBe('reason_required')
  })

  test('to the stall it has changes nothing', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    const { reference } = await booked(slug, { stall: 'A-1' })
    expect(await sentDeskAct(officer, reference, 'move', { stall: 'A-1' })).toMatchObject({ version: 1 })
  })

  test.each([
    ['an occupied stall', 'A-2', { code: 'stall_occupied', status: 409, stalls: ['A-2'] }],
    ['a stall that is not there', 'Z-9', { code: 'stall_unknown', status: 422 }],
    ['a withheld stall', 'A-3', { code: 'invalid_input', errors: [{ field: 'stall', code: 'not_allowed' }] }],
    ['a stall that lacks step-free access', 'A-4', { code: 'invalid_input' }],
  ])('to %s is refused', async (_, stall, refusal) => {
    const exhibition = await buildExhibition({
      stalls: ['A-1', 'A-2', 'A-3', 'A-4'].map((code) => ({
        code,
        ...(code !== 'A-4' && { features: ['step_free' as const] }),
      })),
    })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1', arrangements: ['step_free'] })
    await booked(exhibition.slug, { stall: 'A-2' })
    await setWithheld(exhibition, 'A-3', 'exit')
    expect(await problemOf(await sendDeskAct(officer, reference, 'move', { stall }))).toMatchObject(refusal)
    expect(await rowOf(reference)).toMatchObject({ stall: 'A-1', version: 1 })
  })

  test('without a stall, before it is confirmed, or over a newer version is refused', async () => {
    const exhibition = await buildExhibition({ stalls: 3, review: 'before_confirming' })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1' })
    expect(await problemOf(await sendDeskAct(officer, reference, 'move', {}))).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'stall', code: 'required' }],
    })
    expect(await problemOf(await sendDeskAct(officer, reference, 'move', { stall: 'A-2' }))).toMatchObject({
      code: 'transition_refused',
      state: 'pending',
    })
    expect(await problemOf(await sendDeskAct(officer, reference, 'move', { stall: 'A-2', version: 9 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 1,
    })
  })

  test('takes no stall past a waiter whom the one that is left would not suit', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1' }, { code: 'A-2', features: ['step_free'] }] })
    const holder = await booked(exhibition.slug, { stall: 'A-1' })
    await setWithheld(exhibition, 'A-2', 'repair')
    await booked(exhibition.slug, { arrangements: ['step_free'], joinWaitlist: true })
    await setWithheld(exhibition, 'A-2', null)
    expect(await problemOf(await sendDeskAct(officer, holder.reference, 'move', { stall: 'A-2' }))).toMatchObject({
      code: 'stall_occupied',
      stalls: ['A-2'],
    })
  })

  test('passes nobody over where the waiter gets the stall that is left', async () => {
    const { exhibition, holders } = await fullHall(1, 0, {
      stalls: [{ code: 'A-1' }, { code: 'A-2', withheldReason: 'x' }],
    })
    const waiter = await booked(exhibition.slug, { joinWaitlist: true })
    await setWithheld(exhibition, 'A-2', null)
    await sentDeskAct(officer, holders[0]?.reference ?? '', 'move', { stall: 'A-2' })
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('a move and a claim for the same free stall', () => {
  const race = async (database = d1) => {
    const exhibition = await buildExhibition({ stalls: 2 })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1' })
    const claims = () => claim(exhibition.slug, { stall: 'A-2' })
    const move = moveBooking({ ...db, d1: database }, colleague, { reference, stall: 'A-2', reason: null }, noon)
    const outcomes = await Promise.all([move, claims(), claims(), claims()])
    return { exhibition, outcomes }
  }

  test('at once have one winner', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { exhibition, outcomes } = await race()
      const [move, ...claims] = outcomes
      const won = claims.filter((outcome) => outcome.ok && outcome.booking.stall === 'A-2')
      expect(Number(move.ok) + won.length).toBe(1)
      if (!move.ok) expect(move).toMatchObject({ reason: 'stall_occupied', stalls: ['A-2'] })
      expect(await brokenInvariants(exhibition)).toEqual([])
    }
  })

  const scene = async () => {
    const exhibition = await buildExhibition({ stalls: 2 })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1' })
    const between = withMeanwhile(() => booked(exhibition.slug, { stall: 'A-2' }))
    const request = { reference, stall: 'A-2', reason: null }
    return { exhibition, reference, between, move: (at = between.db) => moveBooking(at, colleague, request, noon) }
  }

  test('where the claim comes between leave the booking where it stands', async () => {
    const { exhibition, reference, move } = await scene()
    expect(await move()).toMatchObject({ ok: false, reason: 'stall_occupied' })
    expect(await rowOf(reference)).toMatchObject({ stall: 'A-1', version: 1 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without the condition on the stall would end in a fault of the unique index', async () => {
    const { between, move } = await scene()
    const condition = `(SELECT 1 FROM stalls s WHERE s.id = ? AND`
    const control = withoutCondition(condition, (altered) => move(altered.db), {
      replacement: '(SELECT 1 WHERE ? IS NOT NULL OR',
      base: between.db.d1,
    })
    await expect(control).rejects.toThrow()
  })
})
