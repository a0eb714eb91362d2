import { beforeAll, describe, expect, test } from 'vitest'
import { findPledge } from '../../db/queries/pledges.ts'
import { addDays, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { hourMs } from '../../worker/contract/limits.ts'
import type { DeskPledge } from '../../worker/contract/desk-pledges.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { agreeChange } from '../../worker/pledges/agree-change.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { readDeskPledge } from '../../worker/pledges/read-desk-pledge.ts'
import { takeBackChange } from '../../worker/pledges/take-back-change.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { parse } from '../../worker/contract/fields.ts'
import { proposeChangeSchema } from '../../worker/contract/pledge.ts'
import { holderOf } from '../builders/accepted-pledge.ts'
import { because, reasonOf } from '../builders/acts.ts'
import { as } from '../builders/desk.ts'
import {
  accepted,
  brokenPledges,
  buildNeed,
  delivery,
  must,
  needRow,
  pledgeRow,
  received,
} from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>
let manager: Headers, officer: Headers, storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
  officer = await as('officer')
  storekeeper = await signedInStaff('receiver')
})

const onLine = (who: Headers, reference: string, n: number, name: string, body: unknown = {}, status = 200) =>
  call(`POST /desk/pledges/{reference}/lines/{n}/${name}`, `/desk/pledges/${reference}/lines/${n}/${name}`, {
    ...write(body, who),
    status,
  })

describe('jobs and training places', () => {
  test('are looked at again from the 90th day on, once, and never counted above what came', async () => {
    const reference = await accepted([{ kind: 'jobs', unit: 'job', quantity: 5 }])
    await received(storekeeper, reference, 1, 5)
    const from = addDays('2026-12-06', 90)
    try {
      setClock(startOfMuscatDay(from) - hourMs)
      const [officer, receiver] = [await as('officer'), await as('receiver')]
      expect((await problemOf(await onLine(officer, reference, 1, 'sustain', { stillThere: 4 }, 409))).code).toBe(
        'too_early',
      )
      setClock(startOfMuscatDay(from))
      const refused = await onLine(officer, reference, 1, 'sustain', { stillThere: 6 }, 422)
      expect((await problemOf(refused)).errors).toEqual([{ field: 'stillThere', code: 'out_of_range' }])
      const pledge = await (await onLine(officer, reference, 1, 'sustain', { stillThere: 4 })).json<DeskPledge>()
      expect(pledge).toMatchObject({ state: 'fulfilled', lines: [{ state: 'sustained', sustained: 4, received: 5 }] })
      await onLine(officer, reference, 1, 'sustain', { stillThere: 4 }, 409)
      // Zero is an answer too.
      const none = await accepted([{ kind: 'training_places', unit: 'place', quantity: 3, dueOn: '2027-12-01' }])
      await received(storekeeper, none, 1, 3)
      setClock(startOfMuscatDay(from) + hourMs)
      await onLine(receiver, none, 1, 'sustain', { stillThere: 0 })
    } finally {
      setClock(noon)
    }
    expect(await brokenPledges()).toEqual([])
  })

  test('alone are looked at again', async () => {
    const reference = await accepted()
    await received(storekeeper, reference, 1, 10)
    expect(await problemOf(await onLine(officer, reference, 1, 'sustain', { stillThere: 1 }, 409))).toMatchObject({
      code: 'transition_refused',
      state: 'received',
    })
  })
})

describe('a change that the company proposed', () => {
  const propose = (reference: string, lines: unknown[]) =>
    d1
      .prepare(
        `INSERT INTO pledge_amendments (reference, state, lines, open_lines, proposed_at_utc)
         SELECT ?1, 'open', ?2, json_group_array(n), ?3 FROM pledge_lines
         WHERE reference = ?1 AND state IN ('due', 'overdue')`,
      )
      .bind(reference, JSON.stringify(lines), noon)
      .run()
  const line = (n: number | null, change: Record<string, unknown> = {}) => ({
    n,
    kind: 'equipment',
    unit: 'piece',
    quantity: 10,
    dueOn: '2027-02-01',
    need: null,
    ...change,
  })
  const proposed = (lines: unknown[]) => {
    const parsed = parse(proposeChangeSchema, { lines })
    if (!parsed.ok) throw new Error(`The built change is invalid: ${JSON.stringify(parsed.errors)}`)
    return parsed.value
  }
  const decide = (name: 'agree-change' | 'refuse-change', reference: string, body: unknown = {}, status = 200) =>
    call(`POST /desk/pledges/{reference}/${name}`, `/desk/pledges/${reference}/${name}`, {
      ...write(body, manager),
      status,
    })

  test('agreed, changes open lines only, and the version before is kept', async () => {
    const need = await buildNeed({ asked: 12 })
    const reference = await accepted([{ need, quantity: 6 }, { quantity: 3 }, { quantity: 2 }])
    await received(storekeeper, reference, 3, 2)
    await propose(reference, [line(1, { need, quantity: 8, dueOn: '2027-03-01' }), line(null, { need, quantity: 4 })])
    const pledge = await (await decide('agree-change', reference)).json<DeskPledge>()
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'partly_delivered',
      lines: ['due 8/8/0', 'dropped 3/0/0', 'received 2/2/2', 'due 4/4/0'],
    })
    expect(pledge.lines[0]?.dueOn).toBe('2027-03-01')
    expect(pledge.amendment).toBeNull()
    const was = [line(1, { need, quantity: 6 }), line(2, { quantity: 3 })]
    expect(pledge.history.map(({ act, before }) => [act, before]).slice(-2)).toEqual([
      ['receive', null],
      ['agree-change', was],
    ])
    expect(await needRow(need)).toMatchObject({ promised: 12 })
    const row = await d1
      .prepare('SELECT state, before FROM pledge_amendments WHERE reference = ?')
      .bind(reference)
      .first<{ state: string; before: string }>()
    expect(row?.state).toBe('agreed')
    expect(JSON.parse(row?.before ?? '')).toEqual(was)
    expect(await brokenPledges()).toEqual([])
  })

  test('that a need cannot take changes nothing', async () => {
    const need = await buildNeed({ asked: 10 })
    const reference = await accepted([{ need, quantity: 6 }])
    await propose(reference, [line(1, { need, quantity: 11 })])
    expect(await problemOf(await decide('agree-change', reference, {}, 409))).toMatchObject({
      code: 'need_exceeded',
      need,
    })
    expect(await pledgeRow(reference)).toMatchObject({ version: 3, lines: ['due 6/6/0'] })
  })

  test('about a line that came meanwhile is refused', async () => {
    const reference = await accepted([{}, {}])
    await propose(reference, [line(1, { quantity: 5 }), line(2)])
    await received(storekeeper, reference, 1, 10)
    const outcome = await agreeChange(db, await signedInStaff('manager'), { reference }, noon)
    expect(outcome).toMatchObject({ reason: 'transition_refused', state: 'partly_delivered' })
  })

  test('does not drop a line that the company had not seen open: what a reversal opened again stays due', async () => {
    const reference = await accepted([{ quantity: 10 }, { quantity: 5 }])
    await received(storekeeper, reference, 1, 10)
    await propose(reference, [line(2, { quantity: 4 })])
    const boss = await signedInStaff('manager')
    must(await reverseLine(db, boss, { reference, n: 1, reason: reasonOf('organiser_error') }, noon))
    const { pledge } = must(await readDeskPledge(db, boss, { reference }, noon))
    expect(pledge.acts).toEqual(['refuse-change'])
    const refused = { ok: false, reason: 'transition_refused', state: 'accepted' }
    expect(await agreeChange(db, boss, { reference }, noon)).toEqual(refused)
    expect(await pledgeRow(reference)).toMatchObject({ lines: ['reversed 10/0/0', 'due 5/5/0', 'due 10/10/0'] })
    await decide('refuse-change', reference, because('incomplete'))
    // Proposed anew, what is left out is dropped.
    must(await proposeChange(db, await holderOf(reference), proposed([line(2, { quantity: 4 })]), noon))
    must(await agreeChange(db, boss, { reference }, noon))
    expect(await pledgeRow(reference)).toMatchObject({ lines: ['reversed 10/0/0', 'due 4/4/0', 'dropped 10/0/0'] })
  })

  test('can be set aside, by its company and at the desk, when everything came meanwhile', async () => {
    for (const setAside of [
      async (reference: string) => must(await takeBackChange(db, await holderOf(reference), noon)),
      (reference: string) => decide('refuse-change', reference, because('incomplete')),
    ]) {
      const reference = await accepted([{ quantity: 3 }])
      await propose(reference, [line(1, { quantity: 2 })])
      await received(storekeeper, reference, 1, 3)
      const { pledge } = must(await readDeskPledge(db, await signedInStaff('manager'), { reference }, noon))
      expect(pledge).toMatchObject({ state: 'fulfilled', amendment: {}, acts: ['refuse-change'] })
      await setAside(reference)
      expect((await findPledge(d1, reference))?.amendment).toBeNull()
      expect(await pledgeRow(reference)).toMatchObject({ state: 'fulfilled', lines: ['received 3/3/3'] })
    }
    expect(await brokenPledges()).toEqual([])
  })

  test('makes whoever agreed to it no receiver of the lines it changed or added, nor of their rests', async () => {
    const agreer = await signedInStaff('manager')
    const reference = await accepted([{ quantity: 3 }, { quantity: 4 }])
    await propose(reference, [line(1, { quantity: 3 }), line(2, { quantity: 400 }), line(null, { quantity: 500 })])
    const { pledge } = must(await agreeChange(db, agreer, { reference }, noon))
    expect(pledge.lines.map(({ acts }) => acts.includes('receive'))).toEqual([true, false, false])
    const receive = (who: Staff, n: number, quantity: number) =>
      receiveLine(db, who, { reference, n, ...delivery(quantity) }, noon)
    expect(await receive(agreer, 2, 400)).toEqual({ ok: false, reason: 'own_entry' })
    expect(await receive(agreer, 3, 500)).toEqual({ ok: false, reason: 'own_entry' })
    await received(storekeeper, reference, 3, 499)
    expect(await receive(agreer, 4, 1)).toEqual({ ok: false, reason: 'own_entry' })
    expect(await receive(agreer, 1, 3)).toMatchObject({ ok: true })
    expect(await brokenPledges()).toEqual([])
  })

  test('refused, leaves the pledge as it is, and the company its reason', async () => {
    const reference = await accepted()
    await propose(reference, [line(1, { quantity: 5 })])
    await decide('refuse-change', reference, {}, 422)
    const pledge = await (await decide('refuse-change', reference, because('incomplete'))).json<DeskPledge>()
    expect(pledge).toMatchObject({ state: 'accepted', amendment: null })
    expect(pledge.history.at(-1)?.reason?.code).toBe('incomplete')
    await decide('refuse-change', reference, because('incomplete'), 409)
  })
})
