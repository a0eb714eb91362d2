import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import { addDays, muscatDay } from '../contract/dates.ts'
import { deskLineActs, deskPledgeActs, type DeskLineAct, type DeskPledgeAct } from '../contract/desk-pledge-acts.ts'
import {
  lineTransitions,
  pledgeStatesBefore,
  pledgeTransitions,
  type LineAct,
  type PledgeAct,
} from '../contract/pledge-transitions.ts'
import { isLookedAtAgain, type LineState, type PledgeState } from '../contract/pledge-codes.ts'
import { sustainAfterDays } from '../contract/limits.ts'
import type { Role } from '../contract/codes.ts'
import type { Staff } from '../desk/staff.ts'
import { isAgreeable } from './is-agreeable.ts'

/** Acts that weigh a pledge; whoever typed it in does not judge it. */
const judgements: readonly string[] = ['verify', 'accept', 'decline'] satisfies PledgeAct[]

export const isOwnEntry = (staff: Staff, pledge: Pick<PledgeRow, 'enteredBy'>, act: PledgeAct | LineAct): boolean =>
  judgements.includes(act) && pledge.enteredBy === staff.id

/** Whoever accepted a pledge, or agreed to what a line of it became, does not receive that line. */
export const isAgreedBy = (
  { id }: Staff,
  pledge: Pick<PledgeRow, 'acceptedBy'>,
  line: Pick<PledgeLineRow, 'agreedBy'>,
): boolean => pledge.acceptedBy === id || line.agreedBy === id

/** The first day on which a received line may be looked at again. */
export const sustainableFrom = (receivedOn: string): string => addDays(receivedOn, sustainAfterDays)

interface Rule {
  act: string
  from: readonly (PledgeState | LineState)[]
  by: readonly string[]
}

const allows = (rules: readonly Rule[], act: string, from: PledgeState | LineState, role: Role): boolean =>
  rules.some((rule) => rule.act === act && rule.from.includes(from) && rule.by.includes(role))

/** What this colleague may do to the pledge as it stands; only then is a form shown for it. */
export function allowedPledgeActs(staff: Staff, pledge: PledgeRow): DeskPledgeAct[] {
  return deskPledgeActs.filter((act) => {
    if (act === 'agree-change' && !isAgreeable(pledge)) return false
    if (act === 'refuse-change' && pledge.amendment === null) return false
    return allows(pledgeTransitions, act, pledge.state, staff.role) && !isOwnEntry(staff, pledge, act)
  })
}

/** What this colleague may do to a line. */
export function allowedLineActs(staff: Staff, pledge: PledgeRow, line: PledgeLineRow, now: number): DeskLineAct[] {
  if (line.isMoney || !pledgeStatesBefore('deliver').includes(pledge.state)) return []
  return deskLineActs.filter((act) => {
    if (!allows(lineTransitions, act, line.state, staff.role)) return false
    if (act === 'receive') return !isAgreedBy(staff, pledge, line)
    if (act !== 'sustain') return true
    return isLookedAtAgain(line.kind) && line.receivedOn !== null && sustainableFrom(line.receivedOn) <= muscatDay(now)
  })
}
