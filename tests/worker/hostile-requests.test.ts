import { beforeAll, describe, expect, test } from 'vitest'
import { bodyBytesMax } from '../../worker/contract/limits.ts'
import { booked, bookingBody, newKey } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { expectHonest, expectSecurityHeaders, marker, nastySegments } from '../builders/hostile.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs } from '../builders/staff.ts'

let slug = ''
let holder = { reference: '', manageToken: '' }
let officer: Record<string, string> = {}

beforeAll(async () => {
  setClock()
  slug = (await buildExhibition({ stalls: 3 })).slug
  holder = await booked(slug)
  officer = await signedInAs((await buildStaff('officer')).email, noon)
})

const api = (path: string, init: RequestInit = {}) => send(`/api/v1${path}`, init)
const json = { 'Content-Type': 'application/json' }
const claimHeaders = () => ({
  ...json,
  'Idempotency-Key': newKey(),
  'CF-Connecting-IP': `2001:db8:2::${(n++).toString(16)}`,
})
let n = 0

test('a path with something hostile in it gets an honest answer, read or written', async () => {
  const paths = (segment: string) => [
    `/${segment}`,
    `/exhibitions/${segment}`,
    `/exhibitions/${slug}/${segment}`,
    `/exhibitions?state=${segment}&governorate=${segment}`,
    `/bookings/${segment}`,
    `/bookings/${segment}/calendar.ics`,
    `/bookings/${segment}/pass`,
    `/bookings/${holder.reference}/${segment}`,
    `/desk/bookings/${segment}`,
    `/desk/exhibitions/${segment}/bookings`,
    `/desk/exhibitions/${slug}/bookings?state=${segment}&cursor=${segment}`,
    `/desk/outbox?cursor=${segment}`,
    `/desk/${segment}`,
  ]
  const writePaths = (segment: string) => [
    `/exhibitions/${segment}/bookings`,
    `/bookings/${segment}/withdraw`,
    `/bookings/${segment}/accept`,
    `/desk/bookings/${segment}/check`,
    `/desk/exhibitions/${segment}/bookings`,
    `/desk/outbox/${segment}/resend`,
    `/desk/bookings/${segment}/check-in`,
    `/desk/bookings/${segment}/move`,
    `/desk/exhibitions/${segment}/publish`,
    `/desk/proposals/${segment}/approve`,
  ]
  for (const segment of nastySegments) {
    for (const path of paths(segment)) {
      const headers = path.startsWith('/desk') ? officer : bearer(holder.manageToken)
      await expectHonest(await api(path, { headers }), `GET ${path.slice(0, 80)}`)
    }
    for (const path of writePaths(segment)) {
      const headers = { ...claimHeaders(), ...(path.startsWith('/desk') ? officer : bearer(holder.manageToken)) }
      const body = JSON.stringify(bookingBody())
      await expectHonest(await api(path, { method: 'POST', headers, body }), `POST ${path.slice(0, 80)}`)
    }
  }
})

test('a token that is not one opens nothing and is not told why', async () => {
  const { manageToken } = holder
  const tokens = [
    marker,
    manageToken.slice(0, -1),
    `${manageToken}A`,
    manageToken.slice(0, -43) + 'A'.repeat(43),
    manageToken.replace(/^m/, 'd'),
    manageToken.replace('1', '2'),
    manageToken.toUpperCase(),
    'm'.repeat(4_000),
  ]
  for (const token of tokens) {
    const response = await api(`/bookings/${holder.reference}`, { headers: bearer(token) })
    await expectHonest(response.clone(), `the token ${token.slice(0, 20)}`)
    expect((await problemOf(response)).code).toBe('booking_not_found')
  }
  for (const authorization of ['Bearer', 'Bearer ', `Basic ${marker}`, marker, `Bearer ${marker} ${marker}`]) {
    const response = await api(`/bookings/${holder.reference}`, { headers: { Authorization: authorization } })
    await expectHonest(response.clone(), authorization)
    expect((await problemOf(response)).code).toBe('token_required')
  }
})

test.each([
  ['too short', 'a'.repeat(21)],
  ['too long', 'a'.repeat(65)],
  ['with other characters', `${marker}!${'a'.repeat(20)}`],
  ['several', `${'a'.repeat(22)}, ${'b'.repeat(22)}`],
])('an idempotency key %s is refused by name', async (_, key) => {
  const response = await api(`/exhibitions/${slug}/bookings`, {
    method: 'POST',
    headers: { ...json, 'Idempotency-Key': key },
    body: JSON.stringify(bookingBody()),
  })
  await expectHonest(response.clone(), key)
  expect(await problemOf(response)).toMatchObject({
    code: 'invalid_input',
    errors: [{ field: 'Idempotency-Key', code: 'wrong_format' }],
  })
})

test('headers full of rubbish change nothing', async () => {
  const rubbish = {
    'X-Request-Id': marker,
    'Accept-Language': `${marker};q=9, ,;;=,en;q=x,*`,
    'CF-Connecting-IP': marker,
    'X-Forwarded-For': marker,
    Cookie: `a=${marker}; ${marker}`,
    Range: `bytes=${marker}`,
    'If-None-Match': `W/"${marker}", "${marker}"`,
    Accept: `text/${marker}`,
    'User-Agent': marker.repeat(600),
    Referer: `https://${marker}.example/`,
    'Content-Language': marker,
  }
  for (const path of [
    '/health',
    '/exhibitions',
    `/exhibitions/${slug}`,
    '/exhibitions/nowhere',
    `/bookings/${holder.reference}`,
  ]) {
    await expectHonest(await api(path, { headers: rubbish }), path)
  }
})

describe('a content type', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    `text/${marker}`,
    'application/json, text/plain',
  ])('of %s is refused by every write of the API', async (type) => {
    for (const path of [
      `/exhibitions/${slug}/bookings`,
      '/bookings/find',
      `/bookings/${holder.reference}/withdraw`,
      '/desk/bookings/TMK-0123ABCD/check',
    ]) {
      const response = await api(path, {
        method: 'POST',
        headers: { ...bearer(holder.manageToken), 'Content-Type': type },
        body: '{}',
      })
      await expectHonest(response.clone(), `${path} as ${type}`)
      expect((await problemOf(response)).code).toBe('unsupported_media_type')
      expect(response.status).toBe(415)
    }
  })

  test('of JSON is taken with any charset and in any case, and an absent one is refused when there is a body', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON',
      'application/json;charset=windows-1256',
    ]) {
      const response = await api('/bookings/find', { method: 'POST', headers: { 'Content-Type': type }, body: '{' })
      expect((await problemOf(response)).code).toBe('malformed_json')
    }
    const bare = await api('/bookings/find', { method: 'POST', body: new Uint8Array([0x7b, 0x7d]) })
    expect(bare.status).toBe(415)
  })
})

describe('a body over 16 KiB', () => {
  const tooLarge = JSON.stringify({ a: marker.repeat(Math.ceil(bodyBytesMax / marker.length)) })
  const inPieces = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < tooLarge.length; i += 4_096)
          controller.enqueue(new TextEncoder().encode(tooLarge.slice(i, i + 4_096)))
        controller.close()
      },
    })

  test.each([
    '/exhibitions/nowhere/bookings',
    '/bookings/find',
    '/bookings/TMK-0123ABCD/withdraw',
    '/desk/bookings/TMK-0123ABCD/decline',
    '/nowhere',
  ])('is refused at %s, whether its length is told or not', async (path) => {
    for (const body of [tooLarge, inPieces()]) {
      const headers = { ...claimHeaders(), ...officer }
      const response = await api(path, { method: 'POST', headers, body })
      await expectHonest(response.clone(), `${path} ${typeof body}`)
      // Who reads no body need not wait for all of it.
      if (typeof body === 'string' || path.endsWith('bookings') || path.endsWith('find') || path.endsWith('decline'))
        expect(response.status, `${path} ${typeof body}`).toBe(413)
    }
  })

  test('of exactly 16 KiB is read', async () => {
    const body = `{"reference":"TMK-0123ABCD","phone":"70000000"}`.padEnd(bodyBytesMax, ' ')
    expect((await api('/bookings/find', { method: 'POST', headers: json, body })).status).toBe(404)
    expect((await api('/bookings/find', { method: 'POST', headers: json, body: `${body} ` })).status).toBe(413)
  })

  test('is refused by a form with a page in the language of its address', async () => {
    for (const [language, page] of [
      ['ar', `/ar/exhibitions/${slug}/book/`],
      ['en', `/en/bookings/`],
    ] as const) {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const response = await send(page, { method: 'POST', headers, body: `a=${tooLarge}` })
      expect(response.status).toBe(413)
      expect(response.headers.get('Content-Type')).toMatch(/^text\/html/)
      const text = await response.clone().text()
      expect(text).toContain(`/${language}/refused/body-too-large/`)
      await expectHonest(response, page, { isApi: false })
    }
  })
})

test('every kind of answer carries the security headers: page, redirect, JSON, empty, refusal', async () => {
  const answers: [string, RequestInit, number][] = [
    ['/', {}, 302],
    ['/ar/', {}, 200],
    ['/api/v1/health', {}, 200],
    ['/api/v1/health', { method: 'HEAD' }, 200],
    ['/api/v1/exhibitions', {}, 200],
    ['/api/v1/nowhere', {}, 404],
    ['/api/v1/bookings/TMK-0123ABCD', {}, 401],
    ['/api/v1/health', { method: 'DELETE' }, 405],
    ['/api/v1/bookings/find', { method: 'POST', body: 'a=b' }, 415],
    [
      '/api/v1/bookings/find',
      { method: 'POST', headers: { ...json, Origin: 'https://evil.example' }, body: '{}' },
      403,
    ],
    ['/ar/bookings/', { method: 'POST', headers: { Origin: 'https://evil.example' }, body: '' }, 403],
  ]
  for (const [path, init, status] of answers) {
    const response = await send(path, init)
    expect(response.status, path).toBe(status)
    expectSecurityHeaders(response, `${init.method ?? 'GET'} ${path}`)
  }
})

test('a method that a path does not know is answered 405 with what it does', async () => {
  const paths: [string, string][] = [
    ['/health', 'GET, HEAD'],
    ['/ready', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
    ['/exhibitions', 'GET, HEAD'],
    [`/exhibitions/${slug}`, 'GET, HEAD'],
    [`/exhibitions/${slug}/bookings`, 'POST'],
    ['/bookings/find', 'POST'],
    [`/bookings/${holder.reference}`, 'GET, HEAD'],
    [`/bookings/${holder.reference}/withdraw`, 'POST'],
    [`/bookings/${holder.reference}/accept`, 'POST'],
    [`/bookings/${holder.reference}/calendar.ics`, 'GET, HEAD'],
    ['/desk/me', 'GET, HEAD'],
    [`/desk/bookings/${holder.reference}/check`, 'POST'],
  ]
  for (const [path, allow] of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (allow.split(', ').includes(method)) continue
      const response = await api(path, { method, headers: method === 'GET' || method === 'OPTIONS' ? {} : json })
      expect(response.status, `${method} ${path}`).toBe(405)
      expect(response.headers.get('Allow'), `${method} ${path}`).toBe(allow)
      await expectHonest(response, `${method} ${path}`)
    }
  }
})
