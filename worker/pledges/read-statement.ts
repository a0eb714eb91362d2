import { listStatementLines, type StatementRow } from '../../db/queries/public-pledges.ts'
import { findOrInsertStatement } from '../../db/queries/statements.ts'
import { newStatementReference } from '../bookings/identifiers.ts'
import type { LineKind, LineUnit, PledgeState, Sector } from '../contract/pledge-codes.ts'
import type { Statement, StatementLine } from '../contract/pledge-readings.ts'
import type { Store } from '../store.ts'
import { isComputed } from './change-pledge.ts'
import { companyOfRow, openPledge, type PledgeCredential } from './open-pledge.ts'
import { statementDay } from './statement-day.ts'

export type ReadStatementOutcome =
  | { ok: true; statement: Statement }
  | { ok: false; reason: 'pledge_not_found' }
  /** Nobody has checked yet that whoever holds the token is the company. */
  | { ok: false; reason: 'transition_refused'; state: PledgeState }

/** More lines of one company and year than this are not read. */
const linesMax = 1_000

/**
 * A company's statement for a year: what came of all its pledges, those with the same registration together. Only an
 * accepted pledge opens it, since its company was called at its registered number.
 */
export async function readStatement(
  db: Store,
  who: PledgeCredential,
  { year }: { year: number },
  now: number,
): Promise<ReadStatementOutcome> {
  const opened = await openPledge(db, who, ['manage'], now)
  if (!opened.ok) return opened
  const { row } = opened
  const { reference, companyKey, state } = row
  if (!isComputed(state)) return { ok: false, reason: 'transition_refused', state }
  const [head, rows, company] = await Promise.all([
    findOrInsertStatement(db.d1, {
      reference: newStatementReference(),
      companyKey: companyKey ?? reference,
      year,
      issuedAtUtc: now,
    }),
    listStatementLines(db.d1, { companyKey, reference, year }, linesMax),
    companyOfRow(db, row),
  ])
  const lines = rows.map(viewStatementLine)
  return {
    ok: true,
    statement: {
      reference: head.reference,
      year,
      issuedOn: statementDay(head, now),
      // makePledge wrote this column from the contract's closed list.
      company: { ...company, sector: row.sector as Sector | null },
      lines,
      totals: totalsOf(lines),
      isDemonstration: row.isDemonstration,
    },
  }
}

function viewStatementLine(row: StatementRow): StatementLine {
  const { reference, n, quantity, received, receivedOn, sustained, governorate } = row
  const { needTitleAr, needTitleEn, exhibitionTitleAr, exhibitionTitleEn } = row
  return {
    pledge: reference,
    n,
    // makePledge wrote these two columns from the contract's closed lists.
    kind: row.kind as LineKind,
    unit: row.unit as LineUnit,
    quantity,
    received,
    receivedOn: receivedOn ?? '',
    sustained,
    governorate,
    need: needTitleAr !== null && needTitleEn !== null ? { ar: needTitleAr, en: needTitleEn } : null,
    exhibition:
      exhibitionTitleAr !== null && exhibitionTitleEn !== null
        ? { ar: exhibitionTitleAr, en: exhibitionTitleEn }
        : null,
  }
}

const totalsOf = (lines: StatementLine[]): Statement['totals'] =>
  [...Map.groupBy(lines, ({ kind, unit }) => `${kind}|${unit}`).values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const looked = group.filter(({ sustained }) => sustained !== null)
    return {
      kind: first.kind,
      unit: first.unit,
      received: group.reduce((sum, { received }) => sum + received, 0),
      sustained: looked.length === 0 ? null : looked.reduce((sum, { sustained }) => sum + (sustained ?? 0), 0),
    }
  })
