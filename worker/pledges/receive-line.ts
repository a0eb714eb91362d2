import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import type { FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { ReceiveLine } from '../contract/desk-pledge-acts.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnLine, type ActOnLine, type ActOnPledgeOutcome } from './act-on-pledge.ts'
import { isAgreedBy } from './allowed-pledge-acts.ts'
import { restOfLine } from './rest-of-line.ts'

/** Records that a quantity of a line arrived, by someone other than who accepted the pledge or agreed to the line. What is short stays due. */
export function receiveLine(
  db: Store,
  staff: Staff,
  request: ActOnLine & ReceiveLine,
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { n, quantity, evidence, receiptNumber } = request
  const receivedOn = request.receivedOn ?? muscatDay(now)
  return actOnLine(
    db,
    staff,
    { ...request, act: 'receive' },
    (line, pledge) => {
      if (isAgreedBy(staff, pledge, line)) return { ok: false, reason: 'own_entry' }
      const errors = faultsOf(line, pledge, { quantity, receivedOn }, now)
      if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
      const rest = line.quantity - quantity
      return {
        lines: [
          {
            n,
            from: lineStatesBefore('receive'),
            set: { state: 'received', received: quantity, committed: quantity, receivedOn },
          },
        ],
        newLines: rest > 0 ? [restOfLine(pledge, line, rest, now)] : [],
        delivery: { n, quantity, receivedOn, receiptNumber, receivedBy: staff.id },
        data: { n, quantity, receivedOn },
        text: evidence,
        message: { template: 'pledge_received_line', data: { n, quantity, unit: line.unit } },
      }
    },
    now,
  )
}

function faultsOf(
  line: PledgeLineRow,
  pledge: PledgeRow,
  { quantity, receivedOn }: { quantity: number; receivedOn: string },
  now: number,
): FieldError[] {
  const acceptedOn = muscatDay(pledge.acceptedAtUtc ?? now)
  const isDayRight = receivedOn <= muscatDay(now) && receivedOn >= acceptedOn
  return [
    ...(quantity <= line.quantity ? [] : [{ field: 'quantity', code: 'out_of_range' as const }]),
    ...(isDayRight ? [] : [{ field: 'receivedOn', code: 'out_of_range' as const }]),
  ]
}
