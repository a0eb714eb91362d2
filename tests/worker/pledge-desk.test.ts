import { beforeAll, describe, expect, test } from 'vitest'
import { needsAreOpen } from '../../db/queries/pledge-needs.ts'
import type { DeskPledge, DeskPledgeLine } from '../../worker/contract/desk-pledges.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { editNeed } from '../../worker/needs/edit-need.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { readDeskPledge } from '../../worker/pledges/read-desk-pledge.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { holderOf } from '../builders/accepted-pledge.ts'
import { because, reasonOf, templatesTo } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { as } from '../builders/desk.ts'
import {
  accepted,
  brokenPledges,
  buildNeed,
  delivery,
  must,
  needRow,
  pledgeBody,
  pledged,
  pledgeRow,
  received,
  verified,
} from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>
let officer: Headers, manager: Headers, receiver: Headers, viewer: Headers

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  manager = await as('manager')
  receiver = await as('receiver')
  viewer = await as('viewer')
})

const act = (who: Headers, reference: string, name: string, body: unknown = {}, status = 200) =>
  call(`POST /desk/pledges/{reference}/${name}`, `/desk/pledges/${reference}/${name}`, { ...write(body, who), status })
const read = async (who: Headers, reference: string) =>
  (
    await call('GET /desk/pledges/{reference}', `/desk/pledges/${reference}`, { headers: who, status: 200 })
  ).json<DeskPledge>()
const list = async (who: Headers, query = '') =>
  (await call('GET /desk/pledges', `/desk/pledges${query}`, { headers: who, status: 200 })).json<
    DeskPage<DeskPledgeLine>
  >()

describe('a pledge at the desk', () => {
  test('is verified by a call, whose note staff read and the company’s event does not hold', async () => {
    const reference = await pledged()
    const note = 'اتصلنا برقم السجل التجاري وأكّد مدير المسؤولية الاجتماعية'
    const pledge = await (await act(officer, reference, 'verify', { note })).json<DeskPledge>()
    expect(pledge).toMatchObject({ state: 'verified', version: 2, verified: { by: expect.anything() } })
    expect(pledge.history.at(-1)).toMatchObject({ act: 'verify', note, reason: null })
    const events = await d1.prepare('SELECT data FROM events WHERE stream = ?').bind(`pledge:${reference}`).all()
    expect(JSON.stringify(events.results)).not.toContain('السجل')
    expect(await problemOf(await act(officer, reference, 'verify', {}, 409))).toMatchObject({
      code: 'transition_refused',
      state: 'verified',
    })
  })

  test('typed in from a letter is verified, accepted and declined by others only', async () => {
    const body = { ...pledgeBody(), enteredFrom: 'paper' }
    const both = await as('manager')
    const key = { ...both, 'Idempotency-Key': crypto.randomUUID() }
    const enter = () => call('POST /desk/pledges', '/desk/pledges', { ...write(body, key), status: 201 })
    const text = await (await enter()).text()
    expect(text).not.toContain('manageToken')
    expect(await (await enter()).text()).toBe(text)
    const { reference } = JSON.parse(text) as { reference: string }
    for (const [name, sent] of [
      ['verify', {}],
      ['accept', {}],
      ['decline', because('incomplete')],
    ] as const) {
      expect((await problemOf(await act(both, reference, name, sent, 403))).code).toBe('own_entry')
    }
    expect((await read(both, reference)).acts).toEqual([])
    expect((await act(officer, reference, 'verify')).status).toBe(200)
    const pledge = await (await act(manager, reference, 'accept')).json<DeskPledge>()
    expect(pledge.entered).toMatchObject({ from: 'paper', isOwn: false })
  })

  test('accepted, takes its quantity of every need at once, and is recognised under its year', async () => {
    const [tables, trips] = [await buildNeed(), await buildNeed({ kind: 'transport', unit: 'trip', asked: 5 })]
    const reference = await verified([
      { need: tables, quantity: 4 },
      { need: trips, kind: 'transport', unit: 'trip', quantity: 5 },
      { quantity: 7 },
    ])
    expect((await read(manager, reference)).lines[0]?.needView).toMatchObject({ id: tables, remaining: 10 })
    const pledge = await (await act(manager, reference, 'accept', { version: 2 })).json<DeskPledge>()
    expect(pledge.lines.map(({ committed }) => committed)).toEqual([4, 5, 7])
    expect(await needRow(tables)).toMatchObject({ promised: 4, delivered: 0 })
    expect(await needRow(trips)).toMatchObject({ promised: 5 })
    const row = await d1
      .prepare('SELECT accepted_year AS year, closed_at_utc AS closed FROM pledges WHERE reference = ?')
      .bind(reference)
      .first()
    expect(row).toEqual({ year: 2026, closed: null })
    expect(await templatesTo(reference)).toEqual(['pledge_received', 'pledge_verified', 'pledge_accepted'])
    expect(await brokenPledges()).toEqual([])
  })

  test('of which a need cannot take a line is not accepted at all, unless that line goes without its need', async () => {
    const [small, wide] = [await buildNeed({ asked: 3 }), await buildNeed()]
    const reference = await verified([
      { need: wide, quantity: 2 },
      { need: small, quantity: 4 },
    ])
    expect(await problemOf(await act(manager, reference, 'accept', {}, 409))).toMatchObject({
      code: 'need_exceeded',
      need: small,
      remaining: 3,
    })
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'verified',
      version: 2,
      lines: ['due 2/0/0', 'due 4/0/0'],
    })
    expect(await needRow(wide)).toMatchObject({ promised: 0 })
    await act(manager, reference, 'accept', { withoutNeed: [9] }, 422)
    const pledge = await (await act(manager, reference, 'accept', { withoutNeed: [2] })).json<DeskPledge>()
    expect(pledge.lines.map(({ need, committed }) => ({ need, committed }))).toEqual([
      { need: wide, committed: 2 },
      { need: null, committed: 4 },
    ])
    // What has no need is shown where it could go.
    expect(pledge.lines[1]?.matches.map(({ id }) => id)).toContain(small)
    expect(await needRow(small)).toMatchObject({ promised: 0 })
  })

  test('of money alone is closed when it is accepted, and takes nothing of a need', async () => {
    const reference = await verified([{ kind: 'cash_handover', unit: 'baisa', quantity: 5_000_000 }])
    await act(manager, reference, 'accept')
    expect(await pledgeRow(reference)).toMatchObject({ state: 'accepted', isClosed: true, lines: ['due 5000000/0/0'] })
  })

  test('is declined with a reason that the company is told', async () => {
    const reference = await pledged()
    expect((await problemOf(await act(manager, reference, 'decline', {}, 422))).code).toBe('reason_required')
    const pledge = await (await act(manager, reference, 'decline', because('duplicate'))).json<DeskPledge>()
    expect(pledge).toMatchObject({ state: 'declined', acts: [] })
    expect(pledge.history.at(-1)?.reason).toEqual({ code: 'duplicate', text: because().reason.text })
    expect(await pledgeRow(reference)).toMatchObject({ isClosed: true })
    expect(await templatesTo(reference)).toEqual(['pledge_received', 'pledge_declined'])
  })

  test('changed by a colleague meanwhile is not acted on by whoever saw the old version', async () => {
    const reference = await verified()
    for (const [name, body] of [
      ['accept', { version: 1 }],
      ['decline', { version: 1, ...because() }],
    ] as const) {
      expect(await problemOf(await act(manager, reference, name, body, 409))).toMatchObject({
        code: 'changed_meanwhile',
        version: 2,
      })
    }
  })
})

describe('a need that is closed', () => {
  const scene = async () => {
    const id = await buildNeed()
    return { id, reference: await verified([{ need: id, quantity: 4 }]) }
  }
  const close = async (id: string) => editNeed(db, await signedInStaff('manager'), { id, closed: true }, noon)

  test('refuses a pledge, and lets it go without the need', async () => {
    const { id, reference } = await scene()
    await close(id)
    const refused = await problemOf(await act(manager, reference, 'accept', {}, 409))
    expect(refused).toMatchObject({ code: 'need_exceeded', need: id, remaining: 0 })
    expect((await act(manager, reference, 'accept', { withoutNeed: [1] })).status).toBe(200)
  })

  test('between reading and writing refuses by the condition inside the write, and only by it', async () => {
    const boss = await signedInStaff('manager')
    const one = await scene()
    const { db: guarded } = withMeanwhile(() => close(one.id))
    const request = { withoutNeed: [] }
    expect(await acceptPledge(guarded, boss, { ...request, reference: one.reference }, noon)).toMatchObject({
      reason: 'need_exceeded',
    })
    const two = await scene()
    const between = withMeanwhile(() => close(two.id))
    const outcome = await withoutCondition(
      needsAreOpen([]).sql,
      ({ db: altered }) => acceptPledge(altered, boss, { ...request, reference: two.reference }, noon),
      { replacement: '? IS NOT NULL', base: between.db.d1 },
    )
    expect(outcome.ok).toBe(true)
    expect(await needRow(two.id)).toMatchObject({ promised: 4 })
  })
})

describe('who sees what', () => {
  test('a viewer lists without names, a receiver reads without whom to call, nobody else reads', async () => {
    const reference = await accepted()
    const lineFor = async (who: Headers) => {
      const { items } = await list(who, '?state=accepted')
      return items.find((item) => item.reference === reference)?.company
    }
    expect(await lineFor(viewer)).toEqual({ name: null, registration: null, sector: 'energy', contact: null })
    expect(await lineFor(receiver)).toMatchObject({ name: { en: 'Trial Company' }, contact: null })
    expect(await lineFor(officer)).toMatchObject({ contact: { name: 'سالم الحارثي', phone: '70000012' } })
    expect((await read(receiver, reference)).company.contact).toBeNull()
    const refused = await send(`/api/v1/desk/pledges/${reference}`, { headers: viewer })
    expect((await problemOf(refused)).code).toBe('role_required')
  })

  test('whoever may not know whom to call reads no words that may say it, but what was seen when something arrived', async () => {
    const reference = await pledged([{ note: 'اتصلوا بسالم 70000012' }, {}])
    const callNote = 'Spoke to Salim al Harthi'
    await act(officer, reference, 'verify', { note: callNote })
    await act(manager, reference, 'accept')
    must(
      await proposeChange(
        db,
        await holderOf(reference),
        {
          lines: [{ n: 1, kind: 'equipment', unit: 'piece', quantity: 9, dueOn: '2027-02-01', need: null }],
          note: 'اسألوا سالم',
          version: null,
        },
        noon,
      ),
    )
    await received(await signedInStaff('receiver'), reference, 2, 10)
    const reason = { ...reasonOf('organiser_error'), text: 'سالم أبلغنا' }
    must(await reverseLine(db, await signedInStaff('manager'), { reference, n: 2, reason }, noon))
    const wordsFor = (pledge: DeskPledge) => ({
      line: pledge.lines[0]?.note,
      change: pledge.amendment?.text,
      history: Object.fromEntries(pledge.history.map(({ act: done, note, reason: why }) => [done, why?.text ?? note])),
    })
    expect(wordsFor(await read(manager, reference))).toMatchObject({
      line: 'اتصلوا بسالم 70000012',
      change: 'اسألوا سالم',
      history: { verify: callNote, reverse: 'سالم أبلغنا', receive: delivery().evidence },
    })
    const colleagues = [await signedInStaff('receiver'), await signedInStaff('viewer')]
    for (const who of colleagues) {
      const { pledge } = must(await readDeskPledge(db, who, { reference }, noon))
      expect(wordsFor(pledge), who.role).toMatchObject({
        line: null,
        change: null,
        history: { verify: null, 'propose-change': null, reverse: null, receive: delivery().evidence },
      })
      expect(JSON.stringify(pledge)).not.toMatch(/سالم|Salim|70000012/)
    }
  })

  test('pages of pledges lose none and repeat none', async () => {
    for (let i = 0; i < 3; i += 1) await pledged()
    const all = (await list(manager)).items.map(({ reference }) => reference)
    expect(new Set(all).size).toBe(all.length)
    const [first] = (await list(manager, '?state=pledged')).items
    expect(first?.state).toBe('pledged')
    const wrong = await call('GET /desk/pledges', '/desk/pledges?state=lost', { headers: manager, status: 422 })
    expect((await problemOf(wrong)).errors).toEqual([{ field: 'state', code: 'unknown' }])
    await call('GET /desk/pledges', '/desk/pledges?cursor=x', { headers: manager, status: 422 })
    await call('GET /desk/pledges/{reference}', '/desk/pledges/PLG-00000000', { headers: manager, status: 404 })
  })
})
