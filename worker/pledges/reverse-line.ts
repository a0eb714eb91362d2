import type { Reason } from '../contract/booking.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnLine, type ActOnLine, type ActOnPledgeOutcome } from './act-on-pledge.ts'
import { restOfLine } from './rest-of-line.ts'

/** Takes a recorded delivery back. What had come is due again, for the same need: the need gets nothing back. */
export function reverseLine(
  db: Store,
  staff: Staff,
  request: ActOnLine & { reason: Reason },
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { n, reason } = request
  return actOnLine(
    db,
    staff,
    { ...request, act: 'reverse' },
    (line, pledge) => ({
      lines: [
        {
          n,
          from: lineStatesBefore('reverse'),
          set: { state: 'reversed', received: 0, committed: 0, sustained: null },
        },
      ],
      newLines: [restOfLine(pledge, line, line.received, now)],
      delivery: { n, reversedBy: staff.id },
      data: { n, quantity: line.received, reasonCode: reason.code },
      text: reason.text,
      message: { template: 'pledge_reversed_line', data: { n, reasonCode: reason.code } },
    }),
    now,
  )
}
