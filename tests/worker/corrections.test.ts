import { beforeAll, describe, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { applicantKeyIsFree } from '../../db/queries/act-ground.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import { correctBooking } from '../../worker/own-data/correct-booking.ts'
import { phoneKey } from '../../worker/people/person.ts'
import { withMeanwhile, withoutCondition, withoutIndex } from '../builders/altered-d1.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { brokenInvariants } from '../builders/broken-invariants.ts'
import { asking, correction, outboxOf } from '../builders/own-data.ts'
import { as, readAtDesk, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, sendJson, sentRead, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>

beforeAll(async () => {
  setClock()
  officer = await as('officer')
})

describe('a correction', () => {
  test('moves the priority that the booking earned, and none that the old number earned elsewhere', async () => {
    const [earlier, here] = [await buildExhibition(), await buildExhibition()]
    const { booking } = await asking(here.slug)
    await d1
      .prepare(
        `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
         SELECT b.applicant_key, e.value, 'drawn_and_lost', 9e15 FROM bookings b, json_each(?) e WHERE b.reference = ?`,
      )
      .bind(JSON.stringify([earlier.id, here.id]), booking.reference)
      .run()
    const phone = nextPhone()
    expect((await sendDeskAct(officer, booking.reference, 'correct', correction({ phone }))).status).toBe(200)
    const { results } = await d1
      .prepare('SELECT exhibition_id AS id FROM priority_ledger WHERE applicant_key = ?')
      .bind(await phoneKey(db.keys, phone))
      .all<{ id: number }>()
    expect(results).toEqual([{ id: here.id }])
  })

  test('changes what the booking says, how it is found, and tells its people', async () => {
    const exhibition = await buildExhibition()
    const { booking, phone } = await asking(exhibition.slug)
    const { reference } = booking
    const body = correction({ phone, wilayat: 'mutrah' })
    const corrected = await sendDeskAct(officer, reference, 'correct', body)
    expect(await corrected.json()).toMatchObject({
      applicant: { name: 'زهراء البلوشية', phone, wilayat: 'mutrah', governorate: 'muscat' },
      product: { tradeName: 'حلوى زهراء', category: 'halwa' },
    })
    const found = (q: string) => sendJson(`/api/v1/desk/exhibitions/${exhibition.slug}/bookings/search`, { q }, officer)
    const references = async (q: string) =>
      (await (await found(q)).json<DeskPage<{ reference: string }>>()).items.map((line) => line.reference)
    expect(await references('زهراء')).toEqual([reference])
    expect(await references('زهرة')).toEqual([])
    expect((await outboxOf(officer, reference))[0]).toMatchObject({ template: 'booking_corrected', phone })
    const entry = (await readAtDesk(officer, reference)).history.at(-1)
    expect(entry).toMatchObject({ act: 'correct', by: { kind: 'staff' } })
    const event = await d1
      .prepare(`SELECT data FROM events WHERE stream = ? AND type = 'correct'`)
      .bind(`booking:${reference}`)
      .first<{ data: string }>()
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ fields: expect.arrayContaining(['applicant.name']) })
    expect(event?.data).not.toContain('زهر')
    // The phone stayed, so the holder's token opens the booking still.
    expect((await sentRead(booking)).applicant.name).toBe('زهراء البلوشية')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('of the phone takes the applicant key along and ends the tokens of before', async () => {
    const exhibition = await buildExhibition()
    const { booking, phone } = await asking(exhibition.slug)
    const other = nextPhone()
    expect((await sendDeskAct(officer, booking.reference, 'correct', correction({ phone: other }))).status).toBe(200)
    const row = await findBooking(d1, booking.reference)
    expect([row?.applicantKey, row?.phoneKey]).toEqual(Array(2).fill(await phoneKey(db.keys, other)))
    const self = await send(booking.links.self, { headers: bearer(booking.manageToken) })
    expect(self.status).toBe(404)
    expect((await outboxOf(officer, booking.reference))[0]).toMatchObject({
      template: 'booking_corrected',
      phone: other,
    })
    // The old number is free for its owner, the new one is not.
    await booked(exhibition.slug, { applicant: { kind: 'productive_family', name: 'سلمى', phone, wilayat: 'as-seeb' } })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('to a phone that has a live booking there is refused, however close the race', async () => {
    const exhibition = await buildExhibition()
    const { booking } = await asking(exhibition.slug)
    const taken = nextPhone()
    const applicant = { kind: 'productive_family', name: 'سلمى', phone: taken, wilayat: 'as-seeb' }
    await booked(exhibition.slug, { applicant })
    const body = correction({ phone: taken })
    expect(await problemOf(await sendDeskAct(officer, booking.reference, 'correct', body))).toMatchObject({
      status: 409,
      code: 'already_booked',
    })
    const staff = await signedInStaff('officer')
    const late = nextPhone()
    const between = withMeanwhile(() => booked(exhibition.slug, { applicant: { ...applicant, phone: late } }))
    const raced = { reference: booking.reference, ...correction({ phone: late }) }
    const request = { ...raced, version: null } as Parameters<typeof correctBooking>[2]
    expect(await correctBooking(between.db, staff, request, noon)).toEqual({ ok: false, reason: 'already_booked' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without its condition and the index gives one phone two live bookings', async () => {
    const exhibition = await buildExhibition()
    const { booking } = await asking(exhibition.slug)
    const staff = await signedInStaff('officer')
    const late = nextPhone()
    const applicant = { kind: 'productive_family', name: 'سلمى', phone: late, wilayat: 'as-seeb' }
    await withoutIndex('bookings_one_live_per_applicant', async () => {
      const between = withMeanwhile(() => booked(exhibition.slug, { applicant }))
      const request = { reference: booking.reference, ...correction({ phone: late }), version: null }
      const outcome = await withoutCondition(
        applicantKeyIsFree('').sql,
        (altered) => correctBooking(altered.db, staff, request as Parameters<typeof correctBooking>[2], noon),
        { replacement: '(? IS NOT NULL)', base: between.db.d1 },
      )
      expect(outcome.ok).toBe(true)
      expect(await brokenInvariants(exhibition)).toEqual([
        expect.stringContaining('an applicant with two live bookings'),
      ])
    })
  })

  test('leaves a family keyed by its delegate, whose message goes to both phones', async () => {
    const { slug } = await buildExhibition()
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: nextPhone(), familyLabel: '7' }
    const applicant = { kind: 'productive_family', name: 'سلمى', phone: null, wilayat: 'as-seeb' }
    const { reference } = await booked(slug, { applicant, delegate })
    const before = await findBooking(d1, reference)
    const phone = nextPhone()
    expect((await sendDeskAct(officer, reference, 'correct', correction({ phone }))).status).toBe(200)
    const after = await findBooking(d1, reference)
    expect(after?.delegateKey).toEqual(expect.any(String))
    expect([after?.applicantKey, after?.delegateKey]).toEqual([before?.applicantKey, before?.delegateKey])
    const sent = (await outboxOf(officer, reference)).filter(({ template }) => template === 'booking_corrected')
    expect(sent.map(({ recipient }) => recipient).sort()).toEqual(['applicant', 'delegate'])
  })

  test('keeps somebody who can be reached, and does not overwrite a newer version', async () => {
    const { slug } = await buildExhibition()
    const { booking } = await asking(slug)
    const { reference } = booking
    expect(
      await problemOf(await sendDeskAct(officer, reference, 'correct', correction({ phone: null }))),
    ).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'applicant.phone', code: 'required' }],
    })
    const stale = await sendDeskAct(officer, reference, 'correct', { ...correction(), version: 1 })
    expect(await problemOf(stale)).toMatchObject({ status: 409, code: 'changed_meanwhile' })
  })

  test('of nothing writes nothing', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    const { applicant, product, version } = await readAtDesk(officer, reference)
    const { kind: _kind, governorate: _governorate, ...same } = applicant
    const response = await sendDeskAct(officer, reference, 'correct', { applicant: same, product, version })
    expect(await response.json()).toMatchObject({ version })
  })
})
