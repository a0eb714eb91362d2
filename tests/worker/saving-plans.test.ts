import { beforeAll, describe, expect, test } from 'vitest'
import { occupiedStallsStay } from '../../db/queries/plan.ts'
import type { SavePlan } from '../../worker/contract/plan.ts'
import { savePlanSchema } from '../../worker/contract/plan.ts'
import { parse } from '../../worker/contract/fields.ts'
import { savePlan } from '../../worker/exhibitions/save-plan.ts'
import type { Store } from '../../worker/store.ts'
import { eventsOf, setState } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bothZones, madeDraft, readPlanned, sendPlan, stall } from '../builders/plan.ts'
import { problemOf, send, sendAct, sendClaim, sentBooking, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1 } from '../builders/store.ts'

type Headers = Record<string, string>

let manager: Headers

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
})

/** The plan as it stands, with some stalls changed and the `without` left out. */
async function planWith(
  slug: string,
  changes: Record<string, Record<string, unknown>> = {},
  without: readonly string[] = [],
) {
  const { plan, zones, stalls } = await readPlanned(manager, slug)
  const kept = stalls.filter(({ code }) => !without.includes(code)).map((one) => ({ ...one, ...changes[one.code] }))
  return { plan, zones, stalls: kept }
}

const codesOf = async (slug: string) =>
  (await (await send(`/api/v1/exhibitions/${slug}`)).json<{ stalls: { code: string }[] }>()).stalls.map(
    ({ code }) => code,
  )

describe('saving a plan', () => {
  test('keeps what is sent, in what was and what is new', async () => {
    const exhibition = await buildExhibition({ stalls: 3 })
    const { slug } = exhibition
    const body = await planWith(slug, { 'A-1': { x: 300, width: 60, features: ['power'] } }, ['A-2'])
    body.stalls.push({ ...stall('N-1', { x: 900, feeBaisa: 5000, subsidyBaisa: 2000 }), state: 'free' } as never)
    const answer = await (await sendPlan(manager, slug, body)).json<{ plan: { width: number } }>()
    expect(answer.plan.width).toBe(930)
    const seen = await readPlanned(manager, slug)
    expect(seen.stalls.map(({ code }) => code)).toEqual(['A-3', 'A-1', 'N-1'])
    expect(seen.stalls).toMatchObject([
      {},
      { x: 300, width: 60, features: ['power'] },
      { feeBaisa: 5000, subsidyBaisa: 2000 },
    ])
    expect(await eventsOf(`exhibition:${slug}`)).toEqual(['planned'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('lets a stall leave and come back, and never gives its bookings to another', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    const holder = await sentBooking(slug, { stall: 'A-1' })
    await sendAct(holder, 'withdraw')
    await sendPlan(manager, slug, await planWith(slug, {}, ['A-1']))
    expect(await codesOf(slug)).toEqual(['A-2'])
    expect((await problemOf(await sendClaim(slug, { stall: 'A-1' }))).code).toBe('stall_unknown')
    expect((await rowOf(holder.reference)).stall).toBe('A-1')
    const body = await planWith(slug)
    body.stalls.push(stall('A-1', { x: 500 }) as never)
    await sendPlan(manager, slug, body)
    expect((await sendClaim(slug, { stall: 'A-1' })).status).toBe(201)
  })

  test('names the stalls that live bookings hold, when they would vanish or become others', async () => {
    const exhibition = await buildExhibition({ stalls: 4, review: 'before_confirming' })
    const { slug } = exhibition
    for (const code of ['A-1', 'A-3']) await booked(slug, { stall: code })
    const refused = [
      await planWith(slug, {}, ['A-1', 'A-2', 'A-3']),
      await planWith(slug, { 'A-1': { zone: 'food' }, 'A-3': { features: ['step_free'] } }),
      await planWith(slug, { 'A-1': { feeBaisa: 1000 }, 'A-3': { withheldReason: 'safety' } }),
    ]
    for (const body of refused) {
      const problem = await problemOf(await sendPlan(manager, slug, body))
      expect(problem).toMatchObject({ status: 409, code: 'stall_occupied', stalls: ['A-1', 'A-3'] })
    }
    // Where they stand and what else they have may change.
    const moved = await planWith(slug, { 'A-1': { x: 200, y: 90, features: ['power'] } }, ['A-2'])
    expect((await sendPlan(manager, slug, moved)).status).toBe(200)
    expect(await codesOf(slug)).toEqual(['A-3', 'A-4', 'A-1'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('while booking runs a stall is withheld before its zone, access or fee changes', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    const problem = await problemOf(await sendPlan(manager, slug, await planWith(slug, { 'A-2': { zone: 'food' } })))
    expect(problem).toMatchObject({ status: 422, errors: [{ field: 'stalls.1', code: 'not_allowed' }] })
    const withheld = await planWith(slug, { 'A-2': { withheldReason: 'set_aside' } })
    expect((await sendPlan(manager, slug, withheld)).status).toBe(200)
    const changed = await planWith(slug, { 'A-2': { zone: 'food' } })
    expect((await sendPlan(manager, slug, changed)).status).toBe(200)
    const free = await planWith(slug, { 'A-2': { withheldReason: null, state: 'free' } })
    expect((await sendPlan(manager, slug, free)).status).toBe(200)
    expect(await readPlanned(manager, slug)).toMatchObject({ stalls: [{}, { zone: 'food', state: 'free' }] })
  })

  test('once announced zones stay, and so does a stall that can be booked', async () => {
    const { slug } = await buildExhibition({ stalls: 1, state: 'published', bookingOpensAtUtc: noon + 1 })
    const body = await planWith(slug, { 'A-1': { withheldReason: 'safety' } })
    const problem = await problemOf(await sendPlan(manager, slug, { ...body, zones: body.zones.slice(0, 1) }))
    expect(problem.errors).toEqual([
      { field: 'zones', code: 'not_allowed' },
      { field: 'stalls', code: 'required' },
    ])
  })

  test('a draft may drop zones and take them back', async () => {
    const { slug } = await madeDraft(manager)
    await sendPlan(manager, slug, { zones: bothZones, stalls: [stall('A-1'), stall('B-1', { zone: 'food' })] })
    await sendPlan(manager, slug, { zones: bothZones.slice(0, 1), stalls: [stall('A-1')] })
    expect(await readPlanned(manager, slug)).toMatchObject({ zones: [{ id: 'crafts' }], stalls: [{ code: 'A-1' }] })
    await sendPlan(manager, slug, { zones: [...bothZones].reverse(), stalls: [stall('B-1', { zone: 'food' })] })
    expect((await readPlanned(manager, slug)).zones.map(({ id }) => id)).toEqual(['food', 'crafts'])
  })

  test.each(['frozen', 'drawn', 'live', 'finished', 'cancelled'])('is refused when it is %s', async (state) => {
    const exhibition = await buildExhibition({ mode: 'ballot' })
    await setState(exhibition, state)
    const body = { zones: bothZones, stalls: [] }
    const problem = await problemOf(await sendPlan(manager, exhibition.slug, body))
    expect(problem).toMatchObject({ status: 409, code: 'transition_refused' })
  })

  test.each([
    [{ zones: bothZones, stalls: [stall('A 1')] }, 'stalls.0.code', 'wrong_format'],
    [{ zones: bothZones, stalls: [stall('A-1'), stall('a-1')] }, 'stalls.1.code', 'not_allowed'],
    [{ zones: bothZones, stalls: [stall('A-1', { zone: 'wood' })] }, 'stalls.0.zone', 'unknown'],
    [{ zones: bothZones, stalls: [stall('A-1', { width: 0 })] }, 'stalls.0.width', 'out_of_range'],
    [{ zones: bothZones, stalls: [stall('A-1', { x: 1.5 })] }, 'stalls.0.x', 'wrong_format'],
    [{ zones: bothZones, stalls: [stall('A-1', { features: ['view'] })] }, 'stalls.0.features.0', 'unknown'],
    [{ zones: bothZones, stalls: [stall('A-1', { subsidyBaisa: 1 })] }, 'stalls.0.subsidyBaisa', 'out_of_range'],
    [{ zones: bothZones, stalls: [stall('A-1', { withheldReason: 'x' })] }, 'stalls.0.withheldReason', 'unknown'],
    [{ zones: [...bothZones, bothZones[0]], stalls: [] }, 'zones.2.id', 'not_allowed'],
    [{ zones: [{ id: 'a b', title: { ar: 'س', en: 'x' } }], stalls: [] }, 'zones.0.id', 'wrong_format'],
    [{ zones: [{ id: 'a', title: { ar: '', en: 'x' } }], stalls: [] }, 'zones.0.title.ar', 'required'],
    [{ zones: bothZones }, 'stalls', 'required'],
  ])('refuses %j at the field', async (body, field, code) => {
    const { slug } = await madeDraft(manager)
    const problem = await problemOf(await sendPlan(manager, slug, body))
    expect(problem).toMatchObject({ status: 422, errors: [{ field, code }] })
  })

  test('over a version that is not there any more is refused, and of two at once one is written', async () => {
    const { slug } = await madeDraft(manager)
    const body = (code: string) => ({ version: 1, zones: bothZones, stalls: [stall(code)] })
    const answers = await Promise.all(['A-1', 'B-1'].map((code) => sendPlan(manager, slug, body(code))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await readPlanned(manager, slug)).stalls).toHaveLength(1)
  })

  test('takes a hall of five hundred stalls, and no larger one', async () => {
    const { slug } = await madeDraft(manager)
    const stalls = Array.from({ length: 501 }, (_, index) =>
      stall(`H-${index + 1}`, { x: (index % 25) * 32, y: Math.floor(index / 25) * 32, features: ['power', 'corner'] }),
    )
    expect((await sendPlan(manager, slug, { zones: bothZones, stalls: stalls.slice(1) })).status).toBe(200)
    expect((await readPlanned(manager, slug)).stallsTotal).toBe(500)
    const problem = await problemOf(await sendPlan(manager, slug, { zones: bothZones, stalls }))
    expect(problem.errors).toEqual([{ field: 'stalls', code: 'too_long' }])
  })
})

describe('a claim between the reading and the writing of a plan', () => {
  const plan = (body: unknown): SavePlan => {
    const parsed = parse(savePlanSchema, body)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
    return parsed.value
  }

  async function race(
    save: (between: { db: Store; base: Store['d1'] }, request: SavePlan & { slug: string }) => Promise<unknown>,
  ) {
    const exhibition = await buildExhibition({ stalls: 3 })
    const { slug } = exhibition
    const request = { slug, ...plan(await planWith(slug, {}, ['A-2'])) }
    let claimed: Response | undefined
    const between = withMeanwhile(async () => (claimed = await sendClaim(slug, { stall: 'A-2' })))
    const outcome = await save({ db: between.db, base: between.env.DB }, request)
    const held = await d1
      .prepare(
        `SELECT s.code FROM bookings b JOIN stalls s ON s.id = b.stall_id
         WHERE b.exhibition_id = ? AND s.withheld_reason IS NULL`,
      )
      .bind(exhibition.id)
      .all<{ code: string }>()
    return { status: claimed?.status, outcome, standing: held.results.map(({ code }) => code) }
  }

  test('keeps its stall: the plan is refused and says which one stands in the way', async () => {
    const staff = await signedInStaff('manager')
    expect(await race(({ db: store }, request) => savePlan(store, staff, request, noon))).toEqual({
      status: 201,
      outcome: { ok: false, reason: 'stall_occupied', stalls: ['A-2'] },
      standing: ['A-2'],
    })
  })

  test('loses it without the condition inside the write', async () => {
    const staff = await signedInStaff('manager')
    const { outcome, standing } = await race(({ base }, request) =>
      withoutCondition(occupiedStallsStay, ({ db: store }) => savePlan(store, staff, request, noon), {
        replacement: '? IS NOT NULL',
        base,
      }),
    )
    expect(outcome).toMatchObject({ ok: true })
    expect(standing).toEqual([])
  })

  test('twenty claims beside a plan that takes every stall away: no booking is without its stall', async () => {
    const exhibition = await buildExhibition({ stalls: 20 })
    const body = await planWith(
      exhibition.slug,
      {},
      Array.from({ length: 19 }, (_, at) => `A-${at + 1}`),
    )
    const [saved, ...claims] = await Promise.all([
      sendPlan(manager, exhibition.slug, body),
      ...Array.from({ length: 19 }, (_, at) => sendClaim(exhibition.slug, { stall: `A-${at + 1}` })),
    ])
    const won = claims.filter(({ status }) => status === 201).length
    expect([200, 409]).toContain(saved?.status)
    if (saved?.status === 200) expect(won).toBe(0)
    const stray = await d1
      .prepare(
        `SELECT count(*) AS n FROM bookings b JOIN stalls s ON s.id = b.stall_id
         WHERE b.exhibition_id = ? AND s.withheld_reason IS NOT NULL`,
      )
      .bind(exhibition.id)
      .first<{ n: number }>()
    expect(stray?.n).toBe(0)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

test('a plan costs rows by its own stalls, however many bookings and other halls there are', async () => {
  const staff = await signedInStaff('manager')
  const exhibition = await buildExhibition({ stalls: 10 })
  const measure = async () => {
    const body = await planWith(exhibition.slug)
    body.stalls.forEach((one) => Object.assign(one, { y: one.y + 1 }))
    const whole = parse(savePlanSchema, body)
    if (!whole.ok) throw new Error('The plan is not one.')
    const request = { slug: exhibition.slug, ...whole.value }
    return rowsOf(({ db: at }) => savePlan(at, staff, request, noon))
  }
  const before = await measure()
  for (let other = 0; other < 5; other += 1) await buildExhibition({ stalls: 100 })
  await booked((await buildExhibition({ stalls: 5 })).slug)
  const after = await measure()
  expect(after.written).toBe(before.written)
  // Five hundred more stalls and a booking stand elsewhere.
  expect(after.read).toBeLessThan(before.read + 20)
})
