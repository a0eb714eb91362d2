import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskPledge } from '../../worker/contract/desk-pledges.ts'
import type { ProposalView } from '../../worker/contract/proposals.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { agreeChange } from '../../worker/pledges/agree-change.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { holderOf } from '../builders/accepted-pledge.ts'
import { because } from '../builders/acts.ts'
import { withoutTrigger } from '../builders/altered-d1.ts'
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
  verified,
} from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>
let manager: Headers, other: Headers, receiver: Headers, storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  manager = await as('manager')
  other = await as('manager')
  receiver = await as('receiver')
  storekeeper = await signedInStaff('receiver')
})

const onLine = (who: Headers, reference: string, n: number, name: string, body: unknown = {}, status = 200) =>
  call(`POST /desk/pledges/{reference}/lines/{n}/${name}`, `/desk/pledges/${reference}/lines/${n}/${name}`, {
    ...write(body, who),
    status,
  })

describe('a delivery', () => {
  test('of everything that was promised fulfils the pledge', async () => {
    const need = await buildNeed()
    const reference = await accepted([{ need }])
    const pledge = await (
      await onLine(receiver, reference, 1, 'receive', { ...delivery(10), version: 3 })
    ).json<DeskPledge>()
    expect(pledge).toMatchObject({ state: 'fulfilled', version: 4 })
    expect(pledge.lines[0]).toMatchObject({
      state: 'received',
      received: 10,
      receivedOn: '2026-12-06',
      delivery: { quantity: 10, evidence: delivery().evidence, by: expect.anything() },
    })
    expect(await needRow(need)).toMatchObject({ promised: 10, delivered: 10 })
    expect(await pledgeRow(reference)).toMatchObject({ isClosed: true })
    expect(await brokenPledges()).toEqual([])
  })

  test('of less leaves the rest due for the same need, and the rest fulfils it', async () => {
    const need = await buildNeed()
    const reference = await accepted([{ need, quantity: 10, note: 'في مستودع الشركة' }])
    await onLine(receiver, reference, 1, 'receive', delivery(6))
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'partly_delivered',
      isClosed: false,
      lines: ['received 10/6/6', 'due 4/4/0'],
    })
    expect(await needRow(need)).toMatchObject({ promised: 10, delivered: 6 })
    const pledge = await (await onLine(receiver, reference, 2, 'receive', delivery(4))).json<DeskPledge>()
    expect(pledge).toMatchObject({ state: 'fulfilled' })
    expect(pledge.lines[1]).toMatchObject({ remainderOf: 1, need })
    const path = `/desk/pledges/${reference}`
    const seen = await call('GET /desk/pledges/{reference}', path, { headers: manager, status: 200 })
    expect((await seen.json<DeskPledge>()).lines[1]?.note).toBe('في مستودع الشركة')
    expect(await needRow(need)).toMatchObject({ promised: 10, delivered: 10 })
    expect(await brokenPledges()).toEqual([])
  })

  test.each([
    [{ quantity: 11 }, 'quantity', 'out_of_range'],
    [{ quantity: 0 }, 'quantity', 'out_of_range'],
    [{ receivedOn: '2026-12-07' }, 'receivedOn', 'out_of_range'],
    [{ receivedOn: '2026-12-05' }, 'receivedOn', 'out_of_range'],
    [{ evidence: '' }, 'evidence', 'required'],
    [{ receiptNumber: ' ' }, 'receiptNumber', 'required'],
  ])('with %j is refused, and nothing of it is written', async (change, field, code) => {
    const reference = await accepted()
    const refused = await onLine(receiver, reference, 1, 'receive', { ...delivery(), ...change }, 422)
    expect((await problemOf(refused)).errors).toEqual([{ field, code }])
    expect(await pledgeRow(reference)).toMatchObject({ version: 3, lines: ['due 10/10/0'] })
  })

  test('has a receipt of its own: a number that stands is refused, one whose delivery was reversed is free', async () => {
    const [one, two] = [await accepted(), await accepted()]
    const sent = delivery(10)
    await onLine(receiver, one, 1, 'receive', sent)
    const refused = await problemOf(await onLine(receiver, two, 1, 'receive', sent, 422))
    expect(refused.errors).toEqual([{ field: 'receiptNumber', code: 'not_allowed' }])
    expect(await pledgeRow(two)).toMatchObject({ version: 3, lines: ['due 10/10/0'] })
    await onLine(manager, one, 1, 'reverse', because())
    await onLine(receiver, two, 1, 'receive', sent)
    // However it is typed.
    const [three, four] = [await accepted(), await accepted()]
    await onLine(receiver, three, 1, 'receive', { ...delivery(10), receiptNumber: 'ab-4711' })
    for (const receiptNumber of ['AB-٤٧١١', ' Ab - 47 11 ']) {
      const again = await onLine(receiver, four, 1, 'receive', { ...delivery(10), receiptNumber }, 422)
      expect((await problemOf(again)).errors).toEqual([{ field: 'receiptNumber', code: 'not_allowed' }])
    }
  })

  test('is not recorded by whoever accepted the pledge', async () => {
    const reference = await verified()
    await call('POST /desk/pledges/{reference}/accept', `/desk/pledges/${reference}/accept`, {
      ...write({}, manager),
      status: 200,
    })
    expect((await problemOf(await onLine(manager, reference, 1, 'receive', delivery(), 403))).code).toBe('own_entry')
    await onLine(other, reference, 1, 'receive', delivery())
  })

  test('by whoever accepted is refused by the database too, and only by its trigger', async () => {
    const boss = await signedInStaff('manager')
    const scene = async () => {
      const reference = await accepted()
      // As if the accepter had become this colleague behind the rule's back.
      const row = await d1.prepare('SELECT accepted_by AS id FROM pledges WHERE reference = ?').bind(reference).first()
      return { reference, n: 1, receivedBy: Number(row?.['id']) }
    }
    const insert = ({ reference, receivedBy }: Awaited<ReturnType<typeof scene>>) =>
      d1
        .prepare(
          `INSERT INTO deliveries (reference, n, quantity, received_on, receipt_number, received_by, at_utc)
           VALUES (?, 1, 10, '2026-12-06', ?, ?, 1)`,
        )
        .bind(reference, crypto.randomUUID(), receivedBy)
        .run()
    await expect(insert(await scene())).rejects.toThrow(/delivery_by_accepter/)
    const free = await scene()
    await expect(withoutTrigger('deliveries_by_another', () => insert(free))).resolves.toMatchObject({ success: true })
    const reversed = (reference: string) =>
      d1
        .prepare('UPDATE deliveries SET reversed_at_utc = 1, reversed_by = ? WHERE reference = ?')
        .bind(boss.id, reference)
        .run()
    await reversed(free.reference)
    // So is whoever agreed to what a change made of a line.
    const agreed = async () => {
      const { reference } = await scene()
      await d1.prepare('UPDATE pledge_lines SET agreed_by = ? WHERE reference = ?').bind(boss.id, reference).run()
      return { reference, n: 1, receivedBy: boss.id }
    }
    await expect(insert(await agreed())).rejects.toThrow(/delivery_by_accepter/)
    const freed = await agreed()
    await expect(withoutTrigger('deliveries_by_another', () => insert(freed))).resolves.toMatchObject({ success: true })
    await reversed(freed.reference)
  })

  test('of money, of an unaccepted pledge and of a line that is not there is refused', async () => {
    const money = await accepted([{ kind: 'cash_handover', unit: 'baisa' }, {}])
    expect(await problemOf(await onLine(receiver, money, 1, 'receive', delivery(), 409))).toMatchObject({
      code: 'transition_refused',
      state: 'due',
    })
    expect((await problemOf(await onLine(receiver, money, 7, 'receive', delivery(), 404))).code).toBe('not_found')
    const early = await verified()
    expect(await problemOf(await onLine(receiver, early, 1, 'receive', delivery(), 409))).toMatchObject({
      code: 'transition_refused',
      state: 'verified',
    })
  })
})

describe('a reversed delivery', () => {
  test('is due again, and its need gets nothing back', async () => {
    const need = await buildNeed()
    const reference = await accepted([{ need }])
    await received(storekeeper, reference, 1, 6)
    expect((await problemOf(await onLine(manager, reference, 1, 'reverse', {}, 422))).code).toBe('reason_required')
    const pledge = await (await onLine(manager, reference, 1, 'reverse', because())).json<DeskPledge>()
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'accepted',
      isClosed: false,
      lines: ['reversed 10/0/0', 'due 4/4/0', 'due 6/6/0'],
    })
    expect(pledge.lines[0]).toMatchObject({ receivedOn: '2026-12-06', delivery: null })
    expect(await needRow(need)).toMatchObject({ promised: 10, delivered: 0 })
    expect(await brokenPledges()).toEqual([])
    const totals = await d1.prepare(`SELECT sum(received) AS n FROM delivery_totals WHERE kind = 'equipment'`).first()
    const sums = await d1.prepare(`SELECT sum(received) AS n FROM pledge_lines WHERE kind = 'equipment'`).first()
    expect(totals).toEqual(sums)
  })
})

describe('a write-off', () => {
  test('is proposed by one manager and carried out by another; the need gets its quantity back', async () => {
    const need = await buildNeed()
    const reference = await accepted([
      { need, quantity: 6 },
      { need, quantity: 4 },
    ])
    const propose = (n: number, status = 202) =>
      onLine(manager, reference, n, 'write-off', because('set_aside'), status)
    const { proposal } = await (await propose(1)).json<{ proposal: ProposalView }>()
    expect(proposal).toMatchObject({
      kind: 'write_off',
      subject: `pledge:${reference}/1`,
      does: [{ code: 'write_off_line', values: { reference, n: 1, quantity: 6, unit: 'piece' } }],
    })
    // One line's proposal does not stand in the way of another's.
    await propose(2)
    expect((await propose(1)).status).toBe(202)
    expect(await problemOf(await onLine(other, reference, 1, 'write-off', {}, 409))).toMatchObject({ state: 'open' })
    const approve = (who: Headers, status: number) =>
      call('POST /desk/proposals/{id}/approve', `/desk/proposals/${proposal.id}/approve`, { ...write({}, who), status })
    expect((await problemOf(await approve(manager, 403))).code).toBe('own_entry')
    await approve(other, 200)
    expect(await pledgeRow(reference)).toMatchObject({ state: 'accepted', lines: ['written_off 6/0/0', 'due 4/4/0'] })
    expect(await needRow(need)).toMatchObject({ promised: 4 })
    await received(storekeeper, reference, 2, 4)
    // Something was written off, so it is not fulfilled, and nothing is due any more.
    expect(await pledgeRow(reference)).toMatchObject({ state: 'partly_delivered', isClosed: true })
    expect(await brokenPledges()).toEqual([])
  })

  test('of every line closes the pledge unfulfilled', async () => {
    const reference = await accepted()
    const { proposal } = await (
      await onLine(manager, reference, 1, 'write-off', {}, 202)
    ).json<{ proposal: ProposalView }>()
    await call('POST /desk/proposals/{id}/approve', `/desk/proposals/${proposal.id}/approve`, {
      ...write({}, other),
      status: 200,
    })
    expect(await pledgeRow(reference)).toMatchObject({ state: 'closed_unfulfilled', isClosed: true })
  })

  test('proposed of a quantity or day that was changed meanwhile is not carried out', async () => {
    for (const change of [{ quantity: 600 }, { quantity: 10, dueOn: '2027-05-01' }]) {
      const reference = await accepted()
      const { proposal } = await (
        await onLine(manager, reference, 1, 'write-off', {}, 202)
      ).json<{ proposal: ProposalView }>()
      const line = { n: 1, kind: 'equipment', unit: 'piece', dueOn: '2027-02-01', need: null, ...change } as const
      must(await proposeChange(db, await holderOf(reference), { lines: [line], note: null, version: null }, noon))
      must(await agreeChange(db, await signedInStaff('manager'), { reference }, noon))
      const refused = await call('POST /desk/proposals/{id}/approve', `/desk/proposals/${proposal.id}/approve`, {
        ...write({}, other),
        status: 409,
      })
      expect(await problemOf(refused)).toMatchObject({ code: 'changed_meanwhile', version: 6 })
      expect(await pledgeRow(reference)).toMatchObject({ state: 'accepted', version: 6 })
    }
  })

  test('proposed of a line that came meanwhile is refused when it is approved', async () => {
    const reference = await accepted()
    const { proposal } = await (
      await onLine(manager, reference, 1, 'write-off', {}, 202)
    ).json<{ proposal: ProposalView }>()
    await received(storekeeper, reference, 1, 10)
    const refused = await call('POST /desk/proposals/{id}/approve', `/desk/proposals/${proposal.id}/approve`, {
      ...write({}, other),
      status: 409,
    })
    expect(await problemOf(refused)).toMatchObject({ code: 'transition_refused', state: 'received' })
    expect(await pledgeRow(reference)).toMatchObject({ state: 'fulfilled' })
  })
})

test('a receipt is refused in one write with its line: twice at once gives one delivery', async () => {
  const reference = await accepted()
  const sent = delivery(10)
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => receiveLine(db, storekeeper, { reference, n: 1, ...sent }, noon)),
  )
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  must(outcomes.find(({ ok }) => ok) ?? { ok: false })
  expect(await pledgeRow(reference)).toMatchObject({ lines: ['received 10/10/10'] })
})
