import fc from 'fast-check'
import { findPledge, type PledgeRow } from '../../db/queries/pledges.ts'
import { computedStates, stateOfLines, type PledgeState } from '../../worker/contract/pledge-codes.ts'
import {
  lineTransitions,
  pledgeTransitions,
  type LineAct,
  type PledgeAct,
} from '../../worker/contract/pledge-transitions.ts'
import { parse } from '../../worker/contract/fields.ts'
import { addDays, muscatDay } from '../../worker/contract/dates.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import { proposeChangeSchema } from '../../worker/contract/pledge.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { agreeChange } from '../../worker/pledges/agree-change.ts'
import { declinePledge } from '../../worker/pledges/decline-pledge.ts'
import { eraseContact } from '../../worker/pledges/erase-contact.ts'
import { markOverdue } from '../../worker/pledges/mark-overdue.ts'
import { tokenSubject } from '../../worker/pledges/open-pledge.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { refuseChange } from '../../worker/pledges/refuse-change.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { sustainLine } from '../../worker/pledges/sustain-line.ts'
import { takeBackChange } from '../../worker/pledges/take-back-change.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import { writeOffLine } from '../../worker/pledges/write-off-line.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { reasonOf } from './acts.ts'
import { buildNeed, delivery, pledged } from './desk-pledge.ts'
import { noon } from './exhibition.ts'
import { signedInStaff } from './staff.ts'
import { d1, db } from './store.ts'

/** Pledges, lines and needs are meant by their place among those that are there. */
export type PledgeStep =
  | { act: 'pledge'; need: number; quantity: number; kind: 'equipment' | 'jobs' | 'money' }
  | {
      act: 'verify' | 'accept' | 'decline' | 'withdraw' | 'take-back-change' | 'agree-change' | 'refuse-change'
      who: number
    }
  | { act: 'erase-contact'; who: number }
  | { act: 'propose-change'; who: number; quantity: number; adds: boolean; drops: boolean }
  | { act: 'receive' | 'sustain'; who: number; line: number; quantity: number }
  | { act: 'reverse' | 'write-off'; who: number; line: number }
  | { act: 'days'; days: number }

const who = fc.nat(3)
const line = fc.nat(4)
const quantity = fc.integer({ min: 1, max: 6 })
const of = <A extends string>(...acts: A[]) => fc.constantFrom(...acts)

export const pledgeSteps: fc.Arbitrary<PledgeStep[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ act: of('pledge'), need: fc.nat(2), quantity, kind: of('equipment', 'jobs', 'money') }),
    },
    { weight: 8, arbitrary: fc.record({ act: of('verify', 'accept'), who }) },
    {
      weight: 4,
      arbitrary: fc.record({
        act: of('decline', 'withdraw', 'take-back-change', 'agree-change', 'refuse-change', 'erase-contact'),
        who,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ act: of('propose-change'), who, quantity, adds: fc.boolean(), drops: fc.boolean() }),
    },
    { weight: 8, arbitrary: fc.record({ act: of('receive', 'sustain'), who, line, quantity }) },
    { weight: 4, arbitrary: fc.record({ act: of('reverse', 'write-off'), who, line }) },
    { weight: 3, arbitrary: fc.record({ act: of('days'), days: fc.constantFrom(1, 60, 95) }) },
  ),
  { minLength: 8, maxLength: 30 },
) as fc.Arbitrary<PledgeStep[]>

interface Colleagues {
  officer: Staff
  manager: Staff
  other: Staff
  receiver: Staff
}
let colleagues: Promise<Colleagues> | undefined
const staff = () =>
  (colleagues ??= (async () => ({
    officer: await signedInStaff('officer'),
    manager: await signedInStaff('manager'),
    other: await signedInStaff('manager'),
    receiver: await signedInStaff('receiver'),
  }))())

/** What the walks met, as `act from→to` or `act from→refused`. */
export const visitedPledges = new Set<string>()

type Outcome = { ok: boolean; reason?: string }

/** Walks through acts on pledges and needs; throws at the first thing that contradicts the table or an invariant. */
export async function walkPledges(way: readonly PledgeStep[]): Promise<void> {
  const needs = [
    await buildNeed({ asked: 8 }),
    await buildNeed({ asked: 3 }),
    await buildNeed({ kind: 'jobs', unit: 'job', asked: 9 }),
  ]
  const references: string[] = []
  let now = noon
  for (const step of way) {
    if (step.act === 'days') {
      now += step.days * dayMs
      await markOverdue(db, 100, now)
      await checkAll(references)
      continue
    }
    if (step.act === 'pledge') {
      // The builder pledges at noon; what is due lies ahead of the walk's clock for a while.
      const lines = linesOf(step, needs)
      references.push(await pledged(lines))
      continue
    }
    const reference = references[step.who % Math.max(1, references.length)]
    if (!reference) continue
    const before = await read(reference)
    const outcome = await carryOut(step, before, now)
    if (!outcome) continue
    const after = await read(reference)
    check(step.act, before, after, outcome)
    await checkAll(references)
  }
  await checkSums(needs)
}

function linesOf({ kind, need, quantity: many }: Extract<PledgeStep, { act: 'pledge' }>, needs: string[]) {
  const money = { kind: 'cash_handover', unit: 'baisa', quantity: 1000, need: null }
  if (kind === 'money') return [money]
  const jobs = { kind: 'jobs', unit: 'job', quantity: many, need: needs[2] ?? null }
  if (kind === 'jobs') return [jobs, { ...jobs, need: null }]
  return [{ quantity: many, need: needs[need % 2] ?? null }, { quantity: 1, need: null, dueOn: '2027-06-01' }, money]
}

async function read(reference: string): Promise<PledgeRow> {
  const row = await findPledge(d1, reference)
  if (!row) throw new Error('A pledge is gone.')
  return row
}

async function carryOut(
  step: Exclude<PledgeStep, { act: 'days' | 'pledge' }>,
  pledge: PledgeRow,
  now: number,
): Promise<Outcome | null> {
  const { reference } = pledge
  const { officer, manager, other, receiver } = await staff()
  const holder = { reference, token: await makeToken(db.keys, reference, 'manage', tokenSubject(pledge), null) }
  const n = 'line' in step ? (pledge.lines[step.line % pledge.lines.length]?.n ?? 1) : 0
  const reason = reasonOf('other')
  switch (step.act) {
    case 'verify':
      return verifyPledge(db, officer, { reference, note: null }, now)
    case 'accept':
      return acceptPledge(db, manager, { reference, withoutNeed: [] }, now)
    case 'decline':
      return declinePledge(db, manager, { reference, reason }, now)
    case 'withdraw':
      return withdrawPledge(db, holder, now)
    case 'take-back-change':
      return takeBackChange(db, holder, now)
    case 'agree-change':
      return agreeChange(db, manager, { reference }, now)
    case 'refuse-change':
      return refuseChange(db, manager, { reference, reason }, now)
    case 'erase-contact':
      return eraseContact(db, { reference, actor: 'company', cause: 'asked' }, now)
    case 'propose-change':
      return proposeChange(db, holder, proposalOf(step, pledge, now), now)
    case 'receive': {
      const what = { ...delivery(step.quantity), reference, n }
      return receiveLine(db, receiver, what, now)
    }
    case 'sustain':
      return sustainLine(db, officer, { reference, n, stillThere: step.quantity }, now)
    case 'reverse':
      return reverseLine(db, manager, { reference, n, reason }, now)
    case 'write-off': {
      const proposed = await writeOffLine(db, manager, { reference, n, reason }, now)
      return proposed.ok ? approveProposal(db, other, { id: proposed.proposal.id }, now) : proposed
    }
  }
}

function proposalOf(step: Extract<PledgeStep, { act: 'propose-change' }>, pledge: PledgeRow, now: number) {
  const ahead = addDays(muscatDay(now), 30)
  const open = pledge.lines.filter(({ state }) => state === 'due' || state === 'overdue')
  const kept = (step.drops && open.length > 1 ? open.slice(1) : open).map(({ n, kind, unit, needId }) => ({
    n,
    kind,
    unit,
    quantity: step.quantity,
    dueOn: ahead,
    need: needId,
  }))
  const added = { kind: 'goods', unit: 'piece', quantity: step.quantity, dueOn: ahead }
  const body = { lines: step.adds || kept.length === 0 ? [...kept, added] : kept }
  const parsed = parse(proposeChangeSchema, body)
  if (!parsed.ok) throw new Error(`The walk proposed ${JSON.stringify(parsed.errors)}`)
  return parsed.value
}

const isPledgeAct = (act: PledgeAct | LineAct): act is PledgeAct => pledgeTransitions.some((one) => one.act === act)

function check(act: PledgeAct | LineAct, before: PledgeRow, after: PledgeRow, outcome: Outcome): void {
  const fault = (sentence: string) => new Error(`${act} in ${before.state}: ${sentence} (${JSON.stringify(outcome)})`)
  visitedPledges.add(`${act} ${before.state}→${outcome.ok ? after.state : 'refused'}`)
  if (!outcome.ok) {
    // Erasing withdraws what nobody accepted first; every other refusal, and what was overdue meanwhile, leaves all.
    const isSettled = before.lines.some(
      ({ state }, place) => state === 'due' && after.lines[place]?.state === 'overdue',
    )
    if (after.version !== before.version && !isSettled && act !== 'write-off') throw fault('a refusal changed it')
    if (after.state !== before.state && !isSettled) throw fault('a refusal changed its state')
    return
  }
  if (act === 'erase-contact') {
    if (after.contact !== null || after.emailKey !== null || after.phoneKey !== null) throw fault('a contact is left')
    return
  }
  const way = isPledgeAct(act)
    ? pledgeTransitions.find((one) => one.act === act)
    : pledgeTransitions.find((one) => one.act === 'deliver')
  const from: readonly PledgeState[] = way?.from ?? []
  const to: readonly PledgeState[] = way?.to ?? []
  if (!from.includes(before.state)) throw fault('the table does not let it')
  if (to.length === 0 ? after.state !== before.state && !isLate(before, after) : !to.includes(after.state)) {
    throw fault(`it became ${after.state}`)
  }
  if (!isPledgeAct(act)) {
    const allowed: readonly string[] = lineTransitions.find((one) => one.act === act)?.to ?? []
    const moved = after.lines.filter(({ n, state }) => before.lines.some((one) => one.n === n && one.state !== state))
    const wrong = moved.filter(({ state }) => state !== 'overdue' && !allowed.includes(state))
    if (wrong.length > 0) throw fault(`a line became ${wrong[0]?.state}`)
  }
}

/** Whoever opened it found a line past its day. */
const isLate = (before: PledgeRow, after: PledgeRow): boolean => after.state === 'overdue' && before.state !== 'overdue'

/** What a need was promised and given is what its lines take and what came. */
async function checkSums(needs: readonly string[]): Promise<void> {
  const { results } = await d1
    .prepare(
      `SELECT n.id FROM needs n WHERE n.id IN (SELECT value FROM json_each(?)) AND (
         n.promised <> (SELECT coalesce(sum(l.committed), 0) FROM pledge_lines l WHERE l.need_id = n.id)
         OR n.delivered <> (SELECT coalesce(sum(l.received), 0) FROM pledge_lines l WHERE l.need_id = n.id))`,
    )
    .bind(JSON.stringify(needs))
    .all<{ id: string }>()
  if (results.length > 0) throw new Error(`The sums of ${results.map(({ id }) => id).join(', ')} are wrong.`)
}

/** What the trigger made of each header is what the contract computes; needs are never promised too much. */
async function checkAll(references: readonly string[]): Promise<void> {
  for (const reference of references) {
    const { state, lines, closedAtUtc } = await read(reference)
    if (!(computedStates as readonly string[]).includes(state)) {
      if (lines.some(({ committed }) => committed > 0)) throw new Error(`${reference} is ${state} and takes of a need.`)
      continue
    }
    if (state !== stateOfLines(lines)) throw new Error(`${reference} is ${state}, not ${stateOfLines(lines)}.`)
    const isOpen = lines.some(({ isMoney, state: one }) => !isMoney && (one === 'due' || one === 'overdue'))
    if (isOpen !== (closedAtUtc === null)) throw new Error(`${reference} is ${isOpen ? 'open and closed' : 'neither'}.`)
  }
}
