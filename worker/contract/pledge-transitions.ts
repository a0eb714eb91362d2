import { computedStates, pledgeStates, type LineState, type PledgeState } from './pledge-codes.ts'

type Actor = 'company' | 'officer' | 'manager' | 'receiver' | 'system'

/** One line of the tables in domain.md, "Pledge". `act` is the verb that causes it; no `to` leaves the state alone. */
export interface PledgeTransition<State> {
  act: string
  from: readonly State[]
  to: readonly State[]
  by: readonly Actor[]
}

const open = ['accepted', 'partly_delivered', 'overdue'] as const satisfies PledgeState[]

/** What may happen to a pledge as a whole. Everything an act on its lines does to the header is computed. */
export const pledgeTransitions = [
  { act: 'verify', from: ['pledged'], to: ['verified'], by: ['officer', 'manager'] },
  { act: 'accept', from: ['verified'], to: ['accepted'], by: ['manager'] },
  { act: 'decline', from: ['pledged', 'verified'], to: ['declined'], by: ['manager'] },
  // Only before any delivery, and late is not too late: an overdue pledge can still be taken back.
  {
    act: 'withdraw',
    from: ['pledged', 'verified', 'accepted', 'overdue'],
    to: ['withdrawn'],
    by: ['company', 'system'],
  },
  { act: 'propose-change', from: open, to: [], by: ['company'] },
  // What was proposed can be set aside even when everything has come since.
  { act: 'take-back-change', from: computedStates, to: [], by: ['company'] },
  { act: 'agree-change', from: open, to: computedStates, by: ['manager'] },
  { act: 'refuse-change', from: computedStates, to: [], by: ['manager'] },
  { act: 'deliver', from: computedStates, to: computedStates, by: ['receiver', 'manager', 'system'] },
  { act: 'erase-contact', from: pledgeStates, to: [], by: ['company', 'system'] },
] as const satisfies PledgeTransition<PledgeState>[]
export type PledgeAct = (typeof pledgeTransitions)[number]['act']

/** What may happen to a line of an accepted pledge. */
export const lineTransitions = [
  { act: 'receive', from: ['due', 'overdue'], to: ['received'], by: ['receiver', 'manager'] },
  { act: 'fall-due', from: ['due'], to: ['overdue'], by: ['system'] },
  { act: 'reverse', from: ['received', 'sustained'], to: ['reversed'], by: ['manager'] },
  { act: 'sustain', from: ['received'], to: ['sustained'], by: ['officer', 'manager', 'receiver'] },
  { act: 'write-off', from: ['due', 'overdue'], to: ['written_off'], by: ['manager'] },
  { act: 'drop', from: ['due', 'overdue'], to: ['dropped'], by: ['manager'] },
] as const satisfies PledgeTransition<LineState>[]
export type LineAct = (typeof lineTransitions)[number]['act']

/** The states in which a pledge allows an act on it, or on one of its lines. */
export const pledgeStatesBefore = (act: PledgeAct | LineAct): readonly PledgeState[] =>
  pledgeTransitions.find((transition) => transition.act === act)?.from ?? computedStates

export const lineStatesBefore = (act: LineAct): readonly LineState[] =>
  lineTransitions.find((transition) => transition.act === act)?.from ?? []
