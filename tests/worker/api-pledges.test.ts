import { beforeEach, describe, expect, test } from 'vitest'
import type { PledgeAnswer, PledgeView } from '../../worker/contract/pledge.ts'
import { newKey, nextPhone } from '../builders/booking.ts'
import { buildNeed, pledgeBody as bodyOf } from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

beforeEach(() => setClock(noon))

type Body = Record<string, unknown>

/** Each by another contact, of whom no more than five pledges fit in a minute. */
const pledgeBody = (lines: Body[] = [{}], change: Body = {}): Body => {
  const body = bodyOf(lines, change)
  const company = body['company'] as Body
  return change['company']
    ? body
    : { ...body, company: { ...company, email: `csr-${nextPhone()}@company.test`, registration: `REG${nextPhone()}` } }
}

const make = (body: Body, status = 201, headers: Record<string, string> = {}) =>
  call('POST /pledges', '/pledges', { status, ...write(body, headers) })
const sent = async (lines: Body[] = [{}], change: Body = {}) =>
  (await make(pledgeBody(lines, change))).json<PledgeAnswer>()
const read = async ({ reference, manageToken }: PledgeAnswer) =>
  (
    await call('GET /pledges/{reference}', `/pledges/${reference}`, { status: 200, headers: bearer(manageToken) })
  ).json<PledgeView>()

const countOf = async (table: string, where = '1') =>
  (await d1.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).first<{ n: number }>())?.n

describe('POST /pledges', () => {
  test('answers 201 with reference, state, token and links', async () => {
    const response = await make(pledgeBody([{}], { language: 'en' }))
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const { reference, ...rest } = await response.json<PledgeAnswer>()
    expect(reference).toMatch(/^PLG-[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(rest).toMatchObject({
      state: 'pledged',
      links: { self: `/api/v1/pledges/${reference}`, page: `/en/pledges/${reference}/` },
    })
  })

  test('writes the pledge, its lines, event, consent and message, and reads back what was sent', async () => {
    const need = await buildNeed()
    const pledge = await sent([
      { need, note: 'تُسلَّم صباحًا' },
      { kind: 'cash_handover', unit: 'baisa', quantity: 500_000 },
    ])
    const view = await read(pledge)
    expect(view).toMatchObject({
      reference: pledge.reference,
      state: 'pledged',
      company: { name: { ar: 'شركة التجربة' }, contactName: 'سالم الحارثي', phone: '70000012' },
      naming: 'name',
      showAmounts: true,
      lines: [
        { n: 1, kind: 'equipment', quantity: 10, need, received: 0, state: 'due' },
        { n: 2, kind: 'cash_handover', unit: 'baisa', quantity: 500_000, need: null, state: 'due' },
      ],
      amendment: null,
      history: [{ state: 'pledged', reason: null }],
      version: 1,
    })
    expect(JSON.stringify(view)).not.toContain('تُسلَّم')
    expect(await countOf('consents', `subject = '${pledge.reference}'`)).toBe(1)
    expect(await countOf('outbox', `subject = '${pledge.reference}' AND template = 'pledge_received'`)).toBe(1)
  })

  test('keeps nothing readable: names, registration, contact and notes are ciphertext or keyed', async () => {
    const { reference } = await sent([{ note: 'ملاحظة سرية' }])
    const rows = await d1.batch([
      d1.prepare('SELECT * FROM pledges WHERE reference = ?').bind(reference),
      d1.prepare('SELECT * FROM pledge_lines WHERE reference = ?').bind(reference),
      d1.prepare(`SELECT * FROM events WHERE stream = 'pledge:' || ?`).bind(reference),
      d1.prepare('SELECT * FROM outbox WHERE subject = ?').bind(reference),
    ])
    const stored = JSON.stringify(rows.map(({ results }) => results))
    for (const word of ['التجربة', 'Trial', 'REG7', 'الحارثي', 'company.test', '70000012', 'سرية']) {
      expect(stored).not.toContain(word)
    }
  })

  test('sent again with its key answers the identical status and body, and makes one pledge', async () => {
    const key = newKey()
    const body = pledgeBody()
    const before = await countOf('pledges')
    const answers = await Promise.all([1, 2, 3].map(() => make(body, 201, { 'Idempotency-Key': key })))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(await countOf('pledges')).toBe((before ?? 0) + 1)
    const other = await make({ ...body, naming: 'hidden' }, 422, { 'Idempotency-Key': key })
    expect(await problemOf(other)).toMatchObject({ code: 'idempotency_key_reused' })
  })

  test('a refusal does not use the key up', async () => {
    const key = newKey()
    await make(pledgeBody([{ dueOn: '2026-01-01' }]), 422, { 'Idempotency-Key': key })
    expect((await make(pledgeBody(), 201, { 'Idempotency-Key': key })).status).toBe(201)
  })

  test.each([
    ['a day that is not ahead', { dueOn: '2026-12-06' }, 'lines.0.dueOn', 'out_of_range'],
    ['a day that does not exist', { dueOn: '2027-02-30' }, 'lines.0.dueOn', 'wrong_format'],
    ['a need that is not there', { need: 'n-nothing' }, 'lines.0.need', 'unknown'],
    ['a unit that the kind is not counted in', { unit: 'job' }, 'lines.0.unit', 'not_allowed'],
    ['a quantity of none', { quantity: 0 }, 'lines.0.quantity', 'out_of_range'],
    ['a kind that is not one', { kind: 'money' }, 'lines.0.kind', 'unknown'],
  ])('%s is 422 at its field', async (_name, line, field, code) => {
    expect((await problemOf(await make(pledgeBody([line]), 422))).errors).toEqual([{ field, code }])
  })

  test('a need that asks for something else, or is closed, is not allowed', async () => {
    const need = await buildNeed()
    const other = pledgeBody([{ need, kind: 'goods', unit: 'kilogram' }])
    expect((await problemOf(await make(other, 422))).errors).toEqual([{ field: 'lines.0.need', code: 'not_allowed' }])
    await d1.prepare('UPDATE needs SET closed_at_utc = 1 WHERE id = ?').bind(need).run()
    const closed = pledgeBody([{ need }])
    expect((await problemOf(await make(closed, 422))).errors).toEqual([{ field: 'lines.0.need', code: 'not_allowed' }])
  })

  test('more than a need asks is taken as a promise: it is decided on acceptance', async () => {
    const need = await buildNeed({ asked: 5 })
    await make(pledgeBody([{ need, quantity: 500 }]))
    expect(await d1.prepare('SELECT promised FROM needs WHERE id = ?').bind(need).first()).toEqual({ promised: 0 })
  })

  test('without a way to answer the company, or a name, is 422', async () => {
    const company = { ...(bodyOf()['company'] as Body), email: null, phone: '', name: { ar: '', en: ' ' } }
    const { errors } = await problemOf(await make(pledgeBody([{}], { company }), 422))
    expect(errors).toEqual([
      { field: 'company.name.ar', code: 'required' },
      { field: 'company.email', code: 'required' },
    ])
  })

  test('one name in one language is enough', async () => {
    const company = { name: { ar: '', en: 'Trial Company' }, contactName: 'سالم', email: `${nextPhone()}@company.test` }
    const pledge = await sent([{}], { company })
    expect((await read(pledge)).company).toMatchObject({
      name: { ar: null, en: 'Trial Company' },
      phone: null,
      registration: null,
    })
  })

  test('without a key, or with a weak one, is 422', async () => {
    const init = (headers: Record<string, string>) => ({
      method: 'POST',
      body: JSON.stringify(pledgeBody()),
      headers: { 'Content-Type': 'application/json', ...headers },
    })
    expect(await problemOf(await send('/api/v1/pledges', init({})))).toMatchObject({ code: 'idempotency_key_missing' })
    const weak = await send('/api/v1/pledges', init({ 'Idempotency-Key': 'abc' }))
    expect(await problemOf(weak)).toMatchObject({ code: 'invalid_input' })
  })
})

describe('a pledge’s holder', () => {
  test('needs the token of this pledge', async () => {
    const [one, other] = [await sent(), await sent()]
    const path = `/pledges/${one.reference}`
    await call('GET /pledges/{reference}', path, { status: 401 })
    await call('GET /pledges/{reference}', path, { status: 404, headers: bearer(other.manageToken) })
    await call('GET /pledges/{reference}', '/pledges/PLG-00000000', { status: 404, headers: bearer(one.manageToken) })
  })

  test('withdraws it once, and is told', async () => {
    const pledge = await sent()
    const path = `/pledges/${pledge.reference}/withdraw`
    const headers = bearer(pledge.manageToken)
    const view = await (
      await call('POST /pledges/{reference}/withdraw', path, { status: 200, headers })
    ).json<PledgeView>()
    expect(view).toMatchObject({ state: 'withdrawn', history: [{ state: 'pledged' }, { state: 'withdrawn' }] })
    const again = await call('POST /pledges/{reference}/withdraw', path, { status: 409, headers })
    expect(await problemOf(again)).toMatchObject({ code: 'transition_refused', state: 'withdrawn' })
    expect(await countOf('outbox', `subject = '${pledge.reference}' AND template = 'pledge_withdrawn'`)).toBe(1)
  })
})
