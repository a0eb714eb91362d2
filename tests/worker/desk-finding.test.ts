import { beforeAll, describe, expect, test } from 'vitest'
import { listBookings, listWorkload } from '../../db/queries/desk-bookings.ts'
import type { DeskBookingLine, DeskPage } from '../../worker/contract/desk.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as, listAtDesk, pendingHall, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

let officer: Record<string, string>

beforeAll(async () => {
  setClock()
  officer = await as('officer')
})

describe('finding', () => {
  test('lists the oldest first, by state, page after page', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming', stalls: 60 })
    const references: string[] = []
    for (let i = 0; i < 52; i += 1) references.push((await booked(slug, {}, noon + i)).reference)
    const first = await listAtDesk(officer, `${slug}/bookings?state=pending`)
    expect(first.items.map((line) => line.reference)).toEqual(references.slice(0, 50))
    const second = await listAtDesk(officer, `${slug}/bookings?state=pending&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({ nextCursor: null })
    expect(second.items.map((line) => line.reference)).toEqual(references.slice(50))
    expect((await listAtDesk(officer, `${slug}/bookings?state=confirmed`)).items).toEqual([])
    for (const query of ['state=nonsense', 'cursor=nonsense', 'cursor=9.zz']) {
      const response = await send(`/api/v1/desk/exhibitions/${slug}/bookings?${query}`, { headers: officer })
      expect((await problemOf(response)).code).toBe('invalid_input')
    }
  })

  test('shows a viewer neither names nor phones', async () => {
    const { slug } = await pendingHall()
    const phone = nextPhone()
    const applicant = { kind: 'productive_family', name: 'عائشة الحارثية', phone, wilayat: 'as-seeb' }
    await booked(slug, { applicant, product: { category: 'halwa', tradeName: 'بيت عائشة' } })
    const whole = JSON.stringify(await listAtDesk(officer, `${slug}/bookings`))
    expect(whole).toContain(phone)
    const seen = JSON.stringify(await listAtDesk(await as('viewer'), `${slug}/bookings`))
    for (const secret of [phone, 'عائشة', 'الحارثية']) expect(seen).not.toContain(secret)
  })

  test('finds by reference, phone or whole words of a name, within the exhibition', async () => {
    const { slug } = await pendingHall()
    const elsewhere = await pendingHall()
    const phone = nextPhone()
    const applicant = { kind: 'productive_family', name: 'أمينة بنت سعيد الحبسية', phone, wilayat: 'as-seeb' }
    const { reference } = await booked(slug, { applicant })
    await booked(slug)
    const find = async (q: string, where = slug) => {
      const response = await sendJson(`/api/v1/desk/exhibitions/${where}/bookings/search`, { q }, officer)
      return (await response.json<DeskPage<DeskBookingLine>>()).items.map((line) => line.reference)
    }
    const arabicDigits = phone.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))
    for (const q of [reference.toLowerCase(), phone, `+968 ${phone}`, arabicDigits, 'امينه', 'الحبسية أمينة']) {
      expect(await find(q), q).toEqual([reference])
      expect(await find(q, elsewhere.slug), q).toEqual([])
    }
    for (const q of ['الحبس', 'أمينة البلوشية', '70009998', 'TMK-00000000', '؟']) expect(await find(q), q).toEqual([])
    expect((await sendJson(`/api/v1/desk/exhibitions/${slug}/bookings/search`, { q: '' }, officer)).status).toBe(422)
  })

  test('tells what is not there', async () => {
    expect(await problemOf(await sendDeskAct(officer, 'TMK-00000000', 'check'))).toMatchObject({
      code: 'booking_not_found',
    })
    expect(await problemOf(await send('/api/v1/desk/bookings/x', { headers: officer }))).toMatchObject({ status: 404 })
    const nowhere = await send('/api/v1/desk/exhibitions/nowhere/bookings', { headers: officer })
    expect(await problemOf(nowhere)).toMatchObject({ code: 'exhibition_not_found' })
    expect(
      (await send('/api/v1/desk/me', { method: 'POST', headers: { ...officer, 'Content-Type': 'application/json' } }))
        .status,
    ).toBe(405)
  })

  test('narrows the list by state, governorate and kind of applicant, and by what is unchecked', async () => {
    const { slug } = await pendingHall()
    const applicant = (kind: string, wilayat: string) => ({ kind, name: 'سلمى', phone: nextPhone(), wilayat })
    const far = await booked(slug, { applicant: applicant('womens_association', 'salalah') }, noon)
    const near = await booked(slug, { applicant: applicant('productive_family', 'as-seeb') }, noon + 1)
    const checked = await booked(slug, { applicant: applicant('productive_family', 'salalah') }, noon + 2)
    await sendDeskAct(officer, checked.reference, 'check')
    const found = async (query: string) =>
      (await listAtDesk(officer, `${slug}/bookings?${query}`)).items.map(({ reference }) => reference)
    expect(await found('governorate=dhofar')).toEqual([far.reference, checked.reference])
    expect(await found('governorate=dhofar&kind=productive_family')).toEqual([checked.reference])
    expect(await found('unchecked=true')).toEqual([far.reference, near.reference])
    expect(await found('unchecked=true&kind=productive_family&state=pending&governorate=')).toEqual([near.reference])
    expect(await found('state=confirmed&unchecked=true')).toEqual([])
    for (const query of ['governorate=x', 'kind=x', 'unchecked=x', 'state=x']) {
      const answer = await send(`/api/v1/desk/exhibitions/${slug}/bookings?${query}`, { headers: officer })
      expect((await problemOf(answer)).errors).toMatchObject([{ field: query.split('=')[0], code: 'unknown' }])
    }
  })

  test('a filter looks at a thousand bookings and no more, and goes on from there', async () => {
    const { slug, id } = await buildExhibition({ mode: 'ballot' })
    const first = await booked(slug)
    const kept = `exhibition_id, state, category, lists_publicly, needs_step_free, language, consent_version, wilayat`
    const copies = (from: number, to: number, kind: string) =>
      d1
        .prepare(
          `INSERT INTO bookings (reference, applicant_key, head_mac, created_at_utc, updated_at_utc, kind, governorate, ${kept})
           SELECT 'TMK-' || printf('%08d', n.value), n.value, n.value, created_at_utc + n.value, 0, ?4, 'muscat', ${kept}
           FROM bookings, (WITH RECURSIVE n(value) AS (SELECT ?2 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n) n
           WHERE exhibition_id = ?1 AND reference = ?5`,
        )
        .bind(id, from, to, kind, first.reference)
        .run()
    await copies(20_000_001, 20_002_500, 'productive_family')
    await copies(20_002_501, 20_002_510, 'social_institution')
    const path = `${slug}/bookings?kind=social_institution`
    let page = await listAtDesk(officer, path)
    const pages = [page.items.length]
    while (page.nextCursor) {
      page = await listAtDesk(officer, `${path}&cursor=${page.nextCursor}`)
      pages.push(page.items.length)
    }
    expect(pages).toEqual([0, 0, 10])
    const filter = { exhibitionId: id, state: null, governorate: null, kind: 'x', isUnchecked: false, after: null }
    const looked = () => rowsOf(({ db }) => listBookings(db.d1, filter, 51))
    const before = await looked()
    await copies(20_002_511, 20_010_000, 'productive_family')
    expect((await looked()).read).toBeLessThanOrEqual(before.read + 20)
    expect(before.read).toBeLessThan(5_000)
  })

  test('a page costs the same rows however many bookings there are', async () => {
    const { slug, id } = await buildExhibition({ mode: 'ballot' })
    await booked(slug)
    const kept = `exhibition_id, state, kind, governorate, wilayat, category, lists_publicly, needs_step_free, language, consent_version`
    const copy = `INSERT INTO bookings (reference, applicant_key, head_mac, created_at_utc, updated_at_utc, ${kept})
      SELECT 'TMK-' || printf('%08d', n.value), n.value, n.value, created_at_utc + n.value, 0, ${kept}
      FROM bookings, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 5000) SELECT value FROM n) n
      WHERE exhibition_id = ?`
    await d1.prepare(copy).bind(id).run()
    for (const state of [null, 'applied'] as const) {
      for (const createdAtUtc of [-1, noon + 4000]) {
        const wanted = { exhibitionId: id, state, after: { createdAtUtc, reference: '' } }
        const filter = { ...wanted, governorate: null, kind: null, isUnchecked: false }
        const { read } = await rowsOf(async ({ db }) => {
          expect((await listBookings(db.d1, filter, 51)).rows).toHaveLength(51)
        })
        expect(read).toBeLessThan(250)
      }
    }
    const home = { governorates: null, ids: [id], endsFrom: '2026-01-01' }
    const { read } = await rowsOf(({ db }) => listWorkload(db.d1, home, 100))
    expect(read).toBeLessThan(500)
  })
})
