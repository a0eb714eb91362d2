import { listOpenLines as listRows, type LinePlace } from '../../db/queries/desk-pledges.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import type { DeskOpenLine } from '../contract/desk-pledges.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { companyFor } from './desk-pledge-view.ts'
import { viewLine } from './pledge-view.ts'

export type ListOpenLinesOutcome =
  ({ ok: true } & DeskPage<DeskOpenLine>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** Lines of accepted pledges that have not come, the longest overdue first and then what is due next. */
export async function listOpenLines(
  db: Store,
  staff: Staff,
  request: { cursor?: string | undefined },
): Promise<ListOpenLinesOutcome> {
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const rows = await listRows(db.d1, after, deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  const last = rows.length > deskPageSize ? shown.at(-1) : undefined
  return {
    ok: true,
    items: await Promise.all(
      shown.map(async ({ line, pledge }) => ({
        reference: line.reference,
        company: await companyFor(db, staff, pledge),
        line: viewLine(line),
        governorate: line.governorate,
      })),
    ),
    nextCursor: last ? writeCursor(last.line) : null,
  }
}

const writeCursor = ({ dueOn, reference, n }: LinePlace): string => `${dueOn}.${reference.slice(4)}.${n}`

function readCursor(cursor: string): LinePlace | null {
  const match = /^(\d{4}-\d\d-\d\d)\.([0-9A-Z]{8})\.(\d{1,4})$/.exec(cursor)
  return match ? { dueOn: match[1] ?? '', reference: `PLG-${match[2]}`, n: Number(match[3]) } : null
}
