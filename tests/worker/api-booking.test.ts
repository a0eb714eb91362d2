import { beforeEach, describe, expect, test } from 'vitest'
import { bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, sendAct, sendClaim, sendJson, sentBooking, sentRead, setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

beforeEach(() => setClock(noon))

const day = 86_400_000
const person = (phone: string) => ({ kind: 'productive_family', name: 'مريم', phone, wilayat: 'as-seeb' })

describe('POST /exhibitions/:slug/bookings', () => {
  test('answers 201 with reference, state, stall, draw code, token and links, and is not stored anywhere', async () => {
    const { slug } = await buildExhibition()
    const response = await sendClaim(slug, { stall: 'A-3', language: 'en' })
    expect(response.status).toBe(201)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Content-Type')).toBe('application/json')
    const booking = await response.json<Record<string, unknown>>()
    expect(Object.keys(booking).sort()).toEqual(['drawCode', 'links', 'manageToken', 'reference', 'stall', 'state'])
    expect(booking).toMatchObject({ state: 'confirmed', stall: 'A-3', drawCode: null })
    expect(booking['reference']).toMatch(/^TMK-[0-9A-HJKMNP-TV-Z]{8}$/)
    const reference = String(booking['reference'])
    expect(booking['links']).toEqual({ self: `/api/v1/bookings/${reference}`, page: `/en/bookings/${reference}/` })
  })

  test('takes the shortest body that is allowed, and null for whatever may be absent', async () => {
    const { slug } = await buildExhibition()
    const path = `/api/v1/exhibitions/${slug}/bookings`
    const consent = { version: '2026-11', accepted: true }
    const product = { category: 'halwa', tradeName: 'حلوى' }
    const short = { applicant: person(nextPhone()), product, consent }
    expect((await sendJson(path, short, { 'Idempotency-Key': newKey() })).status).toBe(201)
    const nulls = {
      ...short,
      applicant: { ...person(nextPhone()), email: null, governorate: null },
      product: { ...product, description: null, listPublicly: null },
      arrangements: null,
      stall: null,
      zones: null,
      joinWaitlist: null,
      delegate: null,
      language: null,
    }
    expect((await sendJson(path, nulls, { 'Idempotency-Key': newKey() })).status).toBe(201)
  })

  test.each([
    ['applicant', 'applicant', 'required'],
    ['applicant.kind', 'applicant.kind', 'required'],
    ['applicant.name', 'applicant.name', 'required'],
    ['applicant.phone', 'applicant.phone', 'required'],
    ['applicant.wilayat', 'applicant.wilayat', 'required'],
    ['product.category', 'product.category', 'required'],
    ['product.tradeName', 'product.tradeName', 'required'],
    ['consent', 'consent', 'required'],
  ])('without %s is 422 with the field and its code', async (path, field, code) => {
    const { slug } = await buildExhibition()
    const body = bookingBody()
    const [outer = '', inner] = path.split('.')
    if (inner) Reflect.deleteProperty(Object(body[outer]), inner)
    else Reflect.deleteProperty(body, outer)
    const response = await sendJson(`/api/v1/exhibitions/${slug}/bookings`, body, { 'Idempotency-Key': newKey() })
    expect(response.status).toBe(422)
    expect(await problemOf(response)).toMatchObject({ code: 'invalid_input', errors: [{ field, code }] })
  })

  test.each([
    [{ applicant: { ...person('70000001'), governorate: 'dhofar' } }, 'applicant.governorate', 'not_allowed'],
    [{ applicant: { ...person('70000001'), wilayat: 'atlantis' } }, 'applicant.wilayat', 'unknown'],
    [{ applicant: { ...person('90012345') } }, 'applicant.phone', 'wrong_format'],
    [{ applicant: { ...person('1234567') } }, 'applicant.phone', 'too_short'],
    [{ applicant: { ...person('700000011') } }, 'applicant.phone', 'too_long'],
    [{ applicant: { ...person('70000001'), email: 'someone' } }, 'applicant.email', 'wrong_format'],
    [{ arrangements: ['step_free', 'jacuzzi'] }, 'arrangements.1', 'unknown'],
    [{ consent: { version: '1999-01', accepted: true } }, 'consent.version', 'unknown'],
    [{ consent: { version: '2026-11', accepted: false } }, 'consent.accepted', 'required'],
    [{ language: 'fr' }, 'language', 'unknown'],
    [{ zones: ['crafts'] }, 'zones', 'not_allowed'],
  ])('with %j is 422 for that field alone', async (change, field, code) => {
    const { slug } = await buildExhibition()
    const response = await sendClaim(slug, change)
    expect(await problemOf(response)).toMatchObject({ status: 422, errors: [{ field, code }] })
  })

  test('reads phones in Arabic-Indic and Persian digits, with prefixes and signs, as one phone', async () => {
    const { slug } = await buildExhibition()
    expect((await sendClaim(slug, { applicant: person('70005151') })).status).toBe(201)
    const spellings = [
      '٧٠٠٠٥١٥١',
      '۷۰۰۰۵۱۵۱',
      '+968 7000 5151',
      '00968-7000-5151',
      '\u200E7000 5151\u200F',
      '96870005151',
      '(7000) 5151',
    ]
    for (const [minute, typed] of spellings.entries()) {
      setClock(noon + (minute + 1) * 60_000)
      expect((await problemOf(await sendClaim(slug, { applicant: person(typed) }))).code, typed).toBe('already_booked')
    }
  })

  test.each([
    ['exhibition_not_found', 404, 'nowhere'],
    ['booking_not_open', 409, { state: 'published', bookingOpensAtUtc: noon + day }],
    ['booking_closed', 409, { state: 'closed' }],
    ['booking_closed', 409, { state: 'live' }],
    ['booking_closed', 409, { state: 'cancelled' }],
    ['exhibition_not_found', 404, { state: 'draft' }],
  ] as const)('is refused with %s', async (code, status, exhibition) => {
    const slug = typeof exhibition === 'string' ? exhibition : (await buildExhibition(exhibition)).slug
    const response = await sendClaim(slug)
    expect(response.status).toBe(status)
    expect((await problemOf(response)).code).toBe(code)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test('of a stall that is not there is 422 stall_unknown with the field', async () => {
    const { slug } = await buildExhibition()
    expect(await problemOf(await sendClaim(slug, { stall: 'Z-99' }))).toMatchObject({
      status: 422,
      code: 'stall_unknown',
      errors: [{ field: 'stall', code: 'unknown' }],
    })
  })

  test('of the last stall is stall_taken while another is free, whatever joinWaitlist says; then full, or waiting', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    await sentBooking(slug, { stall: 'A-1' })
    expect(await problemOf(await sendClaim(slug, { stall: 'A-1', joinWaitlist: true }))).toMatchObject({
      code: 'stall_taken',
      alternatives: ['A-2'],
    })
    await sentBooking(slug, { stall: 'A-2' })
    expect(await problemOf(await sendClaim(slug, { stall: 'A-1' }))).toMatchObject({
      status: 409,
      code: 'exhibition_full',
    })
    const waiting = await sentBooking(slug, { stall: 'A-1', joinWaitlist: true })
    expect(waiting).toMatchObject({ state: 'waitlisted', stall: null })
    expect((await sentRead(waiting)).rank).toBe(1)
  })

  test('by a delegate keys the family by its label, and lets the same phone book for another family', async () => {
    const { slug } = await buildExhibition()
    const delegate = { organisation: 'جمعية', name: 'سالمة', phone: nextPhone(), familyLabel: 'أسرة أحمد' }
    const applicant = { ...person(''), phone: null }
    expect((await sendClaim(slug, { delegate, applicant })).status).toBe(201)
    expect(
      (await sendClaim(slug, { delegate: { ...delegate, familyLabel: 'اسره  احمد'.replace('  ', ' ') }, applicant }))
        .status,
    ).toBe(409)
    expect((await sendClaim(slug, { delegate: { ...delegate, familyLabel: 'أسرة سالم' }, applicant })).status).toBe(201)
  })

  test('under review is pending', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming' })
    expect(await sentBooking(slug)).toMatchObject({ state: 'pending', stall: 'A-1' })
  })
})

describe('the Idempotency-Key', () => {
  test('is required', async () => {
    const { slug } = await buildExhibition()
    const response = await sendJson(`/api/v1/exhibitions/${slug}/bookings`, bookingBody())
    expect(await problemOf(response)).toMatchObject({
      status: 422,
      code: 'idempotency_key_missing',
      errors: [{ field: 'Idempotency-Key', code: 'required' }],
    })
  })

  test.each([['a'.repeat(22)], ['A-_9'.repeat(16)], [crypto.randomUUID()], [crypto.randomUUID().toUpperCase()]])(
    'may be %s',
    async (key) => {
      const { slug } = await buildExhibition()
      expect((await sendClaim(slug, {}, { key })).status).toBe(201)
    },
  )

  test('answers the same bytes after the booking was withdrawn, and after booking has closed', async () => {
    const exhibition = await buildExhibition()
    const [key, body] = [newKey(), bookingBody({ stall: 'A-4' })]
    const first = await sendClaim(exhibition.slug, body, { key })
    const text = await first.clone().text()
    await sendAct(await first.json(), 'withdraw')
    const withdrawn = await sendClaim(exhibition.slug, body, { key })
    expect([withdrawn.status, await withdrawn.text()]).toEqual([201, text])
    await d1.prepare(`UPDATE exhibitions SET state = 'closed' WHERE id = ?`).bind(exhibition.id).run()
    setClock(noon + 6_000)
    const closed = await sendClaim(exhibition.slug, body, { key })
    expect([closed.status, await closed.text()]).toEqual([201, text])
    expect(await countOf('bookings', 'exhibition_id = ?', exhibition.id)).toBe(1)
  })

  test('with another body after a success is idempotency_key_reused; after a refusal it is free', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    await sentBooking(slug, { stall: 'A-1' })
    const [key, body] = [newKey(), bookingBody()]
    expect((await sendClaim(slug, { ...body, stall: 'A-1' }, { key })).status).toBe(409)
    expect((await sendClaim(slug, { ...body, stall: 'A-2' }, { key })).status).toBe(201)
    const reused = await sendClaim(slug, { ...body, stall: 'A-1' }, { key })
    expect(await problemOf(reused)).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
      errors: [{ field: 'Idempotency-Key', code: 'not_allowed' }],
    })
  })

  test('that spells the same body otherwise is the same request', async () => {
    const { slug } = await buildExhibition()
    const [key, body] = [newKey(), bookingBody({ applicant: person('70006161'), stall: 'A-1' })]
    const first = await (await sendClaim(slug, body, { key })).text()
    const again = await sendClaim(slug, { ...body, applicant: person('٧٠٠٠ ٦١٦١'), stall: ' a-1 ' }, { key })
    expect([again.status, await again.text()]).toEqual([201, first])
  })

  test('belongs to one exhibition: at another it is another key', async () => {
    const [here, there] = [await buildExhibition(), await buildExhibition()]
    const [key, body] = [newKey(), bookingBody()]
    const one = await (await sendClaim(here.slug, body, { key })).json<{ reference: string }>()
    const other = await (await sendClaim(there.slug, body, { key })).json<{ reference: string }>()
    expect(other.reference).not.toBe(one.reference)
  })

  test('lives seven days: a moment before it replays, a moment after it books anew', async () => {
    const { slug } = await buildExhibition()
    const [key, body] = [newKey(), bookingBody()]
    const first = await (
      await sendClaim(slug, body, { key })
    ).json<{ reference: string; links: { self: string; page: string }; manageToken: string }>()
    setClock(noon + 7 * day - 1)
    expect(await (await sendClaim(slug, body, { key })).json()).toEqual(first)
    setClock(noon + 7 * day)
    expect((await problemOf(await sendClaim(slug, body, { key }))).code).toBe('already_booked')
    await sendAct(first, 'withdraw')
    const anew = await (await sendClaim(slug, body, { key })).json<{ reference: string }>()
    expect(anew.reference).not.toBe(first.reference)
    expect((await rowOf(anew.reference)).state).toBe('confirmed')
  })
})
