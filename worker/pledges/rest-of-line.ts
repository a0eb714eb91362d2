import type { NewLine } from '../../db/queries/pledge-changes.ts'
import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import { muscatDay } from '../contract/dates.ts'
import { nextLine } from './change-pledge.ts'

/** What stays open of a line after a short delivery or a reversed one: a line of its own, for the same need and day. */
export function restOfLine(pledge: PledgeRow, line: PledgeLineRow, quantity: number, now: number): NewLine {
  const { kind, unit, dueOn, needId, governorate, isMoney, note, agreedBy } = line
  return {
    n: nextLine(pledge),
    kind,
    unit,
    quantity,
    dueOn,
    needId,
    governorate,
    isMoney,
    note,
    state: dueOn < muscatDay(now) ? 'overdue' : 'due',
    committed: quantity,
    received: 0,
    receivedOn: null,
    sustained: null,
    remainderOf: line.n,
    agreedBy,
    lastReminder: 0,
  }
}
