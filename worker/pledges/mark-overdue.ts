import { listPastDue } from '../../db/queries/desk-pledges.ts'
import type { PledgeRow } from '../../db/queries/pledges.ts'
import { muscatDay } from '../contract/dates.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { Store } from '../store.ts'
import { changePledge, isComputed } from './change-pledge.ts'

const pastDue = (pledge: PledgeRow, today: string): number[] =>
  isComputed(pledge.state)
    ? pledge.lines.flatMap(({ n, state, dueOn, isMoney }) => (state === 'due' && !isMoney && dueOn < today ? n : []))
    : []

/** Lines of a pledge whose day is over become overdue, whoever comes by first; late is still welcome. */
export async function settlePledge(db: Store, pledge: PledgeRow, now: number): Promise<PledgeRow> {
  const today = muscatDay(now)
  if (pastDue(pledge, today).length === 0) return pledge
  const outcome = await changePledge(db, pledge.reference, now, (current) => {
    const lines = pastDue(current, today)
    if (lines.length === 0) return null
    return {
      act: 'fall-due',
      actor: 'system',
      lines: lines.map((n) => ({ n, from: lineStatesBefore('fall-due'), set: { state: 'overdue' } })),
      data: { lines: lines.map(String) },
    }
  })
  return outcome.ok ? outcome.pledge : pledge
}

/** Marks what is past its day, at most so many lines at once, those that were due first before the others. */
export async function markOverdue(db: Store, limit: number, now: number): Promise<number> {
  const pledges = await listPastDue(db.d1, muscatDay(now), limit)
  for (const pledge of pledges) await settlePledge(db, pledge, now)
  return pledges.length
}
