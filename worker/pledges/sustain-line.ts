import { muscatDay } from '../contract/dates.ts'
import type { SustainLine } from '../contract/desk-pledge-acts.ts'
import { isLookedAtAgain } from '../contract/pledge-codes.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { actOnLine, type ActOnLine, type ActOnPledgeOutcome } from './act-on-pledge.ts'
import { sustainableFrom } from './allowed-pledge-acts.ts'

/** Records how many of the received jobs or training places still stand after 90 days. */
export function sustainLine(
  db: Store,
  staff: Staff,
  request: ActOnLine & SustainLine,
  now: number,
): Promise<ActOnPledgeOutcome> {
  const { n, stillThere } = request
  return actOnLine(
    db,
    staff,
    { ...request, act: 'sustain' },
    (line) => {
      if (!isLookedAtAgain(line.kind)) return { ok: false, reason: 'transition_refused', state: line.state }
      if (line.receivedOn === null || muscatDay(now) < sustainableFrom(line.receivedOn)) {
        return { ok: false, reason: 'too_early' }
      }
      if (stillThere > line.received) {
        return { ok: false, reason: 'invalid_input', errors: [{ field: 'stillThere', code: 'out_of_range' }] }
      }
      return {
        lines: [{ n, from: lineStatesBefore('sustain'), set: { state: 'sustained', sustained: stillThere } }],
        data: { n, stillThere },
      }
    },
    now,
  )
}
