import { listAny, type ExhibitionPlace } from '../../db/queries/exhibitions.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import { exhibitionStateFilterSchema, type ManagedExhibition } from '../contract/exhibition-acts.ts'
import { parse } from '../contract/fields.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { advanceExhibition } from './advance-exhibition.ts'
import { managedOf } from './views.ts'

export type ListAllExhibitionsOutcome =
  ({ ok: true } & DeskPage<ManagedExhibition>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** Exhibitions in every state, or in one, the latest first; an officer's governorates only. */
export async function listAllExhibitions(
  db: Store,
  staff: Staff,
  request: { state?: string | undefined; cursor?: string | undefined },
  now: number,
): Promise<ListAllExhibitionsOutcome> {
  const state = request.state ? parse(exhibitionStateFilterSchema, request.state) : null
  if (state && !state.ok) return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const governorates = staff.role === 'officer' ? staff.governorates : null
  const rows = await listAny(db.d1, { state: state?.value ?? null, governorates, after }, deskPageSize + 1)
  const shown = await Promise.all(rows.slice(0, deskPageSize).map((row) => advanceExhibition(db, row, now)))
  const last = rows.length > deskPageSize ? shown.at(-1) : undefined
  return {
    ok: true,
    items: shown.map((row) => managedOf(row, row)),
    nextCursor: last ? `${last.startsOn}.${last.id}` : null,
  }
}

function readCursor(cursor: string): ExhibitionPlace | null {
  const match = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(cursor)
  return match ? { startsOn: match[1] ?? '', id: Number(match[2]) } : null
}
