import { beforeAll, describe, expect, test } from 'vitest'
import { makeRounds, planRounds } from '../../worker/exhibitions/make-rounds.ts'
import { eventsOf, sendExhibitionAct, setState } from '../builders/acts.ts'
import { brokenInvariants } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import {
  bothZones,
  draftBody,
  madeDraft,
  readPlanned,
  sendDraft,
  sendPatch,
  sendPlan,
  stall,
} from '../builders/plan.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>

let manager: Headers, officer: Headers

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
  officer = await as('officer')
})

const idOf = async (slug: string): Promise<number> =>
  (await d1.prepare('SELECT id FROM exhibitions WHERE slug = ?').bind(slug).first<{ id: number }>())?.id ?? 0

describe('making an exhibition', () => {
  test('gives a draft that only the desk sees, and that is announced once it has a hall', async () => {
    const draft = await madeDraft(manager)
    expect(draft).toMatchObject({ state: 'draft', version: 1, review: 'before_confirming', stalls: [], zones: [] })
    expect(draft.hours).toEqual({ opens: '10:00', closes: '22:00' })
    expect((await send(`/api/v1/exhibitions/${draft.slug}`)).status).toBe(404)
    expect((await problemOf(await sendExhibitionAct(manager, draft.slug, 'publish'))).errors).toEqual([
      { field: 'plan.zones', code: 'required' },
      { field: 'plan.stalls', code: 'required' },
    ])
    const stalls = [stall('A-1'), stall('A-2', { x: 40, zone: 'food', features: ['step_free', 'power'] })]
    expect((await sendPlan(manager, draft.slug, { version: 1, zones: bothZones, stalls })).status).toBe(200)
    expect((await sendExhibitionAct(manager, draft.slug, 'publish')).status).toBe(200)
    const seen = await (await send(`/api/v1/exhibitions/${draft.slug}`)).json<{ stalls: object[] }>()
    expect(seen.stalls).toMatchObject([
      { code: 'A-1', zone: 'crafts', state: 'free' },
      { code: 'A-2', zone: 'food', features: ['step_free', 'power'] },
    ])
    expect(await eventsOf(`exhibition:${draft.slug}`)).toEqual(['created', 'planned', 'published'])
    expect(await brokenInvariants({ id: await idOf(draft.slug), slug: draft.slug })).toEqual([])
  })

  test('makes a name for its address from the English title when none is given', async () => {
    const title = { ar: 'سوق', en: `Market of ${crypto.randomUUID().slice(0, 8)}!` }
    const [one, two] = [await madeDraft(manager, { slug: null, title }), await madeDraft(manager, { slug: '', title })]
    expect(one.slug).toMatch(/^market-of-[0-9a-f]+$/)
    expect(two.slug).toBe(`${one.slug}-2`)
    expect((await problemOf(await sendDraft(manager, { slug: null, title: { ar: 'سوق', en: '' } }))).errors).toEqual([
      { field: 'slug', code: 'required' },
    ])
  })

  test.each([
    [{ slug: 'Two Words' }, 'slug', 'wrong_format'],
    [{ slug: 'new' }, 'slug', 'not_allowed'],
    [{ slug: 'series' }, 'slug', 'not_allowed'],
    [{ governorate: 'cairo' }, 'governorate', 'unknown'],
    [{ series: 'no-such' }, 'series', 'unknown'],
    [{ planOf: 'no-such' }, 'planOf', 'unknown'],
    [{ startsOn: '2027-02-30' }, 'startsOn', 'wrong_format'],
    [{ endsOn: '2027-02-06' }, 'endsOn', 'out_of_range'],
    [{ bookingClosesAt: '2027-01-02T10:00:00Z' }, 'bookingClosesAt', 'out_of_range'],
    [{ bookingClosesAt: '2027-02-06T20:00:01Z' }, 'bookingClosesAt', 'out_of_range'],
    [{ bookingOpensAt: 'soon' }, 'bookingOpensAt', 'wrong_format'],
    [{ mode: 'auction' }, 'mode', 'unknown'],
    [{ title: { ar: 'س'.repeat(121), en: '' } }, 'title.ar', 'too_long'],
    [{ hours: { opens: '25:00', closes: '22:00' } }, 'hours.opens', 'wrong_format'],
    [{ hours: { opens: '10:00', closes: '10:00' } }, 'hours.closes', 'not_allowed'],
  ])('with %j is refused at the field', async (change, field, code) => {
    const problem = await problemOf(await sendDraft(manager, change))
    expect(problem).toMatchObject({ status: 422, code: 'invalid_input', errors: [{ field, code }] })
  })

  test('twice with one name makes one: the second is told that the name is taken', async () => {
    const body = draftBody()
    const answers = await Promise.all(Array.from({ length: 5 }, () => sendDraft(manager, body)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422])
    expect(await eventsOf(`exhibition:${body.slug}`)).toEqual(['created'])
  })

  test('with the plan of an earlier one copies its hall and none of its bookings', async () => {
    const earlier = await buildExhibition({
      stalls: [
        { code: 'A-1', features: ['step_free'] },
        { code: 'B-1', zone: 'food', withheldReason: 'safety' },
      ],
    })
    const copy = await madeDraft(manager, { planOf: earlier.slug })
    const original = await readPlanned(manager, earlier.slug)
    expect({ plan: copy.plan, zones: copy.zones, stalls: copy.stalls }).toEqual({
      plan: original.plan,
      zones: original.zones,
      stalls: original.stalls,
    })
    expect(copy.stalls).toMatchObject([{ code: 'A-1' }, { code: 'B-1', withheldReason: 'safety', zone: 'food' }])
  })
})

describe('changing an exhibition', () => {
  test('a draft is free', async () => {
    const { slug } = await madeDraft(manager)
    const change = {
      version: 1,
      mode: 'ballot',
      governorate: 'dhofar',
      startsOn: '2027-03-07',
      endsOn: '2027-03-09',
      bookingClosesAt: '2027-02-28T10:00:00Z',
      venue: { ar: '', en: 'Salalah' },
    }
    const answer = await (await sendPatch(manager, slug, change)).json<object>()
    expect(answer).toMatchObject({ ...change, version: 2, bookingClosesAt: '2027-02-28T10:00:00.000Z' })
    expect((await problemOf(await sendPatch(manager, slug, { endsOn: '2027-03-01' }))).errors).toEqual([
      { field: 'endsOn', code: 'out_of_range' },
    ])
  })

  test('once announced only words and doors change, and none of them to nothing', async () => {
    const { slug } = await buildExhibition()
    const words = { title: { ar: 'اسم آخر', en: 'Another name' }, hours: { opens: '16:00', closes: '23:00' } }
    expect((await sendPatch(manager, slug, words)).status).toBe(200)
    expect(await readPlanned(manager, slug)).toMatchObject({ ...words, version: 1 })
    const problem = await problemOf(
      await sendPatch(manager, slug, {
        mode: 'ballot',
        startsOn: '2026-12-28',
        bookingClosesAt: '2026-12-25T00:00:00Z',
        venue: { ar: '', en: 'x' },
      }),
    )
    expect(problem.errors).toEqual([
      { field: 'venue.ar', code: 'required' },
      { field: 'startsOn', code: 'not_allowed' },
      { field: 'mode', code: 'not_allowed' },
      { field: 'bookingClosesAt', code: 'not_allowed' },
    ])
    // What is sent as it was is no change, and leaves no event.
    expect((await sendPatch(manager, slug, { ...words, mode: 'first_come' })).status).toBe(200)
    expect(await eventsOf(`exhibition:${slug}`)).toEqual(['edited'])
  })

  test('over a version that is not there any more is refused with the one that is', async () => {
    const { slug } = await madeDraft(manager)
    const [one, two] = await Promise.all(
      ['one', 'two'].map((en) => sendPatch(manager, slug, { version: 1, title: { ar: 'س', en } })),
    )
    expect([one?.status, two?.status].sort()).toEqual([200, 409])
    const lost = one?.status === 409 ? one : two
    expect(lost && (await problemOf(lost))).toMatchObject({ code: 'changed_meanwhile', version: 2 })
  })

  test.each(['finished', 'cancelled'])('that is %s is refused', async (state) => {
    const exhibition = await buildExhibition()
    await setState(exhibition, state)
    const title = { ar: 'س', en: 'x' }
    expect(await problemOf(await sendPatch(manager, exhibition.slug, { title }))).toMatchObject({ status: 409, state })
  })
})

describe('the list of all exhibitions', () => {
  test('holds drafts, filters by state, and shows an officer their governorates', async () => {
    const [here, away] = [await madeDraft(manager), await madeDraft(manager, { governorate: 'dhofar' })]
    const slugs = async (who: Headers, query = '') => {
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const response = await send(`/api/v1/desk/exhibitions${query}${cursor && `&cursor=${cursor}`}`, {
          headers: who,
        })
        const page = await response.json<{ items: { slug: string }[]; nextCursor: string | null }>()
        found.push(...page.items.map(({ slug }) => slug))
        cursor = page.nextCursor
      }
      return found
    }
    expect(await slugs(manager, '?state=draft')).toEqual(expect.arrayContaining([here.slug, away.slug]))
    expect(await slugs(officer, '?state=draft')).toContain(here.slug)
    expect(await slugs(officer, '?state=draft')).not.toContain(away.slug)
    expect(await slugs(manager, '?state=live')).not.toContain(here.slug)
    expect((await send('/api/v1/desk/exhibitions?state=x', { headers: manager })).status).toBe(422)
    expect((await send('/api/v1/desk/exhibitions?cursor=x', { headers: manager })).status).toBe(422)
    const refused = await send(`/api/v1/desk/exhibitions/${away.slug}`, { headers: officer })
    expect((await problemOf(refused)).code).toBe('not_your_governorate')
  })
})

describe('the next rounds of a series', () => {
  async function seriesWith(rounds: { startsOn: string; endsOn: string }[]): Promise<string> {
    const series = `series-${crypto.randomUUID().slice(0, 8)}`
    await d1
      .prepare(
        `INSERT INTO series (slug, title_ar, title_en, description_ar, description_en, venue_ar, venue_en, governorate)
         VALUES (?, 'الدائم', 'Permanent', '', '', '', '', 'muscat')`,
      )
      .bind(series)
      .run()
    for (const round of rounds) {
      const { id } = await buildExhibition(round)
      await d1
        .prepare('UPDATE exhibitions SET series_id = (SELECT id FROM series WHERE slug = ?) WHERE id = ?')
        .bind(series, id)
        .run()
    }
    return series
  }

  test('follow the last one: its plan, its rules, its days and window moved on', async () => {
    const series = await seriesWith([
      { startsOn: '2026-11-29', endsOn: '2026-12-05' },
      { startsOn: '2026-12-27', endsOn: '2026-12-31' },
    ])
    const staff = await signedInStaff('manager')
    const planned = await planRounds(db, { series, count: 3, everyDays: null })
    if (!planned.ok) throw new Error(planned.reason)
    expect(planned.everyDays).toBe(28)
    expect(planned.rounds).toMatchObject([
      {
        slug: `${series}-3`,
        startsOn: '2027-01-24',
        endsOn: '2027-01-28',
        bookingClosesAt: '2027-01-21T00:00:00.000Z',
      },
      { slug: `${series}-4`, startsOn: '2027-02-21' },
      { slug: `${series}-5`, startsOn: '2027-03-21', title: { en: 'Permanent: round 5' } },
    ])
    const request = { series, count: 3, everyDays: null, after: planned.last.slug }
    const outcomes = await Promise.all([1, 2].map(() => makeRounds(db, staff, request, noon)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await makeRounds(db, staff, request, noon)).toEqual({ ok: false, reason: 'changed_meanwhile' })
    const third = await readPlanned(manager, `${series}-3`)
    expect(third).toMatchObject({ state: 'draft', series, stallsTotal: 10, startsOn: '2027-01-24' })
    expect(await brokenInvariants({ id: await idOf(`${series}-5`), slug: `${series}-5` })).toEqual([])
  })

  test('are numbered after the highest number in use, though a draft was taken out of the series', async () => {
    const series = await seriesWith([{ startsOn: '2026-12-27', endsOn: '2026-12-31' }])
    const staff = await signedInStaff('manager')
    const first = await planRounds(db, { series, count: 2, everyDays: null })
    if (!first.ok) throw new Error(first.reason)
    await makeRounds(db, staff, { series, count: 2, everyDays: null, after: first.last.slug }, noon)
    const taken = first.rounds.at(-1)?.slug ?? ''
    await d1.prepare('UPDATE exhibitions SET series_id = NULL WHERE slug = ?').bind(taken).run()
    const next = await planRounds(db, { series, count: 1, everyDays: null })
    expect(taken).toBe(`${series}-3`)
    expect(next.ok && next.rounds[0]?.slug).toBe(`${series}-4`)
  })

  test('start on the same weekday when there is but one before', async () => {
    const series = await seriesWith([{ startsOn: '2026-12-27', endsOn: '2027-01-05' }])
    expect(await planRounds(db, { series, count: 1, everyDays: null })).toMatchObject({ ok: true, everyDays: 14 })
    expect(await planRounds(db, { series, count: 1, everyDays: 9 })).toEqual({ ok: false, reason: 'rounds_overlap' })
    expect(await planRounds(db, { series: await seriesWith([]), count: 1, everyDays: null })).toMatchObject({
      ok: false,
    })
  })
})
