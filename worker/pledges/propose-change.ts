import { findNeedsOf } from '../../db/queries/pledge-needs.ts'
import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import type { FieldCode, FieldError } from '../contract/codes.ts'
import { lineStatesBefore } from '../contract/pledge-transitions.ts'
import type { AmendedLine, ProposeChange } from '../contract/pledge.ts'
import type { Store } from '../store.ts'
import { actAsCompany, type ActOnOwnPledgeOutcome } from './act-as-company.ts'
import { lineErrors } from './line-errors.ts'
import type { PledgeCredential } from './open-pledge.ts'

/** Lines that a change may alter or leave out: nothing of them has come. */
export const openLines = ({ lines }: PledgeRow): PledgeLineRow[] =>
  lines.filter(({ state }) => lineStatesBefore('drop').includes(state))

/**
 * Proposes what the open lines of an accepted pledge should become: quantities and days changed, lines left out, lines
 * added. Nothing changes until a manager agrees. One change is proposed at a time; it can be taken back for another.
 */
export function proposeChange(
  db: Store,
  who: PledgeCredential,
  request: ProposeChange,
  now: number,
): Promise<ActOnOwnPledgeOutcome> {
  return actAsCompany(
    db,
    who,
    async (pledge) => {
      if (pledge.amendment) return { ok: false, reason: 'transition_refused', state: pledge.state }
      const errors = [...kinshipErrors(pledge, request.lines), ...(await newnessErrors(db, pledge, request.lines, now))]
      if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
      return {
        act: 'propose-change',
        amendment: {
          lines: JSON.stringify(request.lines),
          openLines: JSON.stringify(openLines(pledge).map(({ n }) => n)),
        },
        text: request.note,
        seenVersion: request.version,
      }
    },
    now,
  )
}

/** A line that is there keeps its kind, unit and need; one that promises something else is a new one. */
function kinshipErrors(pledge: PledgeRow, proposed: readonly AmendedLine[]): FieldError[] {
  const open = openLines(pledge)
  const errors = proposed.flatMap((line, index): FieldError[] => {
    const wrong = (name: string, code: FieldCode) => [{ field: `lines.${index}.${name}`, code }]
    if (line.n === null) return []
    const was = open.find(({ n }) => n === line.n)
    if (!was) return wrong('n', 'unknown')
    if (proposed.findIndex(({ n }) => n === line.n) !== index) return wrong('n', 'not_allowed')
    if (was.kind !== line.kind) return wrong('kind', 'not_allowed')
    if (was.unit !== line.unit) return wrong('unit', 'not_allowed')
    return was.needId === line.need ? [] : wrong('need', 'not_allowed')
  })
  return errors.length === 0 && isSame(open, proposed) ? [{ field: 'lines', code: 'not_allowed' }] : errors
}

const isSame = (open: readonly PledgeLineRow[], proposed: readonly AmendedLine[]): boolean =>
  open.length === proposed.length &&
  open.every(({ n, quantity, dueOn }) =>
    proposed.some((line) => line.n === n && line.quantity === quantity && line.dueOn === dueOn),
  )

/** What is new must lie ahead, and answer a need that asks for it. */
async function newnessErrors(
  db: Store,
  pledge: PledgeRow,
  proposed: readonly AmendedLine[],
  now: number,
): Promise<FieldError[]> {
  const fresh = proposed.filter(({ n }) => n === null)
  const needs = new Map(
    (
      await findNeedsOf(
        db.d1,
        fresh.flatMap(({ need }) => need ?? []),
      )
    ).map((need) => [need.id, need]),
  )
  return proposed.flatMap((line, index) => {
    const keepsDay = pledge.lines.some(({ n, dueOn }) => n === line.n && dueOn === line.dueOn)
    const asked = line.n === null ? line : { ...line, need: null }
    return lineErrors([asked], needs, now)
      .filter(({ field }) => !(keepsDay && field.endsWith('.dueOn')))
      .map(({ field, code }) => ({ field: field.replace('lines.0.', `lines.${index}.`), code }))
  })
}
