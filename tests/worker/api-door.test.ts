import { beforeEach, describe, expect, test } from 'vitest'
import { bookStall } from '../../worker/bookings/book-stall.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { limitsPerMinute } from '../../worker/contract/limits.ts'
import { problemStatus } from '../../worker/contract/problem.ts'
import { countInIsolate, rateLimits } from '../../worker/http/rate-limits.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { bookingBody, newKey, nextPhone, parsedBody } from '../builders/booking.ts'
import { countOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { origin, problemOf, send, sendClaim, sendJson, setClock } from '../builders/send.ts'
import { db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

describe('a write', () => {
  const verdict = async (path: string, headers: Record<string, string>) => {
    const response = await send(path, { method: 'POST', headers, body: '{}' })
    return response.status === 403 ? 'refused' : 'let in'
  }
  const cases: [Record<string, string>, 'refused' | 'let in'][] = [
    [{}, 'let in'],
    [{ 'Sec-Fetch-Site': 'same-origin' }, 'let in'],
    [{ 'Sec-Fetch-Site': 'none' }, 'let in'],
    [{ 'Sec-Fetch-Site': 'same-site' }, 'refused'],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 'refused'],
    [{ 'Sec-Fetch-Site': '' }, 'refused'],
    [{ Origin: origin }, 'let in'],
    [{ Origin: 'https://evil.example' }, 'refused'],
    [{ Origin: 'null' }, 'refused'],
    [{ Origin: `${origin}.evil.example` }, 'refused'],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' }, 'let in'],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: origin }, 'refused'],
  ]

  test.each(cases)('with %j is %s, API and forms alike', async (headers, expected) => {
    const json = { 'Content-Type': 'application/json' }
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await verdict('/api/v1/bookings/find', { ...json, ...headers })).toBe(expected)
    expect(await verdict('/api/v1/desk/bookings/TMK-0123ABCD/check', { ...json, ...headers })).toBe(expected)
    expect(await verdict('/ar/exhibitions/somewhere/book/', { ...form, ...headers })).toBe(expected)
    expect(await verdict('/en/bookings/', { ...form, ...headers })).toBe(expected)
  })

  test('from another site changes nothing and says cross_site; a reading from there is let in', async () => {
    const { slug, id } = await buildExhibition()
    const response = await sendClaim(slug, {}, { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    expect((await problemOf(response)).code).toBe('cross_site')
    expect(await countOf('bookings', 'exhibition_id = ?', id)).toBe(0)
    expect((await send(`/api/v1/exhibitions/${slug}`, { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(
      200,
    )
  })
})

describe('a refusal', () => {
  test('has the members of RFC 9457, the code, and the id of its request', async () => {
    const response = await send('/api/v1/exhibitions/nowhere')
    const problem = await problemOf(response)
    expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'code', 'detail', 'requestId'])
    expect(problem.type).toBe('/problems/exhibition-not-found')
    expect(problem.requestId).toBe(response.headers.get('X-Request-Id'))
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Vary')).toContain('Accept-Language')
  })

  test.each([
    [undefined, 'ar'],
    ['ar', 'ar'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['ar-OM, en;q=0.5', 'ar'],
    ['en;q=0.4, ar;q=0.6', 'ar'],
    ['fr, en;q=0.2', 'en'],
    ['fr', 'ar'],
    ['*', 'ar'],
    ['en;q=0', 'ar'],
  ])('to a reader of %s is in %s', async (accepted, language) => {
    const response = await send('/api/v1/nowhere', { headers: accepted ? { 'Accept-Language': accepted } : {} })
    const { title, detail } = await problemOf(response)
    for (const text of [title, detail]) expect(/\p{Script=Arabic}/u.test(text) ? 'ar' : 'en').toBe(language)
  })

  test('of an address that is not there is 404 not_found in the API', async () => {
    for (const path of ['/api', '/api/', '/api/v1', '/api/v2/exhibitions', '/api/v1/exhibitions/a/b/c']) {
      expect(await problemOf(await send(path)), path).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  test('when D1 is overloaded is 503 busy with Retry-After, and the same key books later', async () => {
    const { slug } = await buildExhibition()
    const overloaded = withMeanwhile(async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.')
    })
    const [key, body] = [newKey(), bookingBody()]
    const response = await sendClaim(slug, body, { key, env: overloaded.env })
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2'])
    expect((await problemOf(response)).code).toBe('busy')
    expect((await sendClaim(slug, body, { key })).status).toBe(201)
  })

  test('after a fault of ours is 500 internal_error and tells nothing of the inside', async () => {
    const { slug } = await buildExhibition()
    const broken = withMeanwhile(async () => {
      throw new Error('SQLITE_ERROR: no such table secret_table near 70000001')
    })
    const response = await sendClaim(slug, {}, { env: broken.env })
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: 'internal_error' })
    expect(text).not.toMatch(/secret_table|SQLITE|70000001/)
  })
})

test('each code has one status, and each status is what interface.md says', () => {
  const byStatus = Object.groupBy(Object.entries(problemStatus), ([, status]) => String(status))
  expect(Object.keys(byStatus)).toEqual([
    '400',
    '401',
    '403',
    '404',
    '405',
    '409',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ])
  expect(byStatus['404']?.map(([code]) => code)).toEqual([
    'not_found',
    'exhibition_not_found',
    'booking_not_found',
    'pledge_not_found',
    'draw_not_found',
  ])
})

describe('in a minute', () => {
  const limited = (): Store => ({ ...db, limits: rateLimits(countInIsolate()) })
  const tries = async (count: number, once: (index: number) => Promise<{ ok: boolean; reason?: string }>) => {
    const outcomes = []
    for (let index = 0; index < count; index += 1) outcomes.push(await once(index))
    return outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'too_many_requests').length
  }

  test('one applicant claims five times, one delegate thirty, one address three hundred', async () => {
    const { slug } = await buildExhibition({ stalls: 1, state: 'closed' })
    const [applicant, delegate] = [
      bookingBody()['applicant'],
      { organisation: 'جمعية', name: 'سالمة', phone: nextPhone() },
    ]
    const claim = (at: Store, change: Record<string, unknown>, address: string) =>
      bookStall(at, { address }, { slug, body: parsedBody(change), idempotencyKey: newKey() }, noon)
    const [one, two, three] = [limited(), limited(), limited()]
    expect(await tries(7, (index) => claim(one, { applicant }, `192.0.2.${index}`))).toBe(2)
    expect(
      await tries(32, (index) =>
        claim(two, { delegate: { ...delegate, familyLabel: `أسرة ${index}` } }, `192.0.2.${index}`),
      ),
    ).toBe(2)
    expect(await tries(303, () => claim(three, {}, '192.0.2.1'))).toBe(3)
  })

  test('the same claim sent again is one claim', async () => {
    const { slug } = await buildExhibition()
    const at = limited()
    const request = { slug, body: parsedBody(), idempotencyKey: newKey() }
    expect(await tries(20, () => bookStall(at, { address: '192.0.2.1' }, request, noon))).toBe(0)
  })

  test('one address finds sixty times', async () => {
    const at = limited()
    const look = (index: number) =>
      findBookingByPhone(
        at,
        { address: '192.0.2.1' },
        { reference: `TMK-${10_000_000 + index}`, phone: '70000001' },
        noon,
      )
    expect(await tries(62, look)).toBe(2)
  })

  test('one more is 429 with Retry-After over HTTP, and fits again in the next', async () => {
    const ask = () =>
      sendJson(
        '/api/v1/bookings/find',
        { reference: 'TMK-22222222', phone: '70000001' },
        { 'CF-Connecting-IP': '192.0.2.77' },
      )
    for (let i = 0; i < limitsPerMinute.FINDS_PER_ADDRESS; i += 1) expect((await ask()).status).toBe(404)
    const refused = await ask()
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60'])
    expect((await problemOf(refused)).code).toBe('too_many_requests')
    setClock(noon + 60_000)
    expect((await ask()).status).toBe(404)
  })
})

describe('a page', () => {
  test.each(['/ar/', '/en/exhibitions/', '/ar/exhibitions/some-exhibition/'])(
    'that is only read takes no form: %s',
    async (path) => {
      const response = await send(path, { method: 'POST', body: 'a=1' })
      expect(response.status).toBe(405)
      expect(response.headers.get('Allow')).toBe('GET, HEAD')
    },
  )

  test.each([
    '/ar/exhibitions/some-exhibition/book/',
    '/en/bookings/',
    '/ar/bookings/TMK-00000000/',
    '/ar/b/TMK-00000000/x/',
  ])('that holds a form takes it, and no other method: %s', async (path) => {
    expect((await send(path, { method: 'POST', body: 'a=1' })).status).toBe(200)
    const response = await send(path, { method: 'DELETE' })
    expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('whose address is no percent-encoding of anything is not there', async () => {
    expect((await send('/ar/%E0%A4%A/')).status).toBe(404)
  })
})
