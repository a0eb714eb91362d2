import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { booked, bookingBody, newKey } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { expectHonest, marker, nasty, pathsOf, rawBodies, replaced } from '../builders/hostile.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { signedInAs, buildStaff } from '../builders/staff.ts'
import { d1 } from '../builders/store.ts'

const delegate = { organisation: 'جمعية', name: 'سالمة', phone: '70009999', familyLabel: 'أسرة' }
const find = { reference: 'TMK-0123ABCD', phone: '70000001' }
const reason = { reason: { code: 'incomplete', text: 'ناقص' } }

/** Every write of the API: its path, and a body that it would take. */
let writes: { path: string; body: Record<string, unknown>; headers: Record<string, string> }[] = []
let addresses = 0

beforeAll(async () => {
  setClock()
  const { slug } = await buildExhibition({ stalls: 3, review: 'before_confirming' })
  const ballot = await buildExhibition({ mode: 'ballot' })
  // A search shows what is stored; here nothing is.
  const empty = await buildExhibition()
  const { reference, manageToken } = await booked(slug)
  const officer = await signedInAs((await buildStaff('officer')).email, noon)
  const manager = await signedInAs((await buildStaff('manager')).email, noon)
  const full = bookingBody({ delegate, stall: 'A-2', zones: [], arrangements: ['power'] })
  const entry = bookingBody({ zones: ['food'] })
  writes = [
    { path: `/exhibitions/${slug}/bookings`, body: full, headers: {} },
    { path: `/exhibitions/${ballot.slug}/bookings`, body: entry, headers: {} },
    { path: '/bookings/find', body: find, headers: {} },
    { path: `/bookings/${reference}/accept`, body: {}, headers: bearer(manageToken) },
    { path: `/desk/exhibitions/${slug}/bookings`, body: { ...full, enteredFrom: 'paper' }, headers: officer },
    { path: `/desk/exhibitions/${empty.slug}/bookings/search`, body: { q: 'مريم' }, headers: officer },
    { path: `/desk/bookings/${reference}/check`, body: { version: 1 }, headers: officer },
    { path: `/desk/bookings/${reference}/decline`, body: { ...reason, version: 99 }, headers: officer },
    { path: `/desk/bookings/${reference}/confirm`, body: { version: 99 }, headers: officer },
    ...['reinstate', 'offer', 'move', 'cancel', 'undo-check-in', 'check-in'].map((act) => ({
      path: `/desk/bookings/${reference}/${act}`,
      body: { ...reason, version: 99, stall: 'A-2' },
      headers: manager,
    })),
    {
      path: '/desk/bookings/swap',
      body: { references: [reference, 'TMK-0123ABCD'], versions: [99, 99], ...reason },
      headers: manager,
    },
    {
      path: '/desk/check-in',
      body: { pass: 'TMK1:P1:0123ABCD:1:A-1:261227261231:0', exhibition: slug },
      headers: manager,
    },
    ...['publish', 'extend', 'close', 'cancel'].map((act) => ({
      path: `/desk/exhibitions/${empty.slug}/${act}`,
      body: { ...reason, version: 99, bookingClosesAt: '2026-12-25T00:00:00Z' },
      headers: manager,
    })),
    { path: `/desk/proposals/${crypto.randomUUID()}/refuse`, body: reason, headers: manager },
  ]
})

/** Each request comes from another address: the limits have a test of their own. */
function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return send(`/api/v1${path}`, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': newKey(),
      'CF-Connecting-IP': `2001:db8:1::${(addresses++).toString(16)}`,
      ...headers,
    },
  })
}

const codes = new Set<string>()

describe('a body with something hostile in it', () => {
  test('in one member gets an honest answer, wherever it is put', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), nasty, async (which, where, value) => {
        const write = writes[which % writes.length]
        if (!write) return
        const paths = [...pathsOf(write.body), [marker], ['__proto__']]
        const path = paths[where % paths.length] ?? []
        const response = await post(write.path, JSON.stringify(replaced(write.body, path, value)), write.headers)
        if (response.status >= 400) codes.add((await problemOf(response.clone())).code)
        await expectHonest(response, `${write.path} with ${path.join('.')} = ${JSON.stringify(value)?.slice(0, 80)}`)
      }),
      { numRuns: 600 },
    )
  })

  test('instead of the whole body gets an honest answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), nasty, async (which, value) => {
        const write = writes[which % writes.length]
        if (!write) return
        await expectHonest(await post(write.path, JSON.stringify(value) ?? '', write.headers), write.path)
      }),
      { numRuns: 200 },
    )
  })

  test('that is no JSON, or JSON at its edges, gets an honest answer from every route', async () => {
    for (const { path, headers } of writes) {
      for (const [index, raw] of rawBodies.entries()) {
        await expectHonest(await post(path, raw, headers), `${path} with raw body ${index}`)
      }
    }
  })

  test('was really refused for what it was, and nothing was stored of it', async () => {
    expect(codes).toContain('invalid_input')
    const stored = await d1
      .prepare(
        `SELECT (SELECT count(*) FROM events WHERE data LIKE ?1) + (SELECT count(*) FROM outbox WHERE data LIKE ?1)
           + (SELECT count(*) FROM bookings WHERE coalesce(person, '') LIKE ?1 OR arrangements LIKE ?1) AS count`,
      )
      .bind(`%${marker}%`)
      .first()
    expect(stored).toEqual({ count: 0 })
  })
})

describe('every field', () => {
  const wrongs: [unknown, string[]][] = [
    [12, ['wrong_format', 'unknown', 'required']],
    [{}, ['wrong_format', 'unknown', 'required']],
    ['\u202Eabc', ['wrong_characters', 'unknown', 'wrong_format']],
    ['ab\u0000c', ['wrong_characters', 'unknown', 'wrong_format']],
    ['ab\uD800', ['wrong_characters', 'unknown', 'wrong_format']],
    ['ا'.repeat(1_000), ['too_long', 'unknown', 'wrong_format', 'wrong_characters', 'required']],
  ]
  const body = () =>
    bookingBody({ delegate, product: { category: 'halwa', tradeName: 'حلوى', description: 'وصف', listPublicly: true } })
  const texts = [
    'applicant.name',
    'applicant.phone',
    'applicant.wilayat',
    'product.tradeName',
    'product.description',
    'delegate.organisation',
    'delegate.name',
    'delegate.phone',
    'delegate.familyLabel',
  ]

  test.each(texts)(
    '%s refuses wrong types, controls, overrides, lone surrogates and novels by its own name',
    async (field) => {
      for (const [wrong, allowed] of wrongs) {
        const sent = replaced(body(), field.split('.'), wrong)
        const response = await post(writes[0]?.path ?? '', JSON.stringify(sent))
        expect(response.status, `${field} = ${JSON.stringify(wrong).slice(0, 20)}`).toBe(422)
        const { code, errors } = await problemOf(response)
        expect(code).toBe('invalid_input')
        expect(errors?.map((error) => error.field)).toEqual([field])
        expect(allowed).toContain(errors?.[0]?.code)
      }
    },
  )
})

test('negative control: an answer that repeats what was sent is caught', async () => {
  const echo = new Response(JSON.stringify({ sent: marker.toUpperCase() }), { status: 422 })
  await expect(expectHonest(echo, 'an echo')).rejects.toThrow('is echoed')
})
