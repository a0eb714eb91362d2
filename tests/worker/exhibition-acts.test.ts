import { beforeAll, describe, expect, test } from 'vitest'
import type { ManagedExhibition } from '../../worker/contract/exhibition-acts.ts'
import { closeExhibition } from '../../worker/exhibitions/close-exhibition.ts'
import { extendExhibition } from '../../worker/exhibitions/extend-exhibition.ts'
import { because, eventsOf, reasonOf, sendExhibitionAct, setState, stateOf } from '../builders/acts.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { brokenInvariants } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendClaim, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>

let manager: Headers

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
})

const set = (exhibition: { id: number }, column: string, value: string | number) =>
  d1.prepare(`UPDATE exhibitions SET ${column} = ? WHERE id = ?`).bind(value, exhibition.id).run()

async function act(slug: string, name: string, body: unknown = {}): Promise<ManagedExhibition> {
  const response = await sendExhibitionAct(manager, slug, name, body)
  if (response.status !== 200) throw new Error(`${name} was refused: ${await response.text()}`)
  return response.json<ManagedExhibition>()
}

describe('who may act on an exhibition', () => {
  test('managers, in every governorate, and nobody else', async () => {
    const { slug } = await buildExhibition({ governorate: 'dhofar' })
    for (const name of ['publish', 'extend', 'close', 'cancel']) {
      for (const role of ['officer', 'viewer', 'gate', 'receiver'] as const) {
        const who = await as(role, { governorates: ['dhofar'] })
        expect((await problemOf(await sendExhibitionAct(who, slug, name))).code).toBe('role_required')
      }
      const away = await problemOf(
        await sendExhibitionAct(manager, 'no-such', name, { ...because(), bookingClosesAt: '2027-01-01T00:00:00Z' }),
      )
      expect(away.code).toBe('exhibition_not_found')
    }
  })
})

describe('publishing', () => {
  test('announces a draft that lacks nothing, once', async () => {
    const exhibition = await buildExhibition({ state: 'draft', bookingOpensAtUtc: noon + 1 })
    expect((await send(`/api/v1/exhibitions/${exhibition.slug}`)).status).toBe(404)
    const published = await act(exhibition.slug, 'publish', { version: 0 })
    expect(published).toMatchObject({ state: 'published', version: 1, stallsTotal: 10, stallsFree: 10 })
    expect((await send(`/api/v1/exhibitions/${exhibition.slug}`)).status).toBe(200)
    expect(await problemOf(await sendExhibitionAct(manager, exhibition.slug, 'publish'))).toMatchObject({
      code: 'transition_refused',
      state: 'published',
    })
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['published'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test.each([
    ['title_ar', ' ', 'title.ar', 'required'],
    ['title_en', '', 'title.en', 'required'],
    ['description_ar', '', 'description.ar', 'required'],
    ['description_en', '', 'description.en', 'required'],
    ['venue_ar', '', 'venue.ar', 'required'],
    ['venue_en', '', 'venue.en', 'required'],
    ['starts_on', '2026-12-06', 'startsOn', 'out_of_range'],
    ['booking_closes_at_utc', Date.parse('2026-12-26T20:00:01Z'), 'bookingClosesAt', 'out_of_range'],
    ['booking_closes_at_utc', noon, 'bookingClosesAt', 'out_of_range'],
  ])('a draft whose %s is "%s" names the field', async (column, value, field, code) => {
    const exhibition = await buildExhibition({ state: 'draft' })
    await set(exhibition, column, value)
    const problem = await problemOf(await sendExhibitionAct(manager, exhibition.slug, 'publish'))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input' })
    expect(problem.errors).toContainEqual({ field, code })
    expect(await stateOf(exhibition)).toBe('draft')
  })

  test('a draft without a plan, or whose stalls are all withheld, names the plan', async () => {
    const bare = await buildExhibition({ state: 'draft', stalls: 1 })
    await d1.batch(
      ['stalls', 'zones'].map((table) => d1.prepare(`DELETE FROM ${table} WHERE exhibition_id = ?`).bind(bare.id)),
    )
    expect((await problemOf(await sendExhibitionAct(manager, bare.slug, 'publish'))).errors).toEqual([
      { field: 'plan.zones', code: 'required' },
      { field: 'plan.stalls', code: 'required' },
    ])
    const withheld = await buildExhibition({ state: 'draft', stalls: [{ code: 'A-1', withheldReason: 'x' }] })
    expect((await problemOf(await sendExhibitionAct(manager, withheld.slug, 'publish'))).errors).toEqual([
      { field: 'plan.stalls', code: 'required' },
    ])
  })
})

describe('extending the booking window', () => {
  const later = { bookingClosesAt: '2026-12-25T12:00:00Z', ...because('other', 'بطلب من الجمعيات') }

  test('closes booking later, with a reason that stands in the stream', async () => {
    const exhibition = await buildExhibition()
    const extended = await act(exhibition.slug, 'extend', { ...later, version: 0 })
    expect(extended).toMatchObject({ state: 'open', bookingClosesAt: '2026-12-25T12:00:00.000Z', version: 1 })
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['extended'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test.each([
    ['2026-12-24T00:00:00Z', 'out_of_range'],
    ['2026-12-20T00:00:00Z', 'out_of_range'],
    ['2026-12-26T20:00:01Z', 'out_of_range'],
    ['2026-02-31T00:00:00Z', 'wrong_format'],
    ['2026-12-25T12:00:00+04', 'wrong_format'],
    ['tomorrow', 'wrong_format'],
    [null, 'required'],
  ])('to %s is refused', async (bookingClosesAt, code) => {
    const { slug } = await buildExhibition()
    const problem = await problemOf(await sendExhibitionAct(manager, slug, 'extend', { ...later, bookingClosesAt }))
    expect(problem).toMatchObject({ status: 422, errors: [{ field: 'bookingClosesAt', code }] })
  })

  test('needs a reason, a window that is not over, and the version that was seen', async () => {
    const exhibition = await buildExhibition()
    const { slug } = exhibition
    const { reason: _reason, ...bare } = later
    expect((await problemOf(await sendExhibitionAct(manager, slug, 'extend', bare))).code).toBe('reason_required')
    expect(await problemOf(await sendExhibitionAct(manager, slug, 'extend', { ...later, version: 4 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 0,
    })
    for (const state of ['draft', 'closed', 'frozen', 'drawn', 'live', 'finished', 'cancelled']) {
      await setState(exhibition, state)
      expect(await problemOf(await sendExhibitionAct(manager, slug, 'extend', later))).toMatchObject({
        code: 'transition_refused',
        state,
      })
    }
  })

  test('by two managers at once with one version happens once', async () => {
    const { slug } = await buildExhibition()
    const boss = await signedInStaff('manager')
    const extend = (at = db as Parameters<typeof extendExhibition>[0]) =>
      extendExhibition(
        at,
        boss,
        { slug, version: 0, bookingClosesAt: later.bookingClosesAt, reason: reasonOf('other') },
        noon,
      )
    const altered = withMeanwhile(() => extend())
    expect(await extend(altered.db)).toEqual({ ok: false, reason: 'changed_meanwhile', version: 1 })
  })
})

describe('closing the booking window', () => {
  test('before the printed time is too early', async () => {
    const { slug } = await buildExhibition()
    expect(await problemOf(await sendExhibitionAct(manager, slug, 'close'))).toMatchObject({
      status: 409,
      code: 'too_early',
    })
    const published = await buildExhibition({ state: 'published', bookingOpensAtUtc: noon + 1 })
    expect((await problemOf(await sendExhibitionAct(manager, published.slug, 'close'))).code).toBe('too_early')
  })

  test('at the printed time is done, however often it is asked', async () => {
    const exhibition = await buildExhibition({ bookingClosesAtUtc: noon })
    expect(await act(exhibition.slug, 'close')).toMatchObject({ state: 'closed' })
    expect(await act(exhibition.slug, 'close')).toMatchObject({ state: 'closed' })
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['closed'])
    expect((await problemOf(await sendClaim(exhibition.slug))).code).toBe('booking_closed')
  })

  test('of an exhibition past that is refused with its state', async () => {
    const exhibition = await buildExhibition()
    for (const state of ['draft', 'frozen', 'drawn', 'live', 'finished', 'cancelled']) {
      await setState(exhibition, state)
      expect(await problemOf(await sendExhibitionAct(manager, exhibition.slug, 'close'))).toMatchObject({
        code: 'transition_refused',
        state,
      })
    }
  })

  test('while somebody else’s reading closes it leaves one step in the stream', async () => {
    const exhibition = await buildExhibition({ bookingClosesAtUtc: noon })
    const boss = await signedInStaff('manager')
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => closeExhibition(db, boss, { slug: exhibition.slug }, noon)),
    )
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await eventsOf(`exhibition:${exhibition.slug}`)).toEqual(['closed'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})
