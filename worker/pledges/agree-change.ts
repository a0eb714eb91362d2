import { findNeedsOf, needsAreOpen } from '../../db/queries/pledge-needs.ts'
import type { LineWrite, NewLine } from '../../db/queries/pledge-changes.ts'
import type { PledgeLineRow } from '../../db/queries/pledges.ts'
import { muscatDay } from '../contract/dates.ts'
import { isMoney, type LineState } from '../contract/pledge-codes.ts'
import type { AmendedLine } from '../contract/pledge.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnPledge, type ActOnPledge, type ActOnPledgeOutcome } from './act-on-pledge.ts'
import { nextLine, takenOfNeeds } from './change-pledge.ts'
import { isAgreeable } from './is-agreeable.ts'
import { amendedLines } from './pledge-view.ts'
import { openLines } from './propose-change.ts'

/**
 * Agrees to what the company proposed: its open lines become what it wrote, those it left out are dropped, new ones are
 * added. Received lines stay as they are. The version before is kept beside the proposal.
 */
export function agreeChange(db: Store, staff: Staff, request: ActOnPledge, now: number): Promise<ActOnPledgeOutcome> {
  return actOnPledge(
    db,
    staff,
    { ...request, act: 'agree-change' },
    async (pledge) => {
      const { amendment, state } = pledge
      if (!amendment || !isAgreeable(pledge)) return { ok: false, reason: 'transition_refused', state }
      const wanted = amendedLines(amendment)
      const open = openLines(pledge)
      const governorates = await governoratesOf(db, wanted)
      const lines = open.map((line) => changeOf(line, wanted, staff, now))
      const newLines = wanted
        .filter(({ n }) => n === null)
        .map((line, place) => newLineOf(line, nextLine(pledge) + place, { governorates, staff }, now))
      // Needs that are promised more than before must be open, as at acceptance.
      const takenMore = [...takenOfNeeds(pledge, { lines, newLines })].flatMap(([need, more]) => (more > 0 ? need : []))
      const closed = (await findNeedsOf(db.d1, takenMore)).find(({ closedAtUtc }) => closedAtUtc !== null)
      if (closed) return { ok: false, reason: 'need_exceeded', need: closed.id, remaining: 0 }
      return {
        lines,
        newLines,
        guards: [needsAreOpen(takenMore)],
        amendment: {
          id: amendment.id,
          to: 'agreed',
          before: JSON.stringify(open.map(writtenLine)),
          decidedBy: staff.id,
        },
        data: { amendment: amendment.id },
        message: { template: 'pledge_change_agreed' },
      }
    },
    now,
  )
}

const writtenLine = ({ n, kind, quantity, unit, dueOn, needId }: PledgeLineRow) => ({
  n,
  kind,
  quantity,
  unit,
  dueOn,
  need: needId,
})

type Governorates = Map<string, string>

async function governoratesOf(db: Store, lines: AmendedLine[]): Promise<Governorates> {
  const ids = lines.flatMap(({ need }) => need ?? [])
  return new Map((await findNeedsOf(db.d1, ids)).map(({ id, governorate }) => [id, governorate]))
}

/** An overdue line stays overdue unless its day was put off. */
const stateOn = (dueOn: string, ofMoney: boolean, now: number): LineState =>
  dueOn < muscatDay(now) && !ofMoney ? 'overdue' : 'due'

/** A line that is there keeps its kind, unit and need; what the change leaves out is dropped. */
function changeOf(line: PledgeLineRow, wanted: AmendedLine[], staff: Staff, now: number): LineWrite {
  const { n, isMoney: ofMoney } = line
  const from = lineStatesBefore('drop')
  const found = wanted.find((one) => one.n === n)
  if (!found) return { n, from, set: { state: 'dropped', committed: 0 } }
  const { quantity, dueOn } = found
  const committed = ofMoney ? 0 : quantity
  const isChanged = quantity !== line.quantity || dueOn !== line.dueOn
  return {
    n,
    from,
    set: {
      quantity,
      dueOn,
      committed,
      state: stateOn(dueOn, ofMoney, now),
      ...(isChanged && { agreedBy: staff.id }),
      ...(dueOn !== line.dueOn && { lastReminder: 0 }),
    },
  }
}

function newLineOf(
  line: AmendedLine,
  n: number,
  { governorates, staff }: { governorates: Governorates; staff: Staff },
  now: number,
): NewLine {
  const { kind, unit, quantity, dueOn, need } = line
  const ofMoney = isMoney(kind, unit)
  return {
    n,
    kind,
    unit,
    quantity,
    dueOn,
    needId: need,
    governorate: need === null ? null : (governorates.get(need) ?? null),
    isMoney: ofMoney,
    note: null,
    state: stateOn(dueOn, ofMoney, now),
    committed: ofMoney ? 0 : quantity,
    received: 0,
    receivedOn: null,
    sustained: null,
    remainderOf: null,
    agreedBy: staff.id,
    lastReminder: 0,
  }
}
