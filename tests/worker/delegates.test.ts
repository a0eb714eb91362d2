import { describe, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { makeToken, type TokenPurpose } from '../../worker/people/tokens.ts'
import { booked, bookingBody, claim, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { d1, db } from '../builders/store.ts'

const associationOf = (phone: string, familyLabel = 'أسرة 1') => ({
  organisation: 'جمعية المرأة العمانية بالسيب',
  name: 'سالمة الحارثية',
  phone,
  familyLabel,
})

const applicantWith = (phone: string | null) => ({
  kind: 'productive_family',
  name: 'مريم البلوشية',
  phone,
  wilayat: 'as-seeb',
})

async function find(reference: string, phone: string): Promise<boolean> {
  const outcome = await findBookingByPhone(db, { address: '192.0.2.9' }, { reference, phone }, noon)
  return outcome.ok
}

async function release(reference: string, purpose: TokenPurpose): Promise<void> {
  const row = await findBooking(d1, reference)
  if (!row) throw new Error('The booking is not there.')
  const token = await makeToken(db.keys, reference, purpose, row, null)
  expect(await releasePhone(db, { reference, token }, noon)).toEqual({ ok: true })
}

describe('a booking on a family’s behalf', () => {
  test('gives the delegate a token of its own, and its acts are recorded as the delegate’s', async () => {
    const { slug } = await buildExhibition()
    const booking = await booked(slug, { applicant: applicantWith(null), delegate: associationOf(nextPhone()) })
    const outcome = await withdrawBooking(db, { reference: booking.reference, token: booking.manageToken }, noon)
    expect(outcome.ok).toBe(true)
    const { results } = await d1
      .prepare('SELECT actor FROM events WHERE stream = ? ORDER BY seq')
      .bind(`booking:${booking.reference}`)
      .all<{ actor: string }>()
    expect(results.map(({ actor }) => actor)).toEqual(['delegate', 'delegate'])
  })

  test('is one for each family, however its label is spaced', async () => {
    const { slug } = await buildExhibition()
    const phone = nextPhone()
    await booked(slug, { applicant: applicantWith(null), delegate: associationOf(phone) })
    for (const label of ['أسرة  1', ' أسرة\u00A01', 'أُسرة ١']) {
      const again = await claim(slug, { applicant: applicantWith(null), delegate: associationOf(phone, label) })
      expect(again).toEqual({ ok: false, reason: 'already_booked' })
    }
  })

  test('whose family’s number was mistyped keeps its delegate when that number is released', async () => {
    const { slug } = await buildExhibition()
    const [phone, mistyped] = [nextPhone(), nextPhone()]
    const body = { applicant: applicantWith(mistyped), delegate: associationOf(phone) }
    const { reference } = await booked(slug, body)
    await release(reference, 'release')
    expect(await find(reference, phone)).toBe(true)
    expect(await find(reference, mistyped)).toBe(false)
    expect(await claim(slug, body)).toEqual({ ok: false, reason: 'already_booked' })
  })

  test('lets go of the delegate’s number alone when the delegate’s phone says it was not them', async () => {
    const { slug } = await buildExhibition()
    const [phone, own] = [nextPhone(), nextPhone()]
    const { reference } = await booked(slug, { applicant: applicantWith(own), delegate: associationOf(phone) })
    await release(reference, 'delegate_release')
    expect(await find(reference, own)).toBe(true)
    expect(await find(reference, phone)).toBe(false)
    const other = bookingBody({ applicant: applicantWith(null), delegate: associationOf(phone) })
    expect(await claim(slug, other)).toMatchObject({ ok: true })
  })
})
