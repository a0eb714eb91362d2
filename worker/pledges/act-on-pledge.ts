import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import type { LineState, PledgeState } from '../contract/pledge-codes.ts'
import type { DeskPledge } from '../contract/desk-pledges.ts'
import { lineStatesBefore, pledgeStatesBefore, type LineAct, type PledgeAct } from '../contract/pledge-transitions.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { isOwnEntry } from './allowed-pledge-acts.ts'
import { changePledge, type ChangePledgeRefusal, type PledgeChange } from './change-pledge.ts'
import { viewDeskPledge } from './desk-pledge-view.ts'

export interface ActOnPledge {
  reference: string
  /** The version the sender saw; without one the act applies to whatever is there. */
  version?: number | null | undefined
}

export type ActOnLine = ActOnPledge & { n: number }

/** Why an act of a colleague was not carried out, whichever act it is. */
export type PledgeActRefusal =
  | ChangePledgeRefusal
  | { ok: false; reason: 'own_entry' | 'not_found' | 'too_early' }
  | { ok: false; reason: 'transition_refused'; state: PledgeState | LineState }

export type ActOnPledgeOutcome = { ok: true; pledge: DeskPledge } | PledgeActRefusal

type StaffChange = Omit<PledgeChange, 'act' | 'actor' | 'seenVersion'>
type Decision = StaffChange | PledgeActRefusal | null

/** An act of a colleague on one pledge: `decide` says what it changes, and is asked again when somebody was faster. */
export async function actOnPledge(
  db: Store,
  staff: Staff,
  request: ActOnPledge & { act: PledgeAct | LineAct },
  decide: (pledge: PledgeRow) => Decision | Promise<Decision>,
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { act, reference, version } = request
  const outcome = await changePledge<PledgeActRefusal>(db, reference, now, async (pledge) => {
    if (isOwnEntry(staff, pledge, act)) return { ok: false, reason: 'own_entry' }
    if (version != null && version !== pledge.version) {
      return { ok: false, reason: 'changed_meanwhile', version: pledge.version }
    }
    if (!pledgeStatesBefore(act).includes(pledge.state)) {
      return { ok: false, reason: 'transition_refused', state: pledge.state }
    }
    const change = await decide(pledge)
    if (!change || 'ok' in change) return change
    return { ...change, act, actor: `staff:${staff.id}` as const, seenVersion: pledge.version }
  })
  return outcome.ok ? { ok: true, pledge: await viewDeskPledge(db, staff, outcome.pledge, now) } : outcome
}

/** The same on one line of an accepted pledge, which must be in a state that the act may leave. */
export function actOnLine(
  db: Store,
  staff: Staff,
  request: ActOnLine & { act: LineAct },
  decide: (line: PledgeLineRow, pledge: PledgeRow) => Decision | Promise<Decision>,
  now: number,
): Promise<ActOnPledgeOutcome> {
  return actOnPledge(
    db,
    staff,
    request,
    (pledge) => {
      const found = findLine(pledge, request)
      return found.ok ? decide(found.line, pledge) : found
    },
    now,
  )
}

/** The line that an act is about, if it is in a state for it. Money is never received here. */
export function findLine(
  pledge: PledgeRow,
  { n, act }: { n: number; act: LineAct },
): { ok: true; line: PledgeLineRow } | PledgeActRefusal {
  const line = pledge.lines.find((one) => one.n === n)
  if (!line) return { ok: false, reason: 'not_found' }
  if (!line.isMoney && lineStatesBefore(act).includes(line.state)) return { ok: true, line }
  return { ok: false, reason: 'transition_refused', state: line.state }
}
