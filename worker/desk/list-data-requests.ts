import { listDataRequestRows, type DataRequestPlace } from '../../db/queries/own-data.ts'
import { parse } from '../contract/fields.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import { dataRequestStateSchema, type DeskDataRequest } from '../contract/own-data.ts'
import { viewDataRequest } from '../own-data/view-data-request.ts'
import type { Store } from '../store.ts'
import { worksIn, type Staff } from './staff.ts'

export type ListDataRequestsOutcome =
  ({ ok: true } & DeskPage<DeskDataRequest>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** An officer's page may be short; it never costs more than this many rows. */
const lookedAtMax = 200

/** What people asked about their data, the one due first before the others; an officer sees their governorates'. */
export async function listDataRequests(
  db: Store,
  staff: Staff,
  request: { state?: string | undefined; cursor?: string | undefined },
  now: number,
): Promise<ListDataRequestsOutcome> {
  const state = parse(dataRequestStateSchema, request.state || 'open')
  if (!state.ok) return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  const after = request.cursor ? readCursor(request.cursor) : { dueAtUtc: 0, id: 0 }
  if (!after) return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  const rows = await listDataRequestRows(db.d1, { state: state.value, after }, lookedAtMax)
  const mine = rows.filter(({ governorate }) => worksIn(staff, governorate))
  const shown = mine.slice(0, deskPageSize)
  const goesOn = mine.length > shown.length || rows.length === lookedAtMax
  const last = mine.length > shown.length ? shown.at(-1) : rows.at(-1)
  return {
    ok: true,
    items: await Promise.all(shown.map((row) => viewDataRequest(db, row, now))),
    nextCursor: goesOn && last ? `${last.dueAtUtc}.${last.id}` : null,
  }
}

function readCursor(cursor: string): DataRequestPlace | null {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  return match ? { dueAtUtc: Number(match[1]), id: Number(match[2]) } : null
}
