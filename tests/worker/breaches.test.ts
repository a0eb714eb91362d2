import { beforeAll, describe, expect, test } from 'vitest'
import type { Breach, BreachDetail } from '../../worker/contract/breaches.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import { changeBreach } from '../../worker/office/change-breach.ts'
import { verifyStreams } from '../../worker/audit/verify-streams.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile, withoutCondition, withoutIndex, withoutTrigger } from '../builders/altered-d1.ts'
import { as } from '../builders/desk.ts'
import { noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let manager: Record<string, string>

beforeAll(async () => {
  setClock()
  manager = await as('manager')
})

const hour = 3_600_000
const at = (instant: number) => new Date(instant).toISOString()
const words = 'ورقة بأسماء العارضين تُركت عند المدخل'
const found = (change: object = {}) => ({
  kind: 'disclosed',
  foundAt: at(noon - hour),
  people: 12,
  text: words,
  ...change,
})
const record = (body: unknown = found(), who = manager) => sendJson('/api/v1/desk/breaches', body, who)
const recorded = async (change: object = {}) => (await record(found(change))).json<BreachDetail>()
const update = (id: number, body: unknown) =>
  send(`/api/v1/desk/breaches/${id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', ...manager },
    body: JSON.stringify(body),
  })

describe('a breach of personal data', () => {
  test('is recorded in words that the database cannot read, with 72 hours to tell the authority', async () => {
    const breach = await recorded()
    expect(breach).toMatchObject({
      kind: 'disclosed',
      people: 12,
      authorityDueAt: at(noon + 71 * hour),
      hoursLeft: 71,
      authorityToldAt: null,
      closedAt: null,
      version: 1,
      history: [{ act: 'record-breach', text: words, by: { kind: 'staff' } }],
    })
    const { results } = await d1.prepare('SELECT * FROM texts, breaches, events').all()
    expect(JSON.stringify(results)).not.toContain('المدخل')
  })

  test('is late once the hours are over, and the list has the latest first', async () => {
    const old = await recorded({ foundAt: at(noon - 100 * hour) })
    expect(old.hoursLeft).toBe(-28)
    const fresh = await recorded({ foundAt: at(noon) })
    const page = await (await send('/api/v1/desk/breaches', { headers: manager })).json<DeskPage<Breach>>()
    const ids = page.items.map(({ id }) => id)
    expect(ids.indexOf(fresh.id)).toBeLessThan(ids.indexOf(old.id))
    expect((await send('/api/v1/desk/breaches?cursor=x', { headers: manager })).status).toBe(422)
  })

  test('goes on page after page', async () => {
    for (let i = 0; i < 21; i += 1) await record()
    const seen: number[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const response = await send(`/api/v1/desk/breaches${cursor && `?cursor=${cursor}`}`, { headers: manager })
      const page: DeskPage<Breach> = await response.json()
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(21)
  })

  test('says when authority and people were told, and is closed for good', async () => {
    const { id } = await recorded()
    const told = await update(id, { authorityToldAt: at(noon), people: 14, text: 'أُبلغت الجهة هاتفيًا' })
    expect(await told.json()).toMatchObject({ authorityToldAt: at(noon), people: 14, version: 2 })
    const closed = await (await update(id, { isClosed: true, peopleToldAt: at(noon) })).json<BreachDetail>()
    expect(closed).toMatchObject({ closedAt: at(noon), peopleToldAt: at(noon), version: 3 })
    expect(closed.history.map(({ set }) => set)).toEqual([
      ['kind', 'foundAt', 'people'],
      ['people', 'authorityToldAt'],
      ['peopleToldAt', 'closed'],
    ])
    expect(await problemOf(await update(id, { people: 3 }))).toMatchObject({
      code: 'transition_refused',
      state: 'closed',
    })
  })

  test('of which the authority was not told is closed with words only', async () => {
    const { id } = await recorded()
    expect(await problemOf(await update(id, { isClosed: true }))).toMatchObject({
      code: 'reason_required',
      errors: [{ field: 'text', code: 'required' }],
    })
    expect((await update(id, { isClosed: true, text: 'لم تكن فيها بيانات شخصية' })).status).toBe(200)
  })

  test('lies in the past, and is told of after it was found', async () => {
    expect(await problemOf(await record(found({ foundAt: at(noon + hour) })))).toMatchObject({
      errors: [{ field: 'foundAt', code: 'out_of_range' }],
    })
    const { id } = await recorded()
    for (const authorityToldAt of [at(noon + hour), at(noon - 5 * hour)]) {
      expect(await problemOf(await update(id, { authorityToldAt }))).toMatchObject({
        errors: [{ field: 'authorityToldAt', code: 'out_of_range' }],
      })
    }
    for (const foundAt of ['2026-12-01T08:00:00+04', '2026-02-30T08:00:00Z']) {
      expect(await problemOf(await record(found({ foundAt })))).toMatchObject({
        status: 422,
        errors: [{ field: 'foundAt', code: 'wrong_format' }],
      })
    }
    expect((await record({ kind: 'x', foundAt: 'yesterday', people: -1, text: '' })).status).toBe(422)
    expect((await send('/api/v1/desk/breaches/0', { headers: manager })).status).toBe(404)
    expect((await update(0, { people: 1 })).status).toBe(404)
  })
})

describe('two managers who record at once', () => {
  const race = async () => {
    const { id } = await recorded()
    const [one, other] = [await signedInStaff('manager'), await signedInStaff('manager')]
    const note = (text: string) => ({ id, version: null, text })
    const between = withMeanwhile(() => changeBreach(db, other, note('من الأولى'), noon))
    return { id, between, act: (on: Store) => changeBreach(on, one, note('من الثانية'), noon) }
  }

  test('never overwrite one another: the slower is told', async () => {
    const { between, act } = await race()
    expect(await act(between.db)).toEqual({ ok: false, reason: 'changed_meanwhile', version: 2 })
  })

  test('without the version both write, and the chain shows it', async () => {
    const { between, act } = await race()
    await withoutTrigger('events_refuse_replace', () =>
      withoutIndex(
        'events_by_stream',
        () =>
          withoutCondition('AND version = ? AND closed_at_utc IS NULL', (altered) => act(altered.db), {
            replacement: 'AND ? IS NOT NULL',
            base: between.db.d1,
          }),
        // Events cannot be taken back, so the index stays away.
        { restore: false },
      ),
    )
    expect((await verifyStreams(db)).fault).toMatchObject({ code: 'sequence_gap' })
  })
})
