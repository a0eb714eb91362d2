import { beforeAll, describe, expect, test } from 'vitest'
import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { checkInBooking } from '../../worker/desk/check-in-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import { offerStall } from '../../worker/desk/offer-stall.ts'
import { reinstateBooking } from '../../worker/desk/reinstate-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { swapBookings } from '../../worker/desk/swap-bookings.ts'
import { undoCheckIn } from '../../worker/desk/undo-check-in.ts'
import { cancelExhibition } from '../../worker/exhibitions/cancel-exhibition.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { proposeAct } from '../../worker/proposals/propose-act.ts'
import { daysOf, eventsOf, firstMorning, fullHall, reasonOf, setWithheld, templatesTo } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { moments, twice } from '../builders/failing-d1.ts'
import { registerTestKind } from '../builders/proposal-kind.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

// D1 fails once while an act is written, and the act is sent again: nothing is lost, nothing doubled.

let boss: Staff, other: Staff

beforeAll(async () => {
  setClock(noon)
  registerTestKind()
  boss = await signedInStaff('manager')
  other = await signedInStaff('manager')
})

const reason = reasonOf('organiser_error')

describe.each(moments)('when D1 fails %s the write of', (when) => {
  const isWritten = when === 'after'

  test('a cancelling, the booking is cancelled once and its stall offered once', async () => {
    const { exhibition, holders, waiters } = await fullHall(1, 2)
    const reference = holders[0]?.reference ?? ''
    expect((await twice(when, (at) => cancelBooking(at, boss, { reference, reason }, noon))).ok).toBe(!isWritten)
    expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_cancelled'])
    expect(await countOf('priority_ledger', 'exhibition_id = ?', exhibition.id)).toBe(1)
    expect((await rowOf(waiters[0]?.reference ?? '')).state).toBe('offered')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a move, the booking moves once', async () => {
    const exhibition = await buildExhibition({ stalls: 2 })
    const { reference } = await booked(exhibition.slug, { stall: 'A-1' })
    const moved = await twice(when, (at) => moveBooking(at, boss, { reference, stall: 'A-2', reason: null }, noon))
    expect(moved).toMatchObject({ ok: true, booking: { stall: 'A-2', version: 2 } })
    expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_moved'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a swap that names the versions, the two swap once', async () => {
    const exhibition = await buildExhibition({ stalls: 2 })
    const references = [(await booked(exhibition.slug)).reference, (await booked(exhibition.slug)).reference]
    const request = { references, versions: [1, 1], reason: null }
    const swapped = await twice(when, (at) => swapBookings(at, boss, request, noon))
    expect(swapped).toMatchObject(isWritten ? { reason: 'changed_meanwhile', version: 2 } : { ok: true })
    expect((await rowOf(references[0] ?? '')).stall).toBe('A-2')
    expect((await rowOf(references[1] ?? '')).stall).toBe('A-1')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('an offer out of order, it is made and counted once', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'x' }] })
    await booked(exhibition.slug, { joinWaitlist: true })
    const { reference } = await booked(exhibition.slug, { joinWaitlist: true })
    await setWithheld(exhibition, 'A-1', null)
    await twice(when, (at) => offerStall(at, boss, { reference, stall: 'A-1', reason }, noon))
    expect(await rowOf(reference)).toMatchObject({ state: 'offered', version: 2 })
    expect(await countOf('exhibitions', 'id = ? AND offers_out_of_order = 1', exhibition.id)).toBe(1)
    expect(await countOf('waitlist_skips', 'offered_to = ?', reference)).toBe(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a reinstatement, the application is back once', async () => {
    const { exhibition, holders } = await fullHall(1, 0, { review: 'before_confirming' })
    const reference = holders[0]?.reference ?? ''
    await declineBooking(db, boss, { reference, reason }, noon)
    await twice(when, (at) => reinstateBooking(at, boss, { reference, reason }, noon))
    expect(await rowOf(reference)).toMatchObject({ state: 'pending', stall: 'A-1', version: 3 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a check-in and its undoing, the day is there once and gone once', async () => {
    const exhibition = await buildExhibition()
    const { reference } = await booked(exhibition.slug)
    const checkedIn = await twice(when, (at) => checkInBooking(at, boss, { reference }, firstMorning))
    expect(checkedIn).toMatchObject({ ok: true, checkIn: { repeated: isWritten } })
    expect(await daysOf(reference)).toHaveLength(1)
    await twice(when, (at) => undoCheckIn(at, boss, { reference, reason }, firstMorning))
    expect(await daysOf(reference)).toEqual([])
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'check-in', 'undo-check-in'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a proposal and its approval, it is made once and carried out once', async () => {
    const exhibition = await buildExhibition()
    const subject = `exhibition:${exhibition.slug}`
    const request = { kind: 'write_off', subject, data: { width: 900 } } as const
    const proposed = await twice(when, (at) => proposeAct(at, boss, request, noon))
    const id = proposed.ok ? proposed.proposal.id : ''
    await twice(when, (at) => approveProposal(at, other, { id }, noon))
    expect(await eventsOf(subject)).toEqual(['propose', 'widened'])
    expect(await countOf('proposals', `subject = ? AND state = 'approved'`, subject)).toBe(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('an exhibition’s cancelling, it is cancelled once', async () => {
    const { exhibition } = await fullHall(1)
    await twice(when, (at) => cancelExhibition(at, boss, { slug: exhibition.slug, reason }, noon))
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['cancelled'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})
