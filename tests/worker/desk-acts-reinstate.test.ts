import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import { reinstateBooking } from '../../worker/desk/reinstate-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import type { Store } from '../../worker/store.ts'
import { because, fullHall, reasonOf, sentDeskAct, setState, templatesTo } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked, bookingBody, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { as, declined, pendingHall, sendDeskAct, sendEntry } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'

type Headers = Record<string, string>

let officer: Headers, manager: Headers
let boss: Staff

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  manager = await as('manager')
  boss = await signedInStaff('manager')
})

const upheld = because('appeal_upheld', 'تبيّن أن العضوية سارية')
describe('upholding an appeal', () => {
  const declinedAt = async (wanted: Parameters<typeof buildExhibition>[0] = {}, body: Record<string, unknown> = {}) => {
    const exhibition = await buildExhibition({ review: 'before_confirming', stalls: 1, ...wanted })
    const booking = await booked(exhibition.slug, body)
    await sentDeskAct(officer, booking.reference, 'decline', declined)
    return { exhibition, booking, reference: booking.reference }
  }

  test('gives the application its stall back while that can still be claimed', async () => {
    const { exhibition, reference } = await declinedAt()
    const view = await sentDeskAct<DeskBooking>(manager, reference, 'reinstate', upheld)
    expect(view).toMatchObject({ state: 'pending', stall: 'A-1', version: 3 })
    expect(view.history.at(-1)).toMatchObject({
      act: 'reinstate',
      state: 'pending',
      reason: { code: 'appeal_upheld', text: 'تبيّن أن العضوية سارية' },
    })
    expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_declined', 'booking_reinstated'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('puts it on the waiting list, after those who wait, when the stall is somebody else’s', async () => {
    const { exhibition, reference } = await declinedAt()
    await booked(exhibition.slug, { stall: 'A-1' })
    await booked(exhibition.slug, { joinWaitlist: true })
    const view = await sentDeskAct<DeskBooking>(manager, reference, 'reinstate', upheld)
    expect(view).toMatchObject({ state: 'waitlisted', stall: null, rank: 2 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('lets whoever waited before wait where they did', async () => {
    const { exhibition, waiters } = await fullHall(1, 2)
    const first = waiters[0]?.reference ?? ''
    await sentDeskAct(officer, first, 'decline', declined)
    await booked(exhibition.slug, { joinWaitlist: true })
    expect(await sentDeskAct(manager, first, 'reinstate', upheld)).toMatchObject({ state: 'waitlisted', rank: 1 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('makes a ballot’s entry an entry again, under the same code, until the freeze', async () => {
    const { exhibition, booking, reference } = await declinedAt({ mode: 'ballot' })
    await setState(exhibition, 'closed')
    expect(await sentDeskAct(manager, reference, 'reinstate', upheld)).toMatchObject({
      state: 'applied',
      drawCode: booking.drawCode,
      rank: null,
    })
    await sentDeskAct(officer, reference, 'decline', declined)
    for (const state of ['frozen', 'drawn', 'finished']) {
      await setState(exhibition, state)
      expect(await problemOf(await sendDeskAct(manager, reference, 'reinstate', upheld))).toMatchObject({
        code: 'transition_refused',
        state: 'declined',
      })
    }
  })

  test('needs a reason, a manager who did not enter it, and an application that was declined', async () => {
    const { slug } = await pendingHall()
    const entered = await (await sendEntry(manager, slug)).json<{ reference: string }>()
    await sentDeskAct(officer, entered.reference, 'decline', declined)
    expect((await problemOf(await sendDeskAct(manager, entered.reference, 'reinstate', {}))).code).toBe(
      'reason_required',
    )
    expect((await problemOf(await sendDeskAct(officer, entered.reference, 'reinstate', upheld))).code).toBe(
      'role_required',
    )
    expect((await problemOf(await sendDeskAct(manager, entered.reference, 'reinstate', upheld))).code).toBe('own_entry')
    const { reference } = await booked(slug)
    expect(await problemOf(await sendDeskAct(manager, reference, 'reinstate', upheld))).toMatchObject({
      code: 'transition_refused',
      state: 'pending',
    })
    expect(
      await problemOf(await sendDeskAct(manager, reference, 'reinstate', { ...upheld, version: 7 })),
    ).toMatchObject({
      code: 'changed_meanwhile',
    })
  })

  test('is refused while the applicant has another live booking, or the delegate its fill', async () => {
    const { applicant } = bookingBody()
    const { exhibition, reference } = await declinedAt({ stalls: 2 }, { applicant })
    await booked(exhibition.slug, { applicant, stall: 'A-2' })
    expect((await problemOf(await sendDeskAct(manager, reference, 'reinstate', upheld))).code).toBe('already_booked')

    const delegate = { organisation: 'جمعية المرأة', name: 'سالمة', phone: nextPhone() }
    const hall = await declinedAt({ stalls: 25 }, { delegate: { ...delegate, familyLabel: 'أسرة 0' } })
    for (let family = 1; family <= 20; family += 1) {
      await booked(hall.exhibition.slug, { delegate: { ...delegate, familyLabel: `أسرة ${family}` } })
    }
    expect((await problemOf(await sendDeskAct(manager, hall.reference, 'reinstate', upheld))).code).toBe(
      'delegate_limit',
    )
  })

  describe('while something happens between reading and writing', () => {
    const reinstate = (at: Store, reference: string) =>
      reinstateBooking(at, boss, { reference, reason: reasonOf('appeal_upheld') }, noon)

    test('a stall that is claimed is not given twice: the application waits', async () => {
      const { exhibition, reference } = await declinedAt()
      const altered = withMeanwhile(() => booked(exhibition.slug, { stall: 'A-1' }))
      expect(await reinstate(altered.db, reference)).toMatchObject({ ok: true })
      expect(await rowOf(reference)).toMatchObject({ state: 'waitlisted', ordinal: 1 })
      expect(await brokenInvariants(exhibition)).toEqual([])
    })

    test('a freeze keeps the entry out', async () => {
      const { exhibition, reference } = await declinedAt({ mode: 'ballot' })
      const altered = withMeanwhile(() => setState(exhibition, 'frozen'))
      expect(await reinstate(altered.db, reference)).toMatchObject({ reason: 'transition_refused' })
      expect((await rowOf(reference)).state).toBe('declined')
    })

    test('without the condition on the exhibition the entry slips in after the freeze', async () => {
      const { exhibition, reference } = await declinedAt({ mode: 'ballot' })
      const between = withMeanwhile(() => setState(exhibition, 'frozen'))
      await withoutCondition(`IN ('open', 'closed')`, (altered) => reinstate(altered.db, reference), {
        replacement: 'IS NOT NULL',
        base: between.db.d1,
      })
      expect((await rowOf(reference)).state).toBe('applied')
    })

    test('a new application of the same person keeps the old one out', async () => {
      const { applicant } = bookingBody()
      const { exhibition, reference } = await declinedAt({ stalls: 2 }, { applicant })
      const altered = withMeanwhile(() => booked(exhibition.slug, { applicant, stall: 'A-2' }))
      expect(await reinstate(altered.db, reference)).toEqual({ ok: false, reason: 'already_booked' })
      expect(await brokenInvariants(exhibition)).toEqual([])
    })

    test('somebody who starts to wait keeps their place', async () => {
      const { exhibition, reference } = await declinedAt()
      await booked(exhibition.slug, { stall: 'A-1' })
      const altered = withMeanwhile(() => booked(exhibition.slug, { joinWaitlist: true }))
      expect(await reinstate(altered.db, reference)).toMatchObject({ ok: true })
      expect(await rowOf(reference)).toMatchObject({ state: 'waitlisted', ordinal: 2 })
      expect(await brokenInvariants(exhibition)).toEqual([])
    })
  })
})
