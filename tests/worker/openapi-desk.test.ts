import { beforeAll, test } from 'vitest'
import { because, firstMorning, fullHall, passOf, setState, setWithheld } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { as, declined, pendingHall } from '../builders/desk.ts'
import { call, write } from '../builders/documented.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bothZones, draftBody, stall } from '../builders/plan.ts'
import { registerTestKind } from '../builders/proposal-kind.ts'
import { bearer, setClock } from '../builders/send.ts'
import { db } from '../builders/store.ts'
import { signedInStaff } from '../builders/staff.ts'
import { proposeAct } from '../../worker/proposals/propose-act.ts'

type Headers = Record<string, string>

let officer: Headers, manager: Headers

beforeAll(async () => {
  setClock(noon)
  registerTestKind()
  officer = await as('officer')
  manager = await as('manager')
})

/** An act on one booking, answered as documented. */
const act = (reference: string, name: string, status: number, body: unknown, who = manager) =>
  call(`POST /desk/bookings/{reference}/${name}`, `/desk/bookings/${reference}/${name}`, {
    status,
    ...write(body, who),
  })

test('appeals, offers, moves, swaps and cancelling answer as documented', async () => {
  const { slug } = await pendingHall()
  const { reference } = await booked(slug, { stall: 'A-1' })
  await act(reference, 'reinstate', 422, {})
  await act(reference, 'reinstate', 409, because())
  await act(reference, 'reinstate', 403, because(), officer)
  await act(reference, 'decline', 200, declined)
  await act(reference, 'reinstate', 200, because())
  await act(reference, 'confirm', 200, {})
  await act(reference, 'move', 422, { stall: 'Z-1' })
  await act(reference, 'move', 422, {})
  await act(reference, 'move', 200, { stall: 'A-2' })
  const other = await booked(slug, { stall: 'A-1' })
  await act(other.reference, 'confirm', 200, {})
  await act(reference, 'move', 409, { stall: 'A-1' })
  const swap = (status: number, body: unknown) =>
    call('POST /desk/bookings/swap', '/desk/bookings/swap', { status, ...write(body, officer) })
  const references = [reference, other.reference]
  await swap(200, { references })
  await swap(409, { references, versions: [1, 1] })
  await swap(404, { references: [reference, 'TMK-00000000'] })
  await swap(422, { references: [] })
  await act(reference, 'cancel', 200, because())
  await act(reference, 'cancel', 409, because())
  await act('TMK-00000000', 'cancel', 404, because())

  const { exhibition, waiters } = await fullHall(1, 2, {
    stalls: [{ code: 'A-1' }, { code: 'A-2', withheldReason: 'x' }],
  })
  const [first, second] = waiters.map((waiter) => waiter.reference)
  await setWithheld(exhibition, 'A-2', null)
  await act(second ?? '', 'offer', 422, { stall: 'A-2' })
  await act(first ?? '', 'offer', 200, {})
  await act(second ?? '', 'offer', 409, { stall: 'A-2', ...because() })
  await act(second ?? '', 'offer', 409, because())
})

test('the pass and the gate answer as documented', async () => {
  const exhibition = await buildExhibition()
  const booking = await booked(exhibition.slug)
  const { reference } = booking
  const headers = bearer(booking.manageToken)
  await call('GET /pass-keys', '/pass-keys', { status: 200 })
  await call('GET /bookings/{reference}/pass', `/bookings/${reference}/pass`, { status: 200, headers })
  await call('GET /bookings/{reference}/pass', `/bookings/${reference}/pass`, { status: 401 })
  const pass = await passOf(booking, noon)
  setClock(firstMorning)
  const gate = await as('gate', { gates: [exhibition.id] })
  const boss = await as('manager')
  const scan = (status: number, body: unknown) =>
    call('POST /desk/check-in', '/desk/check-in', { status, ...write(body, gate) })
  await scan(200, { pass, exhibition: exhibition.slug })
  await scan(200, { pass, exhibition: exhibition.slug })
  await scan(422, { pass: 'x', exhibition: exhibition.slug })
  await scan(404, { pass, exhibition: 'no-such' })
  await scan(422, {})
  const { slug } = exhibition
  const listed = (status: number, who = gate) =>
    call('GET /desk/exhibitions/{slug}/gate-list', `/desk/exhibitions/${slug}/gate-list`, { status, headers: who })
  const tell = (status: number, checkIns: unknown) =>
    call('POST /desk/exhibitions/{slug}/check-ins', `/desk/exhibitions/${slug}/check-ins`, {
      status,
      ...write({ checkIns }, gate),
    })
  await listed(200)
  await listed(403, await as('gate'))
  await tell(200, [{ pass }, { reference }, { reference: 'TMK-00000000' }, { pass: 'x', at: '2026-12-27T05:00:00Z' }])
  await tell(422, [])
  await act(reference, 'undo-check-in', 422, {}, gate)
  await act(reference, 'undo-check-in', 200, because(), gate)
  await act(reference, 'undo-check-in', 409, because(), gate)
  await act(reference, 'check-in', 200, {}, gate)
  await act(reference, 'cancel', 200, because(), boss)
  await act(reference, 'check-in', 409, {}, gate)
  await call('GET /bookings/{reference}/pass', `/bookings/${reference}/pass`, { status: 409, headers })
  setClock(noon)
  await listed(409, await as('manager'))
  await act((await booked(exhibition.slug)).reference, 'check-in', 409, {})
})

test('making, editing and planning an exhibition answer as documented', async () => {
  const { slug } = draftBody()
  const make = (status: number, body: unknown, who = manager) =>
    call('POST /desk/exhibitions', '/desk/exhibitions', { status, ...write(body, who) })
  await make(201, draftBody({ slug }))
  await make(422, draftBody({ slug }))
  await make(403, draftBody(), officer)
  const read = (status: number, name: string) =>
    call('GET /desk/exhibitions/{slug}', `/desk/exhibitions/${name}`, { status, headers: officer })
  await read(200, slug)
  await read(404, 'no-such')
  const edit = (status: number, body: unknown) =>
    call('PATCH /desk/exhibitions/{slug}', `/desk/exhibitions/${slug}`, {
      status,
      ...write(body, manager),
    })
  await edit(200, { mode: 'ballot' })
  await edit(409, { version: 1, mode: 'first_come' })
  await edit(422, { startsOn: 'x' })
  const plan = (name: string, status: number, body: unknown) =>
    call('PUT /desk/exhibitions/{slug}/plan', `/desk/exhibitions/${name}/plan`, {
      status,
      ...write(body, manager),
    })
  await plan(slug, 200, { zones: bothZones, stalls: [stall('A-1')] })
  await plan(slug, 422, { zones: [], stalls: [stall('A-1')] })
  const open = await buildExhibition({ stalls: 2 })
  await booked(open.slug, { stall: 'A-1' })
  await plan(open.slug, 409, { zones: bothZones, stalls: [stall('A-2')] })
  for (const [status, query] of [
    [200, ''],
    [200, '?state=draft'],
    [422, '?state=x'],
  ] as const) {
    await call('GET /desk/exhibitions', `/desk/exhibitions${query}`, { status, headers: officer })
  }
})

test('exhibitions and proposals answer as documented', async () => {
  const draft = await buildExhibition({ state: 'draft', bookingOpensAtUtc: noon + 1 })
  const { slug } = draft
  const on = (name: string, status: number, body: unknown, who = manager) =>
    call(`POST /desk/exhibitions/{slug}/${name}`, `/desk/exhibitions/${slug}/${name}`, { status, ...write(body, who) })
  await on('publish', 200, {})
  await on('publish', 409, {})
  await on('publish', 403, {}, officer)
  await on('close', 409, {})
  await on('extend', 422, {})
  await on('extend', 422, { bookingClosesAt: '2026-12-20T00:00:00Z', ...because() })
  await on('extend', 200, { bookingClosesAt: '2026-12-25T00:00:00Z', ...because() })
  await on('cancel', 422, {})
  await on('cancel', 200, because())
  await on('cancel', 409, because())
  await setState(draft, 'closed')
  await on('close', 200, {})

  const subject = `exhibition:${slug}`
  const propose = async () => {
    const boss = await signedInStaff('manager')
    const outcome = await proposeAct(db, boss, { kind: 'write_off', subject, data: { width: 1 } }, noon)
    return outcome.ok ? outcome.proposal.id : ''
  }
  const decide = async (name: 'approve' | 'refuse', id: string, status: number, body: unknown = {}) =>
    call(`POST /desk/proposals/{id}/${name}`, `/desk/proposals/${id}/${name}`, { status, ...write(body, manager) })
  const id = await propose()
  await call('GET /desk/proposals', '/desk/proposals', { status: 200, headers: manager })
  await call('GET /desk/proposals', '/desk/proposals?state=x', { status: 422, headers: manager })
  await decide('approve', id, 200)
  await decide('approve', id, 409)
  await decide('approve', 'x', 404)
  await decide('refuse', await propose(), 200, because())
  await decide('refuse', id, 422, { reason: { code: 'other' } })
})
