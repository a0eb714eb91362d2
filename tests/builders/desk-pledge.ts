import { findNeed } from '../../db/queries/desk-needs.ts'
import { findPledge } from '../../db/queries/pledges.ts'
import { verifyAudit } from '../../worker/audit/verify-audit.ts'
import { createNeedSchema } from '../../worker/contract/desk-needs.ts'
import { parse } from '../../worker/contract/fields.ts'
import { stateOfLines } from '../../worker/contract/pledge-codes.ts'
import { makePledgeSchema } from '../../worker/contract/pledge.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { createNeed } from '../../worker/needs/create-need.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { makePledge } from '../../worker/pledges/make-pledge.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { newKey } from './booking.ts'
import { noon } from './exhibition.ts'
import { signedInStaff } from './staff.ts'
import { d1, db } from './store.ts'

type Change = Record<string, unknown>

export const needBody = (change: Change = {}): Change => ({
  title: { ar: 'طاولات عرض', en: 'Display tables' },
  kind: 'equipment',
  unit: 'piece',
  asked: 10,
  governorate: 'muscat',
  by: '2027-03-01',
  ...change,
})

/** A need for ten pieces of equipment unless told otherwise; its id. */
export async function buildNeed(change: Change = {}): Promise<string> {
  const parsed = parse(createNeedSchema, needBody(change))
  if (!parsed.ok) throw new Error(`The built need is invalid: ${JSON.stringify(parsed.errors)}`)
  const outcome = await createNeed(
    db,
    await signedInStaff('manager'),
    { body: parsed.value, idempotencyKey: newKey() },
    noon,
  )
  if (!outcome.ok) throw new Error(`The need was refused: ${outcome.reason}`)
  return outcome.need.id
}

export const lineBody = (change: Change = {}): Change => ({
  kind: 'equipment',
  quantity: 10,
  unit: 'piece',
  dueOn: '2027-02-01',
  need: null,
  ...change,
})

export const pledgeBody = (lines: Change[] = [{}], change: Change = {}): Change => ({
  company: {
    name: { ar: 'شركة التجربة', en: 'Trial Company' },
    registration: '1234567',
    sector: 'energy',
    contactName: 'سالم الحارثي',
    email: 'csr@company.test',
    phone: '70000012',
  },
  lines: lines.map(lineBody),
  naming: 'name',
  showAmounts: true,
  language: 'ar',
  consent: { version: '2026-11', accepted: true },
  ...change,
})

/** A pledge with these lines, as a company sends it; its reference. */
export async function pledged(lines: Change[] = [{}], change: Change = {}): Promise<string> {
  const parsed = parse(makePledgeSchema, pledgeBody(lines, change))
  if (!parsed.ok) throw new Error(`The built pledge is invalid: ${JSON.stringify(parsed.errors)}`)
  const request = { body: parsed.value, idempotencyKey: newKey() }
  const outcome = await makePledge(db, { address: '192.0.2.1' }, request, noon)
  if (!outcome.ok) throw new Error(`The pledge was refused: ${outcome.reason}`)
  return outcome.pledge.reference
}

export async function verified(lines: Change[] = [{}]): Promise<string> {
  const reference = await pledged(lines)
  must(await verifyPledge(db, await signedInStaff('officer'), { reference, note: null }, noon))
  return reference
}

/** A pledge that a manager of its own has accepted. */
export async function accepted(lines: Change[] = [{}]): Promise<string> {
  const reference = await verified(lines)
  must(await acceptPledge(db, await signedInStaff('manager'), { reference, withoutNeed: [] }, noon))
  return reference
}

let receipts = 0
export const nextReceipt = (): string => `R-${(receipts += 1)}`

export const delivery = (quantity = 10) => ({
  quantity,
  receivedOn: null,
  evidence: 'عُدّت عند التسليم',
  receiptNumber: nextReceipt(),
})

/** A delivery of a line that must be recorded. */
export async function received(who: Staff, reference: string, n: number, quantity: number, now = noon): Promise<void> {
  must(await receiveLine(db, who, { reference, n, ...delivery(quantity) }, now))
}

/** @throws when an act that must succeed was refused. */
export function must<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`The act was refused: ${JSON.stringify(outcome)}`)
  // `ok` was true.
  return outcome as Extract<T, { ok: true }>
}

export async function needRow(id: string) {
  const row = await findNeed(d1, id)
  if (!row) throw new Error('There is no such need.')
  const { asked, promised, delivered, version } = row
  return { asked, promised, delivered, version }
}

/** A pledge's state and its lines, each as `state quantity/committed/received`. */
export async function pledgeRow(reference: string) {
  const row = await findPledge(d1, reference)
  if (!row) throw new Error('There is no such pledge.')
  const lines = row.lines.map(({ state, quantity, committed, received: came }) =>
    [state, `${quantity}/${committed}/${came}`].join(' '),
  )
  return { state: row.state, version: row.version, isClosed: row.closedAtUtc !== null, lines }
}

/** What contradicts the rules of pledges anywhere in the database: sums, computed states, deliveries, streams. */
export async function brokenPledges(): Promise<string[]> {
  const { results: sums } = await d1
    .prepare(
      `SELECT n.id FROM needs n WHERE n.promised > n.asked
         OR n.promised <> (SELECT coalesce(sum(l.committed), 0) FROM pledge_lines l WHERE l.need_id = n.id)
         OR n.delivered <> (SELECT coalesce(sum(l.received), 0) FROM pledge_lines l WHERE l.need_id = n.id)`,
    )
    .all<{ id: string }>()
  const { results: deliveries } = await d1
    .prepare(
      `SELECT l.reference FROM pledge_lines l WHERE l.received <> (SELECT coalesce(sum(d.quantity), 0) FROM deliveries d
         WHERE d.reference = l.reference AND d.n = l.n AND d.reversed_at_utc IS NULL)`,
    )
    .all<{ reference: string }>()
  const { results: heads } = await d1
    .prepare(`SELECT reference FROM pledges WHERE accepted_at_utc IS NOT NULL AND state <> 'withdrawn'`)
    .all<{ reference: string }>()
  const states: string[] = []
  for (const { reference } of heads) {
    const row = await findPledge(d1, reference)
    if (row && row.state !== stateOfLines(row.lines)) states.push(reference)
  }
  const audit = await verifyAudit(db)
  return [
    ...sums.map(({ id }) => `the sums of ${id}`),
    ...deliveries.map(({ reference }) => `the deliveries of ${reference}`),
    ...states.map((reference) => `the state of ${reference}`),
    ...(audit.fault ? [`${audit.fault.code} at ${audit.fault.where}`] : []),
  ]
}
