import type { PledgeView } from '../../worker/contract/pledge.ts'
import { lineStatesBefore, pledgeStatesBefore } from '../../worker/contract/pledge-transitions.ts'

const acts = ['find', 'withdraw', 'withdraw-now', 'take-back', 'erase', 'erase-now', 'finish'] as const
/** What a pledge's page can be asked to do; `withdraw` and `erase` only ask for a second thought. */
export type PageAct = (typeof acts)[number]

/** The act of a sent form; a form without a known one looks for the pledge. */
export function readAct(form: FormData | null): PageAct | null {
  if (form === null) return null
  return acts.find((act) => act === form.get('act')) ?? 'find'
}

export const canWithdraw = ({ state, lines }: PledgeView): boolean =>
  pledgeStatesBefore('withdraw').includes(state) && lines.every(({ received }) => received === 0)

/** The lines of which nothing has come, which a change may alter. */
export const openLines = ({ lines }: PledgeView): PledgeView['lines'] =>
  lines.filter(({ state }) => lineStatesBefore('drop').includes(state))

export const canProposeChange = (pledge: PledgeView): boolean =>
  pledgeStatesBefore('propose-change').includes(pledge.state) &&
  pledge.amendment === null &&
  openLines(pledge).length > 0

/** Whether the pledge, as it is now, does not allow what was asked. */
export function refusesAct(act: PageAct | null, pledge: PledgeView): boolean {
  if (act === 'withdraw' || act === 'withdraw-now') return !canWithdraw(pledge)
  if (act === 'take-back') return pledge.amendment === null
  return false
}
