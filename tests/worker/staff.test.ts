import { beforeAll, describe, expect, test } from 'vitest'
import type { StaffMember } from '../../worker/contract/staff.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import { changeStaff } from '../../worker/office/change-staff.ts'
import { verifyHeads } from '../../worker/audit/verify-heads.ts'
import { verifyStreams } from '../../worker/audit/verify-streams.ts'
import { streamOwners } from '../../db/queries/audit.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let manager: Record<string, string>

beforeAll(async () => {
  setClock()
  manager = await as('manager')
})

const newcomer = (change: object = {}) => ({
  email: `New-${crypto.randomUUID().slice(0, 8)}@desk.test`,
  name: { ar: 'مريم السيابية', en: 'Maryam Al Siyabi' },
  role: 'officer',
  governorates: ['muscat'],
  gates: [],
  ...change,
})
const add = (body: unknown, who = manager) => sendJson('/api/v1/desk/staff', body, who)
const change = (id: number, body: unknown, who = manager) =>
  send(`/api/v1/desk/staff/${id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', ...who },
    body: JSON.stringify(body),
  })
const me = (who: Record<string, string>) => send('/api/v1/desk/me', { headers: who })
const managersLeft = async (ids: number[]) => {
  const row = await d1
    .prepare(
      `SELECT count(*) AS count FROM staff WHERE role = 'manager' AND is_active = 1 AND id IN (SELECT value FROM json_each(?))`,
    )
    .bind(JSON.stringify(ids))
    .first<{ count: number }>()
  return row?.count
}

describe('a colleague', () => {
  test('who is added signs in with that e-mail, and the event says who let them in', async () => {
    const body = newcomer()
    const added = await add(body)
    expect(added.status).toBe(201)
    const member = await added.json<StaffMember>()
    expect(member).toMatchObject({ email: body.email.toLowerCase(), role: 'officer', isActive: true, version: 1 })
    expect(await (await me(await signedInAs(member.email))).json()).toMatchObject({ role: 'officer' })
    const event = await d1
      .prepare('SELECT type, data FROM events WHERE stream = ? AND seq = 1')
      .bind(`staff:${member.id}`)
      .first<{ type: string; data: string }>()
    expect(event?.type).toBe('add-staff')
    expect(event?.data).not.toMatch(/Maryam|مريم|desk\.test/)
  })

  test('is added once by e-mail, in whatever case it is typed', async () => {
    const body = newcomer()
    await add(body)
    expect(await problemOf(await add({ ...body, email: body.email.toUpperCase() }))).toMatchObject({
      status: 422,
      errors: [{ field: 'email', code: 'not_allowed' }],
    })
  })

  test('needs a role, a name in both languages, and governorates as an officer', async () => {
    expect(await problemOf(await add({ email: 'x', role: 'king', name: { ar: 'س' } }))).toMatchObject({
      errors: expect.arrayContaining([
        { field: 'email', code: 'wrong_format' },
        { field: 'name.ar', code: 'too_short' },
        { field: 'name.en', code: 'required' },
        { field: 'role', code: 'unknown' },
      ]),
    })
    expect(await problemOf(await add(newcomer({ governorates: [] })))).toMatchObject({
      errors: [{ field: 'governorates', code: 'required' }],
    })
    expect(await problemOf(await add(newcomer({ gates: ['no-such-hall'] })))).toMatchObject({
      errors: [{ field: 'gates', code: 'unknown' }],
    })
  })

  test('gets another role and gate at once, and nothing once their work ended', async () => {
    const { slug, id: exhibitionId } = await buildExhibition()
    const { id, email } = await buildStaff('viewer')
    const who = await signedInAs(email)
    const response = await change(id, { role: 'gate', gates: [slug] })
    expect(await response.json()).toMatchObject({ role: 'gate', gates: [slug] })
    expect(await (await me(who)).json()).toMatchObject({ role: 'gate' })
    const assigned = await d1
      .prepare('SELECT exhibition_id AS id FROM gate_assignments WHERE staff_id = ?')
      .bind(id)
      .all<{ id: number }>()
    expect(assigned.results).toEqual([{ id: exhibitionId }])
    expect((await change(id, { isActive: false })).status).toBe(200)
    expect((await me(who)).status).toBe(401)
    expect((await change(id, { isActive: true })).status).toBe(200)
    expect(await (await me(who)).json()).toMatchObject({ role: 'gate' })
  })

  test('is not changed over a newer version', async () => {
    const { id } = await buildStaff('viewer')
    expect((await change(id, { role: 'receiver', version: 0 })).status).toBe(200)
    expect(await problemOf(await change(id, { role: 'gate', version: 0 }))).toMatchObject({
      status: 409,
      code: 'changed_meanwhile',
      version: 1,
    })
    expect((await change(999_999, { role: 'gate' })).status).toBe(404)
  })

  test('changes nobody who is themselves', async () => {
    const staff = await signedInStaff('manager')
    const who = await signedInAs(staff.email)
    expect(await problemOf(await change(staff.id, { role: 'viewer' }, who))).toMatchObject({ code: 'own_entry' })
    expect(await (await me(who)).json()).toMatchObject({ role: 'manager' })
  })

  test('is shown with all others, page after page', async () => {
    for (let i = 0; i < 55; i += 1) await buildStaff('viewer')
    const first = await (await send('/api/v1/desk/staff', { headers: manager })).json<DeskPage<StaffMember>>()
    const next = await send(`/api/v1/desk/staff?cursor=${first.nextCursor}`, { headers: manager })
    const second = await next.json<DeskPage<StaffMember>>()
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other))
    expect(first.items).toHaveLength(50)
    expect((await send('/api/v1/desk/staff?cursor=x', { headers: manager })).status).toBe(422)
  })
})

describe('two managers who end one another’s work at once', () => {
  const duel = async () => {
    const [one, other] = [await signedInStaff('manager'), await signedInStaff('manager')]
    const leave = { version: null, isActive: false }
    const between = withMeanwhile(() => changeStaff(db, other, { id: one.id, ...leave }, noon))
    const act = (at: Store) => changeStaff(at, one, { id: other.id, ...leave }, noon)
    return { one, other, between, act }
  }

  test('leave one manager, and the slower learns that they are none any more', async () => {
    const { one, other, between, act } = await duel()
    expect(await act(between.db)).toEqual({ ok: false, reason: 'role_required' })
    expect(await managersLeft([one.id, other.id])).toBe(1)
  })

  test('leave none without the condition that whoever acts is a manager still', async () => {
    const { one, other, between, act } = await duel()
    await withoutCondition(
      `id <> ? AND (SELECT m.role FROM staff m WHERE m.id = ? AND m.is_active = 1) = 'manager'`,
      (altered) => act(altered.db),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL', base: between.db.d1 },
    )
    expect(await managersLeft([one.id, other.id])).toBe(0)
  })
})

test('every change of staff stands in a chain that verifies', async () => {
  expect(await verifyStreams(db)).toMatchObject({ fault: null })
  for (const owner of streamOwners) expect(await verifyHeads(db, owner)).toMatchObject({ fault: null })
})
