import { beforeEach, describe, expect, test } from 'vitest'
import { alteredBy, proxied } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendAct, sendClaim, sentBooking, setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

beforeEach(() => setClock(noon))

const summaryKeys = [
  'slug',
  'series',
  'title',
  'venue',
  'governorate',
  'startsOn',
  'endsOn',
  'mode',
  'review',
  'state',
  'bookingOpensAt',
  'bookingClosesAt',
  'stallsTotal',
  'stallsFree',
]

interface Detail {
  slug: string
  state: string
  stallsTotal: number
  stallsFree: number
  stalls: { code: string; state: string; features: string[] }[]
}

const list = async (query = ''): Promise<Detail[]> => {
  const response = await send(`/api/v1/exhibitions${query}`)
  expect(response.status).toBe(200)
  return (await response.json<{ exhibitions: Detail[] }>()).exhibitions
}

const read = async (slug: string): Promise<Detail> => (await send(`/api/v1/exhibitions/${slug}`)).json<Detail>()

describe('GET /exhibitions', () => {
  test('lists the published ones with the documented fields, bilingual texts and free stalls', async () => {
    const { slug } = await buildExhibition({ stalls: 4 })
    await buildExhibition({ slug: 'a-draft', state: 'draft' })
    await booked(slug)
    const response = await send('/api/v1/exhibitions')
    expect(response.headers.get('Content-Type')).toBe('application/json')
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=5')
    const { exhibitions } = await response.json<{ exhibitions: Detail[] }>()
    const one = exhibitions.find((exhibition) => exhibition.slug === slug)
    expect(Object.keys(one ?? {})).toEqual(summaryKeys)
    expect(one).toMatchObject({
      title: { ar: 'معرض الأسر المنتجة', en: 'Productive families' },
      startsOn: '2026-12-27',
      bookingOpensAt: '2026-11-01T00:00:00.000Z',
      series: null,
      stallsTotal: 4,
      stallsFree: 3,
    })
    expect(exhibitions.map((exhibition) => exhibition.slug)).not.toContain('a-draft')
  })

  test('filters by state and governorate, and refuses an unknown code', async () => {
    const muscat = await buildExhibition({ governorate: 'muscat', state: 'published', bookingOpensAtUtc: noon + 1 })
    const dhofar = await buildExhibition({ governorate: 'dhofar' })
    const slugs = async (query: string) => (await list(query)).map(({ slug }) => slug)
    expect(await slugs('?governorate=dhofar')).toEqual([dhofar.slug])
    expect(await slugs('?state=published')).toContain(muscat.slug)
    expect(await slugs('?state=published&governorate=dhofar')).toEqual([])
    const refused = await send('/api/v1/exhibitions?state=nonsense&governorate=atlantis')
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({
      code: 'invalid_input',
      errors: [
        { field: 'state', code: 'unknown' },
        { field: 'governorate', code: 'unknown' },
      ],
    })
  })

  test('tells the state that the printed times have made of one, and records it once', async () => {
    const { slug } = await buildExhibition({ state: 'published', bookingOpensAtUtc: noon - 1 })
    const [one, other] = await Promise.all([list('?state=open'), read(slug)])
    expect(one.map((exhibition) => exhibition.slug)).toContain(slug)
    expect(other.state).toBe('open')
    const events = await d1
      .prepare('SELECT count(*) AS n FROM events WHERE stream = ?')
      .bind(`exhibition:${slug}`)
      .first()
    expect(events).toEqual({ n: 1 })
  })
})

describe('GET /exhibitions/:slug', () => {
  test('adds description, plan, zones and stalls to the summary, and nothing else', async () => {
    const { slug } = await buildExhibition({
      stalls: [
        { code: 'A-1', features: ['step_free', 'power'] },
        { code: 'A-2', withheldReason: 'exit' },
        { code: 'B-1', zone: 'food', x: 40, y: 60 },
      ],
    })
    await booked(slug, { stall: 'A-1' })
    const detail = await read(slug)
    expect(Object.keys(detail).sort()).toEqual([...summaryKeys, 'description', 'plan', 'zones', 'stalls'].sort())
    expect(detail).toMatchObject({
      description: { ar: 'وصف', en: 'Description' },
      plan: { width: 600, height: 400, features: [] },
      zones: [
        { id: 'crafts', title: { ar: 'قسم crafts', en: 'Zone crafts' } },
        { id: 'food', title: { ar: 'قسم food', en: 'Zone food' } },
      ],
      stallsTotal: 3,
      stallsFree: 1,
    })
    expect(detail.stalls).toEqual([
      {
        code: 'A-1',
        zone: 'crafts',
        x: 0,
        y: 0,
        width: 30,
        height: 30,
        features: ['step_free', 'power'],
        feeBaisa: 0,
        subsidyBaisa: 0,
        state: 'taken',
      },
      {
        code: 'A-2',
        zone: 'crafts',
        x: 40,
        y: 0,
        width: 30,
        height: 30,
        features: [],
        feeBaisa: 0,
        subsidyBaisa: 0,
        state: 'withheld',
      },
      {
        code: 'B-1',
        zone: 'food',
        x: 40,
        y: 60,
        width: 30,
        height: 30,
        features: [],
        feeBaisa: 0,
        subsidyBaisa: 0,
        state: 'free',
      },
    ])
  })

  test('is public for five seconds, has an ETag, and is not sent again to whoever has it', async () => {
    const { slug } = await buildExhibition()
    const first = await send(`/api/v1/exhibitions/${slug}`)
    expect(first.headers.get('Cache-Control')).toBe('public, max-age=5')
    const etag = first.headers.get('ETag') ?? ''
    expect(etag).toMatch(/^(W\/)?"[^"]+"$/)
    const again = await send(`/api/v1/exhibitions/${slug}`, { headers: { 'If-None-Match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('ETag')).toBe(etag)
    expect(again.headers.get('X-Content-Type-Options')).toBe('nosniff')
    await sentBooking(slug)
    const changed = await send(`/api/v1/exhibitions/${slug}`, { headers: { 'If-None-Match': etag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('ETag')).not.toBe(etag)
  })

  test('shows a stall taken as soon as its booking is answered, and free again after its withdrawal', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    const free = async () => (await read(slug)).stalls.filter(({ state }) => state === 'free').map(({ code }) => code)
    expect(await free()).toEqual(['A-1', 'A-2'])
    const booking = await sentBooking(slug, { stall: 'A-1' })
    expect(await free()).toEqual(['A-2'])
    await sendAct(booking, 'withdraw')
    expect(await free()).toEqual(['A-1', 'A-2'])
  })

  test('shows a free stall that someone waits for as taken, because nobody can claim it', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'exit' }] })
    await sentBooking(exhibition.slug, { joinWaitlist: true })
    await d1.prepare('UPDATE stalls SET withheld_reason = NULL WHERE exhibition_id = ?').bind(exhibition.id).run()
    setClock(noon + 6_000)
    expect((await read(exhibition.slug)).stalls[0]?.state).toBe('taken')
    expect((await problemOf(await sendClaim(exhibition.slug, { stall: 'A-1' }))).code).toBe('exhibition_full')
  })

  test('of a draft or of nothing is 404 exhibition_not_found', async () => {
    const { slug } = await buildExhibition({ state: 'draft' })
    for (const path of [slug, 'nowhere', slug.toUpperCase()]) {
      const response = await send(`/api/v1/exhibitions/${path}`)
      expect(response.status).toBe(404)
      expect((await problemOf(response)).code).toBe('exhibition_not_found')
    }
  })
})

describe('the process', () => {
  test('is healthy without D1, and ready with it', async () => {
    for (const [path, status] of [
      ['health', 'ok'],
      ['ready', 'ready'],
    ]) {
      const response = await send(`/api/v1/${path}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(await response.json()).toEqual({ status })
    }
  })

  test('stays healthy when D1 fails, and is then not ready', async () => {
    const { env } = alteredBy(
      proxied({
        prepare() {
          throw new Error('D1_ERROR: the database is away')
        },
      }),
    )
    expect((await send('/api/v1/health', {}, env)).status).toBe(200)
    const response = await send('/api/v1/ready', {}, env)
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2'])
    expect((await problemOf(response)).code).toBe('busy')
  })

  test('answers HEAD as GET, without a body', async () => {
    const response = await send('/api/v1/exhibitions', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})
