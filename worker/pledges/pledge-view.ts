import type { PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import { pledgeStream } from '../audit/event.ts'
import { readStates } from '../audit/history.ts'
import { toInstant } from '../contract/dates.ts'
import type { LineKind, LineUnit, PledgeState, Sector } from '../contract/pledge-codes.ts'
import type { AmendedLine, PledgeLineView, PledgeView } from '../contract/pledge.ts'
import type { Store } from '../store.ts'
import { companyOfRow, contactOfRow } from './open-pledge.ts'

/** A pledge as its company sees it (interface.md, GET /pledges/:reference). */
export async function viewPledge(db: Store, row: PledgeRow): Promise<PledgeView> {
  const [company, contact, history] = await Promise.all([
    companyOfRow(db, row),
    contactOfRow(db, row),
    readStates<PledgeState>(db, pledgeStream(row.reference), { reasons: true }),
  ])
  return {
    reference: row.reference,
    state: row.state,
    company: {
      name: company.name,
      registration: company.registration,
      // makePledge wrote this column from the contract's closed list.
      sector: row.sector as Sector | null,
      contactName: contact?.name ?? null,
      email: contact?.email ?? null,
      phone: contact?.phone ?? null,
    },
    naming: row.naming,
    showAmounts: row.showsAmounts,
    lines: row.lines.map(viewLine),
    amendment: row.amendment && {
      lines: amendedLines(row.amendment),
      proposedAt: toInstant(row.amendment.proposedAtUtc),
    },
    history,
    language: row.language,
    isDemonstration: row.isDemonstration,
    version: row.version,
  }
}

export function viewLine(line: PledgeLineRow): PledgeLineView {
  const { n, kind, unit, quantity, dueOn, needId, received, receivedOn, sustained, remainderOf, state } = line
  return {
    n,
    // makePledge wrote these two columns from the contract's closed lists.
    kind: kind as LineKind,
    quantity,
    unit: unit as LineUnit,
    dueOn,
    need: needId,
    received,
    receivedOn,
    sustained,
    remainderOf,
    state,
  }
}

/** The lines of a proposed change. Only proposeChange writes them. */
export const amendedLines = ({ lines }: { lines: string }): AmendedLine[] => JSON.parse(lines) as AmendedLine[]

/** The lines that were open when a change was proposed: what it leaves out of these is to be dropped. */
export const linesSeen = ({ openLines }: { openLines: string }): number[] => JSON.parse(openLines) as number[]
