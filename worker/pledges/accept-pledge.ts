import { findNeedsOf, needsAreOpen } from '../../db/queries/pledge-needs.ts'
import type { PledgeRow } from '../../db/queries/pledges.ts'
import { muscatDay } from '../contract/dates.ts'
import type { AcceptPledge } from '../contract/desk-pledge-acts.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnPledge, type ActOnPledge, type ActOnPledgeOutcome } from './act-on-pledge.ts'

/**
 * Takes a verified pledge: every line commits its quantity to the need it answers, all of them or none. A need that is
 * closed or cannot take a line refuses, unless the line is accepted without it.
 */
export function acceptPledge(
  db: Store,
  staff: Staff,
  request: ActOnPledge & AcceptPledge,
  now: number,
): Promise<ActOnPledgeOutcome> {
  return actOnPledge(
    db,
    staff,
    { ...request, act: 'accept' },
    async (pledge) => {
      const unknown = request.withoutNeed.findIndex((n) => !pledge.lines.some((line) => line.n === n))
      if (unknown !== -1) {
        const errors = [{ field: `withoutNeed.${unknown}`, code: 'unknown' as const }]
        return { ok: false, reason: 'invalid_input', errors }
      }
      const tied = needsTaken(pledge, request.withoutNeed)
      const closed = (await findNeedsOf(db.d1, tied)).find((need) => need.closedAtUtc !== null)
      if (closed) return { ok: false, reason: 'need_exceeded', need: closed.id, remaining: 0 }
      return {
        to: 'accepted',
        set: {
          acceptedBy: staff.id,
          acceptedAtUtc: now,
          acceptedYear: Number(muscatDay(now).slice(0, 4)),
          // Money is handed over elsewhere: nothing is due here.
          ...(pledge.lines.every(({ isMoney }) => isMoney) && { closedAtUtc: now }),
        },
        lines: pledge.lines.map(({ n, quantity, isMoney }) => ({
          n,
          from: ['due'],
          set: {
            committed: isMoney ? 0 : quantity,
            ...(request.withoutNeed.includes(n) && { needId: null, governorate: null }),
          },
        })),
        guards: [needsAreOpen(tied)],
        message: { template: 'pledge_accepted' },
      }
    },
    now,
  )
}

/** The needs of which the lines take something. */
const needsTaken = (pledge: PledgeRow, withoutNeed: readonly number[]): string[] => [
  ...new Set(
    pledge.lines.flatMap(({ n, isMoney, needId }) =>
      isMoney || needId === null || withoutNeed.includes(n) ? [] : needId,
    ),
  ),
]
