import { beforeAll, describe, expect, test } from 'vitest'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { offerFreeStalls } from '../../worker/bookings/offer-free-stalls.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { booked, claim } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

// What happens between an act's reading and its writing, one case at a time.

beforeAll(() => setClock(noon))

const full = async () => {
  const exhibition = await buildExhibition({ stalls: 1 })
  const holder = await booked(exhibition.slug)
  return { exhibition, holder, who: { reference: holder.reference, token: holder.manageToken } }
}

const waiting = (slug: string) => booked(slug, { joinWaitlist: true })

const check = (reference: string) =>
  changeBooking(db, reference, { act: 'check', actor: 'staff:1', set: { checked_at_utc: noon, checked_by: 1 } }, noon)

const withhold = (exhibitionId: number) =>
  d1.prepare(`UPDATE stalls SET withheld_reason = 'exit' WHERE exhibition_id = ?`).bind(exhibitionId).run()

describe('while a holder withdraws', () => {
  test('someone who starts to wait is offered the stall', async () => {
    const { exhibition, who } = await full()
    let waiter = ''
    const altered = withMeanwhile(async () => (waiter = (await waiting(exhibition.slug)).reference))
    expect(await withdrawBooking(altered.db, who, noon)).toMatchObject({ ok: true })
    expect(await rowOf(waiter)).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('the waiter who is checked by an officer keeps the offer', async () => {
    const { exhibition, who } = await full()
    const waiter = await waiting(exhibition.slug)
    const altered = withMeanwhile(() => check(waiter.reference))
    expect(await withdrawBooking(altered.db, who, noon)).toMatchObject({ ok: true })
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'offered', stall: 'A-1', version: 3 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('the waiter who withdraws too leaves the offer to the next', async () => {
    const { exhibition, who } = await full()
    const [first, second] = [await waiting(exhibition.slug), await waiting(exhibition.slug)]
    const altered = withMeanwhile(() =>
      withdrawBooking(db, { reference: first.reference, token: first.manageToken }, noon),
    )
    expect(await withdrawBooking(altered.db, who, noon)).toMatchObject({ ok: true })
    expect((await rowOf(first.reference)).state).toBe('withdrawn')
    expect((await rowOf(second.reference)).state).toBe('offered')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a stall that staff withhold is offered to nobody', async () => {
    const { exhibition, who } = await full()
    const waiter = await waiting(exhibition.slug)
    const altered = withMeanwhile(() => withhold(exhibition.id))
    expect(await withdrawBooking(altered.db, who, noon)).toMatchObject({ ok: true })
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'waitlisted', stall: null })
  })

  test('an exhibition that is cancelled makes no offer', async () => {
    const { exhibition, who } = await full()
    const waiter = await waiting(exhibition.slug)
    const altered = withMeanwhile(() =>
      d1.prepare(`UPDATE exhibitions SET state = 'cancelled' WHERE id = ?`).bind(exhibition.id).run(),
    )
    expect(await withdrawBooking(altered.db, who, noon)).toMatchObject({ ok: true })
    expect((await rowOf(waiter.reference)).state).toBe('waitlisted')
  })

  test('an officer who declines the same booking is told that it was withdrawn', async () => {
    const exhibition = await buildExhibition({ stalls: 1, review: 'before_confirming' })
    const holder = await booked(exhibition.slug)
    const who = { reference: holder.reference, token: holder.manageToken }
    const altered = withMeanwhile(() => withdrawBooking(db, who, noon))
    const decline = { act: 'decline', to: 'declined', actor: 'staff:1', text: 'ناقص' } as const
    expect(await changeBooking(altered.db, holder.reference, decline, noon)).toEqual({
      ok: false,
      reason: 'transition_refused',
      state: 'withdrawn',
    })
    expect(await countOf('texts', 'stream = ?', `booking:${holder.reference}`)).toBe(0)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('while the scheduled job offers a free stall', () => {
  const free = async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'exit' }] })
    const waiter = await waiting(exhibition.slug)
    await d1.prepare('UPDATE stalls SET withheld_reason = NULL WHERE exhibition_id = ?').bind(exhibition.id).run()
    return { exhibition, waiter }
  }

  test('a stall that staff withhold again is offered to nobody', async () => {
    const { exhibition, waiter } = await free()
    await offerFreeStalls(withMeanwhile(() => withhold(exhibition.id)).db, 100, noon)
    expect((await rowOf(waiter.reference)).state).toBe('waitlisted')
  })

  test('a waiter who withdraws gets no offer', async () => {
    const { exhibition, waiter } = await free()
    const altered = withMeanwhile(() =>
      withdrawBooking(db, { reference: waiter.reference, token: waiter.manageToken }, noon),
    )
    await offerFreeStalls(altered.db, 100, noon)
    expect((await rowOf(waiter.reference)).state).toBe('withdrawn')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

test('a phone that is released while its booking changes is released from what the booking became', async () => {
  const { exhibition, holder } = await full()
  const token = await makeToken(
    db.keys,
    holder.reference,
    'release',
    { tokenVersion: 1, delegateTokenVersion: 1 },
    null,
  )
  const altered = withMeanwhile(() => check(holder.reference))
  expect(await releasePhone(altered.db, { reference: holder.reference, token }, noon)).toEqual({ ok: true })
  const row = await d1
    .prepare('SELECT phone_key, version, checked_by FROM bookings WHERE reference = ?')
    .bind(holder.reference)
    .first()
  expect(row).toEqual({ phone_key: null, version: 3, checked_by: 1 })
  expect(await brokenInvariants(exhibition)).toEqual([])
})

test('a claim that finds the window closed between its reading and its writing is told so', async () => {
  const exhibition = await buildExhibition()
  await claim(exhibition.slug, { stall: 'A-9' })
  await d1.prepare(`UPDATE exhibitions SET state = 'closed' WHERE id = ?`).bind(exhibition.id).run()
  expect(await claim(exhibition.slug)).toMatchObject({ ok: false, reason: 'booking_closed' })
  expect(await countOf('bookings', 'exhibition_id = ?', exhibition.id)).toBe(1)
})
