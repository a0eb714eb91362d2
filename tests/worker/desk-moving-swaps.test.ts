import { beforeAll, describe, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { swapBookings } from '../../worker/desk/swap-bookings.ts'
import type { Store } from '../../worker/store.ts'
import { eventsOf, sendSwap, templatesTo } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
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

const credential = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

describe('swapping two confirmed bookings', () => {
  const two = async (wanted: Parameters<typeof buildExhibition>[0] = {}) => {
    const exhibition = await buildExhibition({ stalls: 3, ...wanted })
    const one = await booked(exhibition.slug, { stall: 'A-1' })
    const other = await booked(exhibition.slug, { stall: 'A-2' })
    return { exhibition, one, other, references: [one.reference, other.reference] }
  }

  test('lets each have the other’s stall and tells both', async () => {
    const { exhibition, one, other, references } = await two()
    const response = await sendSwap(officer, references, { versions: [1, 1] })
    expect(response.status).toBe(200)
    const { bookings } = await response.json<{ bookings: DeskBooking[] }>()
    expect(bookings).toMatchObject([
      { reference: one.reference, stall: 'A-2', state: 'confirmed', version: 2 },
      { reference: other.reference, stall: 'A-1', state: 'confirmed', version: 2 },
    ])
    for (const reference of references) {
      expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_swapped'])
      expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'swap'])
    }
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('leaves no trace of how the unique index was satisfied', async () => {
    const { references } = await two({ mode: 'first_come' })
    await sendSwap(officer, references)
    const events = await d1
      .prepare(`SELECT data ->> 'state' AS state FROM events WHERE stream IN (?, ?) AND type = 'swap'`)
      .bind(...references.map((reference) => `booking:${reference}`))
      .all()
    expect(events.results).toEqual([{ state: 'confirmed' }, { state: 'confirmed' }])
  })

  test.each([
    ['the same booking twice', ([one]: string[]) => [one, one], 422],
    ['one booking', ([one]: string[]) => [one], 422],
    ['three bookings', ([one, other]: string[]) => [one, other, 'TMK-00000000'], 422],
    ['a booking that is not there', ([one]: string[]) => [one, 'TMK-00000000'], 404],
    ['something else than references', () => [1, {}], 422],
  ])('is refused for %s', async (_, change, status) => {
    const { references } = await two()
    expect((await sendSwap(officer, change(references) as string[])).status).toBe(status)
  })

  test('is refused across exhibitions, over a newer version, and unless both are confirmed', async () => {
    const { exhibition, one, other, references } = await two()
    const away = await two()
    expect(await problemOf(await sendSwap(officer, [one.reference, away.one.reference]))).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'references.1', code: 'not_allowed' }],
    })
    expect(await problemOf(await sendSwap(officer, references, { versions: [1, 2] }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 1,
    })
    await withdrawBooking(db, credential(other), noon)
    expect(await problemOf(await sendSwap(officer, references))).toMatchObject({
      code: 'transition_refused',
      state: 'withdrawn',
    })
    expect(await rowOf(one.reference)).toMatchObject({ stall: 'A-1', version: 1 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('takes nobody’s step-free access away', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', features: ['step_free'] }, { code: 'A-2' }] })
    const one = await booked(exhibition.slug, { stall: 'A-1', arrangements: ['step_free'] })
    const other = await booked(exhibition.slug, { stall: 'A-2' })
    for (const references of [
      [one.reference, other.reference],
      [other.reference, one.reference],
    ]) {
      expect((await problemOf(await sendSwap(officer, references))).code).toBe('invalid_input')
    }
  })

  describe('while one of them withdraws', () => {
    const swap = (at: Store, references: string[]) =>
      swapBookings(at, colleague, { references, versions: null, reason: null }, noon)

    test('is both or neither, whoever is faster', async () => {
      for (let round = 0; round < 8; round += 1) {
        const { exhibition, one, other, references } = await two()
        const leaver = round % 2 === 0 ? one : other
        const [swapped, withdrawn] = await Promise.all([
          swap(db, references),
          withdrawBooking(db, credential(leaver), noon),
        ])
        expect(withdrawn.ok).toBe(true)
        const stays = await rowOf(leaver === one ? other.reference : one.reference)
        const first = leaver === one ? 'A-2' : 'A-1'
        const second = leaver === one ? 'A-1' : 'A-2'
        expect(stays).toMatchObject({ state: 'confirmed', stall: swapped.ok ? second : first })
        expect((await rowOf(leaver.reference)).state).toBe('withdrawn')
        if (!swapped.ok) expect(swapped).toMatchObject({ reason: 'transition_refused', state: 'withdrawn' })
        expect(await brokenInvariants(exhibition)).toEqual([])
      }
    })

    test.each([0, 1])('between reading and writing changes nothing of booking %i', async (place) => {
      const { exhibition, one, other, references } = await two()
      const [leaver, stays] = place === 0 ? [one, other] : [other, one]
      const before = await rowOf(stays.reference)
      const altered = withMeanwhile(() => withdrawBooking(db, credential(leaver), noon))
      expect(await swap(altered.db, references)).toMatchObject({ ok: false, state: 'withdrawn' })
      expect(await rowOf(stays.reference)).toEqual(before)
      expect(await brokenInvariants(exhibition)).toEqual([])
    })

    test('without the condition on the other booking would take a stall and give none', async () => {
      const { exhibition, one, other, references } = await two()
      const between = withMeanwhile(() => withdrawBooking(db, credential(other), noon))
      const condition = `(SELECT 1 FROM bookings o WHERE o.reference = ? AND o.version = ? AND o.state = 'confirmed') = 1`
      await withoutCondition(condition, (altered) => swap(altered.db, references), {
        replacement: '(? IS NOT NULL AND ? IS NOT NULL)',
        base: between.db.d1,
      }).catch(() => null)
      expect((await rowOf(one.reference)).state).not.toBe('confirmed')
      expect((await brokenInvariants(exhibition)).length).toBeGreaterThan(0)
    })
  })

  test('in both directions at once ends as one of them', async () => {
    const { exhibition, one, other, references } = await two()
    const swaps = await Promise.all([
      swapBookings(db, colleague, { references, versions: [1, 1], reason: null }, noon),
      swapBookings(db, colleague, { references: references.toReversed(), versions: [1, 1], reason: null }, noon),
    ])
    expect(swaps.filter(({ ok }) => ok)).toHaveLength(1)
    expect([(await rowOf(one.reference)).stall, (await rowOf(other.reference)).stall]).toEqual(['A-2', 'A-1'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})
