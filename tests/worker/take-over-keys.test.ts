import { beforeAll, describe, expect, test } from 'vitest'
import { applicantKeyIsFree } from '../../db/queries/act-ground.ts'
import { takeOverBooking } from '../../worker/bookings/take-over-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { reinstateBooking } from '../../worker/desk/reinstate-booking.ts'
import type { Store } from '../../worker/store.ts'
import { as, declined } from '../builders/desk.ts'
import { sentDeskAct } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition, withoutIndex } from '../builders/altered-d1.ts'
import { booked, claim, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { associationOf, delegated, familyWith, tokenOf } from '../builders/delegation.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { call, write } from '../builders/documented.ts'
import { bearer, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

// Invariant 2 through a take-over: which key the booking has before and after, and what then fits beside it.

beforeAll(() => setClock(noon))

const takeOver = (
  who: { reference: string; token: string; address: string },
  at: Store = db,
  phone: string | null = null,
) => takeOverBooking(at, who, { phone, keepsEmail: false }, noon)
const already = { ok: false, reason: 'already_booked' }
const reason = { code: 'appeal_upheld', text: 'صحيح' } as const

describe('a phone that has another live booking at the exhibition', () => {
  test('cannot take one over, until one of the two is withdrawn', async () => {
    const exhibition = await buildExhibition({ stalls: 4 })
    const { own, reference, asFamily } = await delegated(exhibition.slug)
    const other = await booked(exhibition.slug, { applicant: familyWith(own) })
    const before = await rowOf(reference)
    expect(await takeOver(asFamily)).toEqual(already)
    expect(await rowOf(reference)).toEqual(before)
    await withdrawBooking(db, { reference: other.reference, token: other.manageToken }, noon)
    expect(await takeOver(asFamily)).toMatchObject({ ok: true })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('is found when it comes between the reading and the writing', async () => {
    const exhibition = await buildExhibition({ stalls: 4 })
    const { own, asFamily } = await delegated(exhibition.slug)
    const between = withMeanwhile(() => booked(exhibition.slug, { applicant: familyWith(own) }))
    expect(await takeOver(asFamily, between.db)).toEqual(already)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  const raced = async (isGuarded: boolean) => {
    const exhibition = await buildExhibition({ stalls: 4 })
    const { own, asFamily } = await delegated(exhibition.slug)
    const between = withMeanwhile(() => booked(exhibition.slug, { applicant: familyWith(own) }))
    const outcome = isGuarded
      ? takeOver(asFamily, between.db)
      : withoutCondition(applicantKeyIsFree('').sql, (altered) => takeOver(asFamily, altered.db), {
          replacement: '? IS NOT NULL',
          base: between.env.DB,
        })
    const [settled] = await Promise.allSettled([outcome])
    return { settled: settled.status, broken: await brokenInvariants(exhibition) }
  }

  test('is kept out by the unique index alone', async () => {
    expect(await raced(false)).toEqual({ settled: 'rejected', broken: [] })
  })

  test('is kept out by the condition alone', async () => {
    expect(await withoutIndex('bookings_one_live_per_applicant', () => raced(true))).toEqual({
      settled: 'fulfilled',
      broken: [],
    })
  })

  test('has two live bookings without either, and the invariants see it', async () => {
    const { broken } = await withoutIndex('bookings_one_live_per_applicant', () => raced(false))
    expect(broken).toEqual([expect.stringContaining('an applicant with two live bookings')])
  })
})

describe('a family that took its booking over', () => {
  test('cannot book again with its phone, and its delegate cannot book it again', async () => {
    const { slug } = await buildExhibition({ stalls: 4 })
    const { reference, own, phone, asFamily } = await delegated(slug)
    await takeOver(asFamily)
    expect(await claim(slug, { applicant: familyWith(own) })).toEqual(already)
    const again = { applicant: familyWith(null), delegate: associationOf(phone) }
    expect(await claim(slug, again)).toEqual(already)
    expect(await claim(slug, { ...again, delegate: associationOf(phone, 'أسرة 2') })).toMatchObject({ ok: true })
    await withdrawBooking(db, { reference, token: await tokenOf(reference, 'manage') }, noon)
    expect(await claim(slug, again)).toMatchObject({ ok: true })
  })

  test('would be booked twice without the condition of the claim', async () => {
    const { slug } = await buildExhibition({ stalls: 4 })
    const { phone, asFamily } = await delegated(slug)
    await takeOver(asFamily)
    const again = { applicant: familyWith(null), delegate: associationOf(phone) }
    const twice = withoutCondition('AND f.delegate_key = ?', ({ db: at }) => claim(slug, again, { at }), {
      replacement: 'AND f.delegate_key = -?',
    })
    expect(await twice).toMatchObject({ ok: true })
  })

  test('keeps its delegate from a reinstatement of the same family beside it, and the other way round', async () => {
    const officer = await as('officer')
    const boss = await signedInStaff('manager')
    const reinstate = (reference: string) => reinstateBooking(db, boss, { reference, reason }, noon)
    const { slug } = await buildExhibition({ stalls: 4, review: 'before_confirming' })

    const first = await delegated(slug)
    await sentDeskAct(officer, first.reference, 'decline', declined)
    const second = await delegated(slug, { phone: first.phone })
    await takeOver(second.asFamily)
    expect(await reinstate(first.reference)).toEqual(already)

    const third = await delegated(slug)
    await sentDeskAct(officer, third.reference, 'decline', declined)
    await takeOver(third.asFamily)
    const fourth = await delegated(slug, { phone: third.phone })
    expect(await reinstate(third.reference)).toEqual(already)
    await withdrawBooking(db, fourth.asDelegate, noon)
    expect(await reinstate(third.reference)).toMatchObject({ ok: true })
  })
})

test('the API answers a take-over as documented, every refusal among them', async () => {
  const name = 'POST /bookings/{reference}/take-over'
  const { slug } = await buildExhibition({ stalls: 6 })
  const { reference, asDelegate, asFamily } = await delegated(slug, { own: null })
  const one = `/bookings/${reference}/take-over`
  const headers = bearer(asFamily.token)
  const type = { 'Content-Type': 'application/json' }
  await call(name, one, { status: 401 })
  await call(name, one, { status: 404, headers: bearer(asDelegate.token) })
  await call(name, one, { status: 400, headers: { ...headers, ...type }, body: '{' })
  await call(name, one, { status: 415, headers, body: 'phone=1' })
  await call(name, one, { status: 422, headers })
  await call(name, one, { status: 422, ...write({ phone: '12' }, headers) })
  const phone = nextPhone()
  const other = await booked(slug, { applicant: familyWith(phone) })
  await call(name, one, { status: 409, ...write({ phone }, headers) })
  await withdrawBooking(db, { reference: other.reference, token: other.manageToken }, noon)
  const taken = await call(name, one, { status: 200, ...write({ phone }, headers) })
  const own = await taken.json<{ manageToken: string }>()
  expect(own).toMatchObject({ reference, delegate: null, applicant: { phone }, state: 'confirmed' })
  await call(name, one, { status: 404, headers })
  const again = await call(name, one, { status: 409, headers: bearer(own.manageToken) })
  expect(await again.json()).toMatchObject({ code: 'transition_refused', state: 'confirmed' })
  const third = await delegated(slug, { own: null })
  const guessed = nextPhone()
  const ask = () =>
    call(name, `/bookings/${third.reference}/take-over`, {
      status: 409,
      ...write({ phone: guessed }, bearer(third.asFamily.token)),
    })
  await booked(slug, { applicant: familyWith(guessed) })
  for (let i = 0; i < 5; i += 1) await ask()
  await call(name, `/bookings/${third.reference}/take-over`, {
    status: 429,
    ...write({ phone: guessed }, bearer(third.asFamily.token)),
  })
})
