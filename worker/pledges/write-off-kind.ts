import type { ProposalKind } from '../proposals/kinds.ts'
import { findLine, type PledgeActRefusal } from './act-on-pledge.ts'
import { changePledge } from './change-pledge.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'

/** `data`: reference, n, quantity, unit, kind and day of the line, and why, as a code. */
export const writeOffKind: ProposalKind = {
  by: ['manager'],
  does: ({ reference = '', n = 0, quantity = 0, unit = '', kind = '' }) => [
    { code: 'write_off_line', values: { reference, n, quantity, unit, kind } },
  ],
  async approve(db, staff, { proposal, alongside }, now) {
    const { reference, n, quantity, dueOn, reasonCode } = proposal.data
    const outcome = await changePledge<PledgeActRefusal>(db, String(reference), now, (pledge) => {
      const found = findLine(pledge, { n: Number(n), act: 'write-off' })
      if (!found.ok) return found
      const { line } = found
      // Both managers mean the same: a change that was agreed to meanwhile is another promise.
      if (line.quantity !== quantity || line.dueOn !== dueOn) {
        return { ok: false, reason: 'changed_meanwhile', version: pledge.version }
      }
      return {
        act: 'write-off',
        actor: `staff:${staff.id}`,
        lines: [{ n: Number(n), from: lineStatesBefore('write-off'), set: { state: 'written_off', committed: 0 } }],
        data: {
          n: Number(n),
          quantity: line.quantity,
          proposal: proposal.id,
          ...(reasonCode !== undefined && { reasonCode }),
        },
        message: { template: 'pledge_line_written_off', data: { n: Number(n) } },
        alongside,
      }
    })
    if (outcome.ok) return { ok: true }
    switch (outcome.reason) {
      case 'transition_refused':
      case 'changed_meanwhile':
      case 'invalid_input':
        return outcome
      default:
        return { ok: false, reason: 'not_found' }
    }
  },
}
