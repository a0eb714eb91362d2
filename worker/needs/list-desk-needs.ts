import { listNeedsFrom, type NeedPlace, type NeedRow } from '../../db/queries/desk-needs.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import { needStateSchema, type DeskNeed } from '../contract/desk-needs.ts'
import { parse } from '../contract/fields.ts'
import { governorateIds } from '../contract/places.ts'
import type { NeedState } from '../contract/pledge-codes.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewNeed } from './need-view.ts'

export interface ListDeskNeeds {
  state?: string | undefined
  governorate?: string | undefined
  cursor?: string | undefined
}

export type ListDeskNeedsOutcome =
  ({ ok: true } & DeskPage<DeskNeed>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** A page in one state looks through so many needs, so that it reads a bounded number however rare the state is. */
const lookedThrough = 4 * deskPageSize

const invalid = (field: string, code: FieldError['code']): ListDeskNeedsOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

/** Needs, the latest day first. A page of one state may hold fewer than fit, even none, and still have a next one. */
export async function listDeskNeeds(db: Store, _staff: Staff, request: ListDeskNeeds): Promise<ListDeskNeedsOutcome> {
  const state = request.state ? parse(needStateSchema, request.state) : { ok: true as const, value: null }
  if (!state.ok) return invalid('state', 'unknown')
  const governorate = request.governorate || null
  if (governorate !== null && !governorateIds.includes(governorate)) return invalid('governorate', 'unknown')
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) return invalid('cursor', 'wrong_format')
  const limit = state.value === null ? deskPageSize : lookedThrough
  const rows = await listNeedsFrom(db.d1, { governorate, after }, limit + 1)
  const looked = rows.slice(0, limit)
  const { shown, last } = pick(looked, state.value)
  const hasMore = rows.length > looked.length || (last !== undefined && last !== looked.at(-1))
  return { ok: true, items: shown.map(viewNeed), nextCursor: last && hasMore ? writeCursor(last) : null }
}

/** The rows of a state, as many as fit on a page, and the last row that was looked at. */
function pick(rows: NeedRow[], state: NeedState | null): { shown: NeedRow[]; last: NeedRow | undefined } {
  const matching = state === null ? rows : rows.filter((row) => viewNeed(row).state === state)
  const shown = matching.slice(0, deskPageSize)
  return { shown, last: matching.length > shown.length ? shown.at(-1) : rows.at(-1) }
}

const writeCursor = (place: NeedPlace): string => `${place.neededBy}.${place.id}`

function readCursor(cursor: string): NeedPlace | null {
  const match = /^(\d{4}-\d\d-\d\d)\.([a-z0-9-]{1,60})$/.exec(cursor)
  return match ? { neededBy: match[1] ?? '', id: match[2] ?? '' } : null
}
