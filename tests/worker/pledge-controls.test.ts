import { beforeAll, describe, expect, test } from 'vitest'
import type { Staff } from '../../worker/desk/staff.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { withoutIndex, withoutTrigger } from '../builders/altered-d1.ts'
import { accepted, brokenPledges, delivery, pledgeRow, received } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

// What the tables of pledges refuse by themselves, each with the control that takes the guard away.

let storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  storekeeper = await signedInStaff('receiver')
})

const insertDelivery = (reference: string) =>
  d1
    .prepare(
      `INSERT INTO deliveries (reference, n, quantity, received_on, receipt_number, received_by, at_utc)
       VALUES (?, 1, 10, '2026-12-06', ?, ?, 1)`,
    )
    .bind(reference, crypto.randomUUID(), storekeeper.id)
    .run()

const propose = (reference: string) =>
  d1
    .prepare(`INSERT INTO pledge_amendments (reference, state, lines, proposed_at_utc) VALUES (?, 'open', '[]', ?)`)
    .bind(reference, noon)
    .run()

const receiveWith = (reference: string, receiptNumber: string) =>
  receiveLine(db, storekeeper, { reference, n: 1, ...delivery(), receiptNumber }, noon)

const totals = async () => {
  const [counted, came] = await d1.batch<{ n: number }>([
    d1.prepare('SELECT coalesce(sum(received), 0) AS n FROM delivery_totals'),
    d1.prepare('SELECT coalesce(sum(received), 0) AS n FROM pledge_lines'),
  ])
  return { counted: counted?.results[0]?.n, came: came?.results[0]?.n }
}

test('the rest of a short delivery keeps its pledge open, by the trigger of new lines only', async () => {
  const open = await accepted()
  await received(storekeeper, open, 1, 6)
  expect(await pledgeRow(open)).toMatchObject({ state: 'partly_delivered', isClosed: false })
  expect(await brokenPledges()).toEqual([])
  const lost = await accepted()
  await withoutTrigger('pledges_follow_new_lines', () => received(storekeeper, lost, 1, 6))
  expect(await pledgeRow(lost)).toMatchObject({ state: 'fulfilled', isClosed: true })
  expect(await brokenPledges()).toEqual([`the state of ${lost}`])
})

test('what came is counted for its year, by the trigger of deliveries only', async () => {
  await received(storekeeper, await accepted(), 1, 10)
  const { counted, came } = await totals()
  expect(counted).toBe(came)
  const reference = await accepted()
  await withoutTrigger('pledge_lines_count_deliveries', () => received(storekeeper, reference, 1, 10))
  expect(await totals()).toEqual({ counted, came: Number(came) + 10 })
})

test('money is never received or committed, by the check of the table only', async () => {
  const reference = await accepted([{ kind: 'cash_handover', unit: 'baisa' }, {}])
  const take = d1
    .prepare(
      `UPDATE pledge_lines SET state = 'received', committed = 10, received = 10, received_on = '2026-12-06'
       WHERE reference = ? AND n = 1`,
    )
    .bind(reference)
  await expect(take.run()).rejects.toThrow(/pledge_lines_no_money/)
  const pragma = (value: string) => d1.prepare(`PRAGMA ignore_check_constraints = ${value}`)
  await d1.batch([pragma('ON'), take, pragma('OFF')])
  expect(await pledgeRow(reference)).toMatchObject({ lines: ['received 10/10/10', 'due 10/10/0'] })
})

// Last in their file: the indexes cannot be restored over what happens without them.
describe('only one of a kind stands, by its index only:', () => {
  test('a delivery of a line', async () => {
    const reference = await accepted()
    await insertDelivery(reference)
    await expect(insertDelivery(reference)).rejects.toThrow(/UNIQUE constraint failed: deliveries/)
    await withoutIndex('deliveries_one_standing', () => insertDelivery(reference), { restore: false })
    const row = await d1.prepare('SELECT count(*) AS n FROM deliveries WHERE reference = ?').bind(reference).first('n')
    expect(row).toBe(2)
  })

  test('a delivery under a receipt’s number', async () => {
    const [one, two] = [await accepted(), await accepted()]
    expect(await receiveWith(one, 'R-TWICE')).toMatchObject({ ok: true })
    expect(await receiveWith(two, 'R-TWICE')).toMatchObject({ reason: 'invalid_input' })
    const again = () => receiveWith(two, 'R-TWICE')
    expect(await withoutIndex('deliveries_receipt', again, { restore: false })).toMatchObject({ ok: true })
  })

  test('a proposed change that nobody has decided', async () => {
    const reference = await accepted()
    await propose(reference)
    await expect(propose(reference)).rejects.toThrow(/UNIQUE constraint failed: pledge_amendments/)
    const again = () => propose(reference)
    expect(await withoutIndex('pledge_amendments_one_open', again, { restore: false })).toMatchObject({ success: true })
  })
})
