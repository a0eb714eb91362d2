import { beforeAll, describe, expect, test } from 'vitest'
import { offerFreeStalls } from '../../worker/bookings/offer-free-stalls.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import { offerStall } from '../../worker/desk/offer-stall.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { readExhibition } from '../../worker/exhibitions/read-exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { because, reasonOf, sentDeskAct, setState, setWithheld, templatesTo } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { as, readAtDesk, sendDeskAct, sendEntry } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>

let officer: Headers
let clerk: Staff

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  clerk = await signedInStaff('officer')
})

const credential = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

describe('an officer’s offer', () => {
  /** A free stall and three who wait for it, before the scheduled job comes by. */
  const waiting = async (wanted: Parameters<typeof buildExhibition>[0] = {}) => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'x' }], ...wanted })
    const waiters = []
    for (let i = 0; i < 3; i += 1) waiters.push(await booked(exhibition.slug, { joinWaitlist: true }))
    await setWithheld(exhibition, 'A-1', null)
    return { exhibition, references: waiters.map(({ reference }) => reference), waiters }
  }
  const outOfOrder = ({ id }: { id: number }) =>
    d1.prepare('SELECT offers_out_of_order AS count FROM exhibitions WHERE id = ?').bind(id).first('count')

  test('in order needs no reason and is not counted', async () => {
    const { exhibition, references } = await waiting()
    const view = await sentDeskAct<DeskBooking>(officer, references[0] ?? '', 'offer', { stall: 'A-1' })
    expect(view).toMatchObject({ state: 'offered', stall: 'A-1', rank: 1 })
    expect(view.offerExpiresAt).toBe('2026-12-08T08:00:00.000Z')
    expect(await templatesTo(references[0] ?? '')).toEqual(['booking_received', 'booking_offered'])
    expect(await outOfOrder(exhibition)).toBe(0)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('out of order needs a reason, is counted publicly, and records everyone it passed over', async () => {
    const { exhibition, references } = await waiting()
    const [first = '', second = '', third = ''] = references
    const bare = await sendDeskAct(officer, third, 'offer', { stall: 'A-1' })
    expect(await problemOf(bare)).toMatchObject({
      code: 'reason_required',
      errors: [{ field: 'reason.code', code: 'required' }],
    })
    expect(await outOfOrder(exhibition)).toBe(0)
    const view = await sentDeskAct<DeskBooking>(officer, third, 'offer', { stall: 'A-1', ...because('accessibility') })
    expect(view).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(view.history.at(-1)?.reason?.code).toBe('accessibility')
    expect(await outOfOrder(exhibition)).toBe(1)
    // The exhibition's page says so; the API keeps to its documented members.
    expect(await readExhibition(db, exhibition, noon)).toMatchObject({ exhibition: { offersOutOfOrder: 1 } })
    expect(await (await send(`/api/v1/exhibitions/${exhibition.slug}`)).text()).not.toContain('offersOutOfOrder')
    expect(await templatesTo(third)).toEqual(['booking_received', 'booking_offered_out_of_order'])
    const skips = await d1
      .prepare('SELECT reference, cause FROM waitlist_skips WHERE offered_to = ? ORDER BY reference')
      .bind(third)
      .all<{ reference: string; cause: string }>()
    expect(skips.results).toEqual([first, second].sort().map((reference) => ({ reference, cause: 'out_of_order' })))
  })

  test('without a stall takes the first free one that suits', async () => {
    const { exhibition, references } = await waiting({
      stalls: [
        { code: 'A-1', withheldReason: 'x', features: ['step_free'] },
        { code: 'A-2', withheldReason: 'x' },
      ],
    })
    await setWithheld(exhibition, 'A-2', null)
    expect(await sentDeskAct(officer, references[0] ?? '', 'offer')).toMatchObject({ stall: 'A-2' })
    await setWithheld(exhibition, 'A-1', 'x')
    expect((await problemOf(await sendDeskAct(officer, references[1] ?? '', 'offer'))).code).toBe('exhibition_full')
  })

  test('never gives a stall that lacks step-free access to whoever asks for it, nor one that is held', async () => {
    const { exhibition, references } = await waiting()
    const asking = await booked(exhibition.slug, { arrangements: ['step_free'], joinWaitlist: true })
    const reason = because('accessibility')
    expect(
      await problemOf(await sendDeskAct(officer, asking.reference, 'offer', { stall: 'A-1', ...reason })),
    ).toMatchObject({ code: 'invalid_input', errors: [{ field: 'stall', code: 'not_allowed' }] })
    await sentDeskAct(officer, references[0] ?? '', 'offer', { stall: 'A-1' })
    expect(
      await problemOf(await sendDeskAct(officer, references[1] ?? '', 'offer', { stall: 'A-1', ...reason })),
    ).toMatchObject({ code: 'stall_occupied', stalls: ['A-1'] })
  })

  test('outside the zones that were named counts as out of order', async () => {
    const exhibition = await buildExhibition({
      mode: 'ballot',
      stalls: [{ code: 'A-1', zone: 'food', withheldReason: 'x' }],
    })
    const { reference } = await booked(exhibition.slug, { zones: ['crafts'] })
    await d1.prepare(`UPDATE bookings SET ordinal = 1, state = 'waitlisted' WHERE reference = ?`).bind(reference).run()
    await setState(exhibition, 'drawn')
    await setWithheld(exhibition, 'A-1', null)
    expect((await problemOf(await sendDeskAct(officer, reference, 'offer', { stall: 'A-1' }))).code).toBe(
      'reason_required',
    )
    await sentDeskAct(officer, reference, 'offer', { stall: 'A-1', ...because('set_aside') })
    expect(await outOfOrder(exhibition)).toBe(1)
  })

  test('is refused where no offer could end in time, before a draw is applied, and to whoever does not wait', async () => {
    const late = await waiting({ startsOn: '2026-12-07', endsOn: '2026-12-08', bookingClosesAtUtc: noon + 3_600_000 })
    expect(
      await problemOf(await sendDeskAct(officer, late.references[0] ?? '', 'offer', { stall: 'A-1' })),
    ).toMatchObject({ code: 'transition_refused', state: 'waitlisted' })
    const { exhibition, references } = await waiting()
    await setState(exhibition, 'frozen')
    expect((await problemOf(await sendDeskAct(officer, references[0] ?? '', 'offer', { stall: 'A-1' }))).code).toBe(
      'transition_refused',
    )
    const { reference } = await booked((await buildExhibition()).slug)
    expect(await problemOf(await sendDeskAct(officer, reference, 'offer', { stall: 'A-2' }))).toMatchObject({
      code: 'transition_refused',
      state: 'confirmed',
    })
  })

  test('is not made to one’s own entry', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'x' }] })
    const entered = await (
      await sendEntry(officer, exhibition.slug, { joinWaitlist: true })
    ).json<{ reference: string }>()
    await setWithheld(exhibition, 'A-1', null)
    expect((await problemOf(await sendDeskAct(officer, entered.reference, 'offer', { stall: 'A-1' }))).code).toBe(
      'own_entry',
    )
    expect((await readAtDesk(officer, entered.reference)).acts).toEqual(['ask', 'release-phone'])
  })

  describe('racing the system’s own', () => {
    const offer = (at: Store, reference: string) =>
      offerStall(at, clerk, { reference, stall: 'A-1', reason: reasonOf('accessibility') }, noon)

    test('makes one offer, whoever is faster', async () => {
      for (let round = 0; round < 8; round += 1) {
        const { exhibition, references } = await waiting()
        const last = references[2] ?? ''
        const system = round % 2 === 0 ? offerFreeStalls(db, 100, noon) : null
        const outcome = await offer(db, last)
        await (system ?? offerFreeStalls(db, 100, noon))
        const offered = await countOf('bookings', `exhibition_id = ? AND state = 'offered'`, exhibition.id)
        expect(offered).toBe(1)
        expect((await rowOf(last)).state).toBe(outcome.ok ? 'offered' : 'waitlisted')
        expect(await outOfOrder(exhibition)).toBe(outcome.ok ? 1 : 0)
        if (!outcome.ok) expect(outcome).toMatchObject({ reason: 'stall_occupied' })
      }
    })

    test('is refused when the system’s offer comes between', async () => {
      const { exhibition, references } = await waiting()
      const altered = withMeanwhile(() => offerFreeStalls(db, 100, noon))
      expect(await offer(altered.db, references[2] ?? '')).toMatchObject({ reason: 'stall_occupied' })
      expect(await rowOf(references[0] ?? '')).toMatchObject({ state: 'offered' })
      expect(await outOfOrder(exhibition)).toBe(0)
      expect(await brokenInvariants(exhibition)).toEqual([])
    })

    test('is counted by what is true when it is written: whoever has become next is offered in order', async () => {
      const { exhibition, waiters, references } = await waiting()
      const [one, two] = waiters
      if (!one || !two) throw new Error('Three wait.')
      const altered = withMeanwhile(async () => {
        await withdrawBooking(db, credential(one), noon)
        await withdrawBooking(db, credential(two), noon)
      })
      expect(await offer(altered.db, references[2] ?? '')).toMatchObject({ ok: true })
      expect(await outOfOrder(exhibition)).toBe(0)
      expect(await brokenInvariants(exhibition)).toEqual([])
    })

    test('without the condition on the turn would be counted by what was read before', async () => {
      const { exhibition, waiters, references } = await waiting()
      const [one, two] = waiters
      if (!one || !two) throw new Error('Three wait.')
      const between = withMeanwhile(async () => {
        await withdrawBooking(db, credential(one), noon)
        await withdrawBooking(db, credential(two), noon)
      })
      await withoutCondition('IS NOT bookings.reference', (altered) => offer(altered.db, references[2] ?? ''), {
        replacement: 'IS NOT NULL',
        base: between.db.d1,
      })
      expect(await outOfOrder(exhibition)).toBe(1)
    })
  })
})
