import { statesBefore, type BookingAct } from '../../worker/contract/booking-transitions.ts'
import type { BookingState } from '../../worker/contract/codes.ts'

const acts = ['find', 'accept', 'withdraw', 'withdraw-now', 'take-over', 'take-over-now', 'finish'] as const
/** What a booking's page can be asked to do; `withdraw` and `take-over` only ask for a second thought. */
export type PageAct = (typeof acts)[number]

/** The act of a sent form; a form without a known one looks for the booking. */
export function readAct(form: FormData | null): PageAct | null {
  if (form === null) return null
  return acts.find((act) => act === form.get('act')) ?? 'find'
}

const transitions: Partial<Record<PageAct, BookingAct>> = {
  accept: 'accept',
  withdraw: 'withdraw',
  'withdraw-now': 'withdraw',
}

/** Whether the state, as it is now, does not allow what was asked. */
export function refusesAct(act: PageAct | null, state: BookingState): boolean {
  const transition = act && transitions[act]
  return Boolean(transition) && !statesBefore(transition as BookingAct).includes(state)
}
