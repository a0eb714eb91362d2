import { beforeAll, describe, expect, test } from 'vitest'
import { checkBooking } from '../../worker/desk/check-booking.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { enterBooking } from '../../worker/desk/enter-booking.ts'
import { readReview, type Review } from '../../worker/desk/read-review.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { enterBookingSchema } from '../../worker/contract/booking.ts'
import { parse } from '../../worker/contract/fields.ts'
import { booked, bookingBody, newKey } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { pendingHall } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Staff
beforeAll(async () => {
  setClock()
  officer = await signedInStaff('officer')
})

const review = async (slug: string, place: { at?: string; after?: string } = {}, who = officer): Promise<Review> => {
  const outcome = await readReview(db, who, { slug, ...place }, noon)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.review
}

/** Bookings of one exhibition, each a second after the other. */
async function queueOf(slug: string, count: number): Promise<string[]> {
  const references: string[] = []
  for (let i = 0; i < count; i += 1) references.push((await booked(slug, {}, noon + i * 1000)).reference)
  return references
}

async function entered(slug: string, by: Staff): Promise<string> {
  const body = parse(enterBookingSchema, { ...bookingBody(), enteredFrom: 'paper' })
  if (!body.ok) throw new Error('The body is invalid.')
  const outcome = await enterBooking(db, by, { slug, body: body.value, idempotencyKey: newKey() }, noon + 1500)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.booking.reference
}

describe('the review', () => {
  test('shows the oldest first, its place, and the ways on and back', async () => {
    const { slug } = await pendingHall()
    const [one, two, three] = await queueOf(slug, 3)
    expect(await review(slug)).toMatchObject({
      booking: { reference: one },
      position: 1,
      total: 3,
      isMore: false,
      previous: null,
      next: two,
    })
    expect(await review(slug, { at: two ?? '' })).toMatchObject({
      booking: { reference: two },
      position: 2,
      previous: one,
      next: three,
    })
  })

  test('goes on behind a decision, and from the start behind the last', async () => {
    const { slug } = await pendingHall()
    const [one = '', two = '', three = ''] = await queueOf(slug, 3)
    await confirmBooking(db, officer, { reference: two }, noon)
    expect(await review(slug, { after: two })).toMatchObject({ booking: { reference: three }, position: 2, total: 2 })
    await confirmBooking(db, officer, { reference: three }, noon)
    expect(await review(slug, { after: three })).toMatchObject({ booking: { reference: one }, position: 1, total: 1 })
    await confirmBooking(db, officer, { reference: one }, noon)
    expect(await review(slug, { after: one })).toMatchObject({ booking: null, total: 0, goOnAfter: null })
  })

  test('says of a booking that a colleague decided meanwhile that it is gone, and shows the next', async () => {
    const { slug } = await pendingHall()
    const [one = '', two] = await queueOf(slug, 2)
    await confirmBooking(db, await signedInStaff('officer'), { reference: one }, noon)
    expect(await review(slug, { at: one })).toMatchObject({
      gone: { reference: one, state: 'confirmed' },
      booking: { reference: two },
    })
  })

  test('skips what its reader entered and counts it; a colleague is shown it', async () => {
    const { slug } = await pendingHall()
    const [one, two] = await queueOf(slug, 2)
    const own = await entered(slug, officer)
    expect(await review(slug)).toMatchObject({ booking: { reference: one }, next: two, total: 2, own: 1 })
    expect(await review(slug, { at: own })).toMatchObject({ gone: null })
    expect(await review(slug, { at: two ?? '' })).toMatchObject({ own: 1, next: null })
    const other = await signedInStaff('officer')
    expect(await review(slug, {}, other)).toMatchObject({ total: 3, own: 0 })
    expect(await review(slug, { at: own }, other)).toMatchObject({ booking: { reference: own } })
  })

  test('of a ballot holds the entries that nobody checked', async () => {
    const { slug } = await buildExhibition({ mode: 'ballot', review: 'before_confirming' })
    const [one = '', two] = await queueOf(slug, 2)
    await checkBooking(db, officer, { reference: one }, noon)
    expect(await review(slug)).toMatchObject({ booking: { reference: two }, position: 1, total: 1 })
  })

  test('is closed to officers of other governorates, and a booking of elsewhere is not shown', async () => {
    const { slug } = await pendingHall()
    const elsewhere = await pendingHall()
    const [one] = await queueOf(slug, 1)
    const [theirs] = await queueOf(elsewhere.slug, 1)
    expect(await review(slug, { at: theirs ?? '' })).toMatchObject({ gone: null, booking: { reference: one } })
    const far = await signedInStaff('officer', { governorates: ['dhofar'] })
    expect(await readReview(db, far, { slug }, noon)).toEqual({ ok: false, reason: 'not_your_governorate' })
  })

  test('reads the same rows at ten thousand entries as at two thousand, and looks further when asked', async () => {
    const { slug, id } = await buildExhibition({ mode: 'ballot', review: 'before_confirming' })
    await booked(slug, {}, noon)
    const kept = `exhibition_id, state, kind, governorate, wilayat, category, lists_publicly, needs_step_free, language, consent_version`
    const fill = (from: number, to: number, checked: boolean) =>
      d1
        .prepare(
          `INSERT INTO bookings (reference, applicant_key, head_mac, created_at_utc, updated_at_utc, checked_at_utc, ${kept})
           SELECT printf('TMK-%03d%05d', ?1, n.value), n.value, n.value, created_at_utc + n.value, 0, ?4, ${kept}
           FROM bookings, (WITH RECURSIVE n(value) AS (SELECT ?2 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n) n
           WHERE exhibition_id = ?1 AND bookings.draw_code IS NOT NULL`,
        )
        .bind(id, from, to, checked ? noon : null)
        .run()
    await d1.prepare('UPDATE bookings SET checked_at_utc = 1 WHERE exhibition_id = ?').bind(id).run()
    await fill(1, 1200, true)
    await fill(1201, 2000, false)
    const first = await review(slug)
    expect(first).toMatchObject({ booking: null, isMore: true })
    const second = await review(slug, { after: first.goOnAfter ?? '' })
    expect(second).toMatchObject({ booking: null })
    const third = await review(slug, { after: second.goOnAfter ?? '' })
    expect(third.booking?.reference).toMatch(/01201$/)
    expect(third).toMatchObject({ position: null, isMore: true })
    const reads = () =>
      rowsOf(({ db: at }) => readReview(at, officer, { slug, at: third.booking?.reference ?? '' }, noon))
    const before = await reads()
    await fill(2001, 10_000, false)
    const after = await reads()
    expect(after.read).toBeLessThanOrEqual(before.read + 20)
    expect(after.written).toBe(0)
  })
})
