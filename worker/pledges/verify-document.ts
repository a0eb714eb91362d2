import { findPledge, type PledgeRow } from '../../db/queries/pledges.ts'
import { findStatement } from '../../db/queries/statements.ts'
import { addDays, muscatDay } from '../contract/dates.ts'
import { overduePrivateDays } from '../contract/limits.ts'
import { stateOfLines, type PledgeState } from '../contract/pledge-codes.ts'
import type { VerifiedDocument } from '../contract/pledge-readings.ts'
import { normaliseReference } from '../contract/text.ts'
import type { Store } from '../store.ts'
import { isComputed } from './change-pledge.ts'
import { statementDay } from './statement-day.ts'

export type VerifyDocumentOutcome =
  { ok: true; document: VerifiedDocument } | { ok: false; reason: 'not_found' | 'too_many_requests' }

/** What the address on a letter, certificate or statement says to whoever holds the paper: reference, state and a day. */
export async function verifyDocument(
  db: Store,
  who: { address: string },
  request: { reference: string },
  now: number,
): Promise<VerifyDocumentOutcome> {
  if (!(await db.limits.allowsFind(who.address))) return { ok: false, reason: 'too_many_requests' }
  const reference = normaliseReference(request.reference)
  if (reference.startsWith('STM-')) {
    const statement = await findStatement(db.d1, reference)
    if (!statement) return { ok: false, reason: 'not_found' }
    return {
      ok: true,
      document: { kind: 'statement', reference, year: statement.year, on: statementDay(statement, now) },
    }
  }
  const pledge = reference.startsWith('PLG-') ? await findPledge(db.d1, reference) : undefined
  if (!pledge) return { ok: false, reason: 'not_found' }
  return { ok: true, document: { kind: 'pledge', reference, ...publicState(pledge, now) } }
}

/**
 * The state that outsiders read, with the day since which it holds: of what is late the day after it was due, of what
 * came in part the first delivery's. That a company is late is nobody else's business
 * for 30 days: until then its lines count as due.
 */
export function publicState(pledge: PledgeRow, now: number): { state: PledgeState; on: string } {
  const { closedAtUtc, acceptedAtUtc, verifiedAtUtc, createdAtUtc } = pledge
  if (!isComputed(pledge.state)) {
    const sinceUtc = closedAtUtc ?? verifiedAtUtc ?? createdAtUtc
    return { state: pledge.state, on: muscatDay(sinceUtc) }
  }
  const privateFrom = addDays(muscatDay(now), -overduePrivateDays)
  const isPrivate = (dueOn: string) => dueOn >= privateFrom
  const lines = pledge.lines.map((line) =>
    line.state === 'overdue' && isPrivate(line.dueOn) ? { ...line, state: 'due' as const } : line,
  )
  const state = stateOfLines(lines)
  const first = (days: (string | null)[]) => days.filter((day) => day !== null).toSorted()[0]
  const since =
    state === 'overdue'
      ? first(lines.map((line) => (line.state === 'overdue' ? addDays(line.dueOn, 1) : null)))
      : state === 'partly_delivered'
        ? first(lines.map((line) => (line.received > 0 ? line.receivedOn : null)))
        : undefined
  const isClosed = state === 'fulfilled' || state === 'closed_unfulfilled'
  return { state, on: since ?? muscatDay((isClosed ? closedAtUtc : acceptedAtUtc) ?? createdAtUtc) }
}
