import { beforeAll, describe, expect, test } from 'vitest'
import { deskCalls } from '../../worker/desk/permissions.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import type { DeskBooking, DeskBookingLine, DeskPage } from '../../worker/contract/desk.ts'
import { roles, type Role } from '../../worker/contract/codes.ts'
import { listBookings, listWorkload } from '../../db/queries/desk-bookings.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { bookingBody, booked, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

const declined = { reason: { code: 'incomplete', text: 'تنقص بيانات المنتج' } }
let officer: Record<string, string>
let other: Record<string, string>
let officerId: number

beforeAll(async () => {
  setClock()
  const [one, two] = [await buildStaff('officer'), await buildStaff('officer')]
  officerId = one.id
  officer = await signedInAs(one.email)
  other = await signedInAs(two.email)
})

const pendingHall = () => buildExhibition({ review: 'before_confirming' })
const as = async (role: Role, options: Parameters<typeof buildStaff>[1] = {}) =>
  signedInAs((await buildStaff(role, options)).email)
const act = (reference: string, name: string, body: unknown = {}, who = officer) =>
  sendJson(`/api/v1/desk/bookings/${reference}/${name}`, body, who)
const read = async (reference: string) =>
  (await send(`/api/v1/desk/bookings/${reference}`, { headers: officer })).json<DeskBooking>()
const listed = async (path: string, who = officer) =>
  (await send(`/api/v1/desk/exhibitions/${path}`, { headers: who })).json<DeskPage<DeskBookingLine>>()
const entered = (slug: string, change: Record<string, unknown> = {}, who = officer) =>
  sendJson(`/api/v1/desk/exhibitions/${slug}/bookings`, { ...bookingBody(change), enteredFrom: 'paper' }, who)

/** A D1 that adds up the rows which its single statements read. */
function countingRows() {
  let rows = 0
  const bound = (statement: D1PreparedStatement) => ({
    async all() {
      const result = await statement.all()
      rows += result.meta.rows_read
      return result
    },
  })
  const database = new Proxy(d1, {
    get: (target, name) =>
      name === 'prepare'
        ? (sql: string) => ({ bind: (...values: unknown[]) => bound(target.prepare(sql).bind(...values)) })
        : Reflect.get(target, name),
  })
  return { database, rowsRead: () => rows }
}

describe('deciding', () => {
  test('confirms a pending booking, which counts as its check, and tells the applicant', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const response = await act(reference, 'confirm')
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const booking = await response.json<DeskBooking>()
    expect(booking).toMatchObject({ state: 'confirmed', version: 2, acts: ['release-phone'] })
    expect(booking.checked?.by?.en).toMatch(/^Colleague/)
    expect(booking.history.at(-1)).toMatchObject({ act: 'confirm', state: 'confirmed', by: { kind: 'staff' } })
    const sent = await d1.prepare('SELECT template FROM outbox WHERE subject = ? ORDER BY id').bind(reference).all()
    expect(sent.results.map((row) => row['template'])).toEqual(['booking_received', 'booking_confirmed'])
  })

  test('a check leaves the state; the confirmation keeps who checked', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    expect(await (await act(reference, 'check')).json()).toMatchObject({ state: 'pending', version: 2 })
    expect(await (await act(reference, 'check', {}, other)).json()).toMatchObject({ state: 'pending', version: 2 })
    await act(reference, 'confirm', {}, other)
    const row = await d1.prepare('SELECT checked_by FROM bookings WHERE reference = ?').bind(reference).first()
    expect(row).toEqual({ checked_by: officerId })
    const { history } = await read(reference)
    expect(history.map((entry) => entry.act)).toEqual(['booked', 'check', 'confirm'])
  })

  test('an act needs no body at all', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const response = await send(`/api/v1/desk/bookings/${reference}/check`, { method: 'POST', headers: officer })
    expect(response.status).toBe(200)
  })

  test('declines with a reason that the applicant reads, and frees the stall', async () => {
    const { slug } = await pendingHall()
    const booking = await booked(slug, { stall: 'A-1' })
    expect((await act(booking.reference, 'decline', declined)).status).toBe(200)
    const view = await send(booking.links.self, { headers: { Authorization: `Bearer ${booking.manageToken}` } })
    const { history } = await view.json<{ history: unknown[] }>()
    expect(history.at(-1)).toMatchObject({
      state: 'declined',
      reason: { code: 'incomplete', text: 'تنقص بيانات المنتج' },
    })
    expect((await booked(slug, { stall: 'A-1' })).stall).toBe('A-1')
    const words = await d1
      .prepare('SELECT data FROM events WHERE stream = ?')
      .bind(`booking:${booking.reference}`)
      .all()
    expect(JSON.stringify(words.results)).not.toContain('تنقص')
  })

  test('a decline without a reason, or for "other" without words, is refused', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    for (const body of [{}, { reason: null }, { reason: { code: '' } }, { reason: { code: 'other', text: ' ' } }]) {
      const response = await act(reference, 'decline', body)
      expect(response.status).toBe(422)
      const problem = await problemOf(response)
      expect(problem.code).toBe('reason_required')
      expect(problem.errors).toHaveLength(1)
    }
    expect(await problemOf(await act(reference, 'decline', { reason: { code: 'nonsense' } }))).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'reason.code', code: 'unknown' }],
    })
  })

  test('what the table does not allow is refused with the state', async () => {
    const { slug } = await buildExhibition({ review: 'none' })
    const { reference } = await booked(slug)
    for (const [name, body] of [
      ['confirm', {}],
      ['decline', declined],
    ] as const) {
      expect(await problemOf(await act(reference, name, body))).toMatchObject({
        status: 409,
        code: 'transition_refused',
        state: 'confirmed',
      })
    }
  })

  test('a stale version is told, whatever happened meanwhile', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    await act(reference, 'check', { version: 1 })
    expect(await problemOf(await act(reference, 'confirm', { version: 1 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 2,
    })
    await act(reference, 'confirm', { version: 2 })
    expect(await problemOf(await act(reference, 'decline', { ...declined, version: 2 }, other))).toMatchObject({
      code: 'changed_meanwhile',
      version: 3,
    })
  })

  test('of two officers at once one decides and the other is told', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [one, two] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const reason = { code: 'incomplete' as const, text: 'x' }
    const outcomes = await Promise.all([
      confirmBooking(db, one, { reference }, noon),
      declineBooking(db, two, { reference, reason }, noon),
    ])
    const winners = outcomes.filter((outcome) => outcome.ok)
    expect(winners).toHaveLength(1)
    const told = outcomes.find((outcome) => !outcome.ok)
    expect(told).toMatchObject({ reason: 'transition_refused' })
    const { history, state } = await read(reference)
    expect(history).toHaveLength(2)
    expect(told).toMatchObject({ state })
  })

  test('an act between reading and writing is not overwritten: with a version the slower one is told it changed', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [one, two] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const meanwhile = withMeanwhile(() => confirmBooking(db, one, { reference, version: 1 }, noon))
    const reason = { code: 'safety' as const, text: '' }
    const outcome = await declineBooking(meanwhile.db, two, { reference, reason, version: 1 }, noon)
    expect(outcome).toEqual({ ok: false, reason: 'changed_meanwhile', version: 2 })
    expect((await read(reference)).state).toBe('confirmed')
  })
})

describe('who may', () => {
  test('each role may make the calls of its line and no other', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    for (const role of roles) {
      const who = await as(role)
      for (const [call, allowed] of Object.entries(deskCalls)) {
        const [method = '', path = ''] = call.split(' ')
        const address = path.replace(':slug', slug).replace(':reference', reference).replace(':id', '0')
        const headers = { ...who, 'Content-Type': 'application/json' }
        const response = await send(`/api/v1${address}`, { method, headers, ...(method === 'POST' && { body: '[]' }) })
        const isAllowed = (allowed as readonly Role[]).includes(role)
        expect(response.status === 403, `${role} ${call}`).toBe(!isAllowed)
        if (!isAllowed) expect((await problemOf(response)).code).toBe('role_required')
        expect((await send(`/api/v1${address}`, { method })).status, call).toBe(401)
      }
    }
  })

  test('an officer works in their own governorates only, a manager in all', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming', governorate: 'dhofar' })
    const { reference } = await booked(slug)
    const refused = [
      await act(reference, 'check'),
      await act(reference, 'decline', declined),
      await send(`/api/v1/desk/bookings/${reference}`, { headers: officer }),
      await send(`/api/v1/desk/exhibitions/${slug}/bookings`, { headers: officer }),
      await sendJson(`/api/v1/desk/exhibitions/${slug}/bookings/search`, { q: reference }, officer),
      await entered(slug),
    ]
    for (const response of refused) {
      expect(response.status).toBe(403)
      expect((await problemOf(response)).code).toBe('not_your_governorate')
    }
    expect((await act(reference, 'check', {}, await as('manager', { governorates: [] }))).status).toBe(200)
  })

  test('nobody judges what they entered: a colleague does', async () => {
    const { slug } = await buildExhibition({ review: 'none' })
    const response = await entered(slug)
    expect(response.status).toBe(201)
    const { reference, state } = await response.json<{ reference: string; state: string }>()
    expect(state).toBe('pending')
    for (const [name, body] of [
      ['check', {}],
      ['confirm', {}],
      ['decline', declined],
    ] as const) {
      expect(await problemOf(await act(reference, name, body))).toMatchObject({ status: 403, code: 'own_entry' })
    }
    expect((await read(reference)).acts).toEqual(['release-phone'])
    expect((await act(reference, 'confirm', {}, other)).status).toBe(200)
  })

  test('an entered application gives the officer no token, and the same key enters it once', async () => {
    const { slug } = await pendingHall()
    const headers = { ...officer, 'Idempotency-Key': crypto.randomUUID() }
    const body = { phone: nextPhone() }
    const sentBody = { applicant: { kind: 'productive_family', name: 'سلمى', phone: body.phone, wilayat: 'as-seeb' } }
    const [one, two] = [await entered(slug, sentBody, headers), await entered(slug, sentBody, headers)]
    const first = await one.text()
    expect(first).not.toContain('manageToken')
    expect(await two.text()).toBe(first)
    expect(await problemOf(await entered(slug, sentBody))).toMatchObject({ code: 'already_booked' })
  })
})

describe('finding', () => {
  test('lists the oldest first, by state, page after page', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming', stalls: 60 })
    const references: string[] = []
    for (let i = 0; i < 52; i += 1) references.push((await booked(slug, {}, noon + i)).reference)
    const first = await listed(`${slug}/bookings?state=pending`)
    expect(first.items.map((line) => line.reference)).toEqual(references.slice(0, 50))
    const second = await listed(`${slug}/bookings?state=pending&cursor=${first.nextCursor}`)
    expect(second).toMatchObject({ nextCursor: null })
    expect(second.items.map((line) => line.reference)).toEqual(references.slice(50))
    expect((await listed(`${slug}/bookings?state=confirmed`)).items).toEqual([])
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
    const whole = JSON.stringify(await listed(`${slug}/bookings`))
    expect(whole).toContain(phone)
    const seen = JSON.stringify(await listed(`${slug}/bookings`, await as('viewer')))
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
    expect(await problemOf(await act('TMK-00000000', 'check'))).toMatchObject({ code: 'booking_not_found' })
    expect(await problemOf(await send('/api/v1/desk/bookings/x', { headers: officer }))).toMatchObject({ status: 404 })
    const nowhere = await send('/api/v1/desk/exhibitions/nowhere/bookings', { headers: officer })
    expect(await problemOf(nowhere)).toMatchObject({ code: 'exhibition_not_found' })
    expect(
      (await send('/api/v1/desk/me', { method: 'POST', headers: { ...officer, 'Content-Type': 'application/json' } }))
        .status,
    ).toBe(405)
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
    for (const state of [null, 'applied']) {
      for (const createdAtUtc of [-1, noon + 4000]) {
        const { database, rowsRead } = countingRows()
        const filter = { exhibitionId: id, state, after: { createdAtUtc, reference: '' } }
        expect(await listBookings(database, filter, 51)).toHaveLength(51)
        expect(rowsRead()).toBeLessThan(250)
      }
    }
    const { database, rowsRead } = countingRows()
    await listWorkload(database, { governorates: null, ids: [id], endsFrom: '2026-01-01' }, 100)
    expect(rowsRead()).toBeLessThan(500)
  })
})
