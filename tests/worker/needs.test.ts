import { beforeAll, describe, expect, test } from 'vitest'
import { promisesAtMost } from '../../db/queries/desk-needs.ts'
import type { DeskNeed } from '../../worker/contract/desk-needs.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { editNeed } from '../../worker/needs/edit-need.ts'
import { listDeskNeeds } from '../../worker/needs/list-desk-needs.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as } from '../builders/desk.ts'
import { accepted, brokenPledges, buildNeed, must, needBody, needRow, verified } from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let manager: Record<string, string>, boss: Staff

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
  boss = await signedInStaff('manager')
})

const create = (body: unknown, status = 201, headers: Record<string, string> = {}) =>
  call('POST /desk/needs', '/desk/needs', { ...write(body, { ...manager, ...headers }), status })
const patch = (id: string, body: unknown, status = 200) =>
  call('PATCH /desk/needs/{id}', `/desk/needs/${id}`, { ...write(body, manager), status })

describe('a need', () => {
  test('is put on the board once for one key, and listed with what is promised and delivered', async () => {
    const key = { 'Idempotency-Key': crypto.randomUUID() }
    const need = await (await create(needBody(), 201, key)).json<DeskNeed>()
    expect(need).toMatchObject({ state: 'open', asked: 10, promised: 0, delivered: 0, version: 1, by: '2027-03-01' })
    expect((await (await create(needBody(), 201, key)).json<DeskNeed>()).id).toBe(need.id)
    const other = await create(needBody({ kind: 'transport', unit: 'trip' }), 422, key)
    expect((await problemOf(other)).code).toBe('idempotency_key_reused')
    const more = await create(needBody({ asked: 9_000, title: { ar: 'شيء آخر', en: 'Something else' } }), 422, key)
    expect((await problemOf(more)).code).toBe('idempotency_key_reused')
    // Sent again after an edit, it is still the same need.
    await patch(need.id, { asked: 12 })
    expect(await (await create(needBody(), 201, key)).json<DeskNeed>()).toMatchObject({ id: need.id, asked: 12 })
    await patch(need.id, { asked: 10 })
    const list = await call('GET /desk/needs', '/desk/needs?governorate=muscat', { headers: manager, status: 200 })
    const listed = (await list.json<DeskPage<DeskNeed>>()).items.filter(({ id }) => id === need.id)
    expect(listed).toEqual([{ ...need, version: 3 }])
  })

  test('takes its exhibition’s governorate, and refuses another', async () => {
    const { slug } = await buildExhibition({ governorate: 'dhofar' })
    const need = await (await create(needBody({ exhibition: slug, governorate: null }))).json<DeskNeed>()
    expect(need).toMatchObject({ exhibition: slug, governorate: 'dhofar' })
    const refused = await problemOf(await create(needBody({ exhibition: slug, governorate: 'muscat' }), 422))
    expect(refused.errors).toEqual([{ field: 'governorate', code: 'not_allowed' }])
    await create(needBody({ exhibition: 'no-such' }), 422)
  })

  test.each([
    [{ unit: 'job' }, 'unit', 'not_allowed'],
    [{ kind: 'cash_handover', unit: 'baisa' }, 'unit', 'not_allowed'],
    [{ governorate: null }, 'governorate', 'required'],
    [{ governorate: 'atlantis' }, 'governorate', 'unknown'],
    [{ by: '2026-12-06' }, 'by', 'out_of_range'],
    [{ by: '2027-02-30' }, 'by', 'wrong_format'],
    [{ asked: 0 }, 'asked', 'out_of_range'],
    [{ title: { ar: 'طاولات', en: '' } }, 'title.en', 'required'],
  ])('with %j is refused', async (change, field, code) => {
    expect((await problemOf(await create(needBody(change), 422))).errors).toEqual([{ field, code }])
  })

  test('is changed, closed and opened again by its version, each with its event', async () => {
    const id = await buildNeed()
    const edited = await (await patch(id, { version: 1, asked: '٢٠', by: '2027-04-01' })).json<DeskNeed>()
    expect(edited).toMatchObject({ asked: 20, by: '2027-04-01', version: 2, title: needBody()['title'] })
    expect(await problemOf(await patch(id, { version: 1, asked: 30 }, 409))).toMatchObject({
      code: 'changed_meanwhile',
      version: 2,
    })
    expect(await (await patch(id, { closed: true })).json<DeskNeed>()).toMatchObject({ state: 'closed', version: 3 })
    expect(await (await patch(id, { closed: true })).json<DeskNeed>()).toMatchObject({ version: 3 })
    const open = await (await patch(id, { closed: false })).json<DeskNeed>()
    expect(open).toMatchObject({ state: 'open', closedAt: null, version: 4 })
    await patch('n-nothing', { asked: 5 }, 404)
    const { results } = await d1
      .prepare('SELECT type FROM events WHERE stream = ? ORDER BY seq')
      .bind(`need:${id}`)
      .all<{ type: string }>()
    expect(results.map(({ type }) => type)).toEqual(['created', 'edited', 'closed', 'reopened'])
    expect(await brokenPledges()).toEqual([])
  })

  test('never asks for less than is promised', async () => {
    const id = await buildNeed({ asked: 12 })
    await accepted([{ need: id, quantity: 10 }])
    expect(await problemOf(await patch(id, { asked: 9 }, 409))).toMatchObject({ code: 'need_exceeded', remaining: 2 })
    expect(await (await patch(id, { asked: 10 })).json<DeskNeed>()).toMatchObject({ state: 'met', asked: 10 })
  })

  describe('whose number is lowered while a pledge is being accepted', () => {
    const scene = async () => {
      const id = await buildNeed()
      const reference = await verified([{ need: id, quantity: 10 }])
      const between = withMeanwhile(async () =>
        must(await acceptPledge(db, await signedInStaff('manager'), { reference, withoutNeed: [] }, noon)),
      )
      return { id, between }
    }

    test('keeps it, by the condition inside the write', async () => {
      const { id, between } = await scene()
      expect(await editNeed(between.db, boss, { id, asked: 5 }, noon)).toMatchObject({ reason: 'need_exceeded' })
      expect(await needRow(id)).toMatchObject({ asked: 10, promised: 10, version: 1 })
    })

    test('is refused by the table’s check alone when the condition is gone, as a fault', async () => {
      const { id, between } = await scene()
      const act = withoutCondition(
        promisesAtMost(0).sql,
        ({ db: altered }) => editNeed(altered, boss, { id, asked: 5 }, noon),
        { replacement: '? IS NOT NULL', base: between.db.d1 },
      )
      await expect(act).rejects.toThrow(/needs_capacity/)
      expect(await needRow(id)).toMatchObject({ asked: 10, promised: 10 })
    })
  })
})

test('a page of needs reads a bounded number of rows however many there are, and pages lose none', async () => {
  const make = (from: number, to: number) =>
    d1.batch(
      Array.from({ length: to - from }, (_, index) =>
        d1
          .prepare(
            `INSERT INTO needs (id, title_ar, title_en, kind, unit, asked, governorate, needed_by, closed_at_utc, created_at_utc, version, head_mac)
             VALUES (?, 'ع', 'e', 'goods', 'piece', 5, 'al-wusta', '2027-05-01', ?, 1, 0, '')`,
          )
          .bind(`n-many-${String(from + index).padStart(5, '0')}`, (from + index) % 3 === 0 ? null : 1),
      ),
    )
  const readRows = () => rowsOf(({ db: counted }) => listDeskNeeds(counted, boss, { state: 'open' }))
  await make(0, 400)
  const before = await readRows()
  await make(400, 800)
  expect(await readRows()).toEqual(before)

  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listDeskNeeds(db, boss, { governorate: 'al-wusta', state: 'open', cursor })
    if (!page.ok) throw new Error(page.reason)
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(267)
})
