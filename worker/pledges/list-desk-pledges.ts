import { listPledges, type PledgePlace, type PledgeWithLines } from '../../db/queries/desk-pledges.ts'
import type { EnteredFrom, FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import { boardColumnSize, boardStates, pledgeStateSchema, type DeskPledgeLine } from '../contract/desk-pledges.ts'
import { parse } from '../contract/fields.ts'
import type { PledgeState } from '../contract/pledge-codes.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { companyFor } from './desk-pledge-view.ts'
import { viewLine } from './pledge-view.ts'

export interface ListDeskPledges {
  state?: string | undefined
  cursor?: string | undefined
}

export type ListDeskPledgesOutcome =
  ({ ok: true } & DeskPage<DeskPledgeLine>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const invalid = (field: string, code: FieldError['code']): ListDeskPledgesOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

/** Pledges, fifty at a time: those in one state, the oldest first, or all, the newest first. */
export async function listDeskPledges(
  db: Store,
  staff: Staff,
  request: ListDeskPledges,
): Promise<ListDeskPledgesOutcome> {
  const state = request.state ? parse(pledgeStateSchema, request.state) : { ok: true as const, value: null }
  if (!state.ok) return invalid('state', 'unknown')
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) return invalid('cursor', 'wrong_format')
  const rows = await listPledges(db.d1, { state: state.value, after }, deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  const last = rows.length > deskPageSize ? shown.at(-1) : undefined
  return {
    ok: true,
    items: await Promise.all(shown.map((row) => pledgeLine(db, staff, row))),
    nextCursor: last ? writeCursor(last) : null,
  }
}

export interface BoardColumn {
  state: PledgeState
  items: DeskPledgeLine[]
  /** There are more in this state than the column holds. */
  hasMore: boolean
}

/** The pledges that somebody still has work with, a column for each state, the oldest first. */
export async function readPledgeBoard(db: Store, staff: Staff): Promise<BoardColumn[]> {
  return Promise.all(
    boardStates.map(async (state) => {
      const rows = await listPledges(db.d1, { state, after: null }, boardColumnSize + 1)
      const shown = rows.slice(0, boardColumnSize)
      const items = await Promise.all(shown.map((row) => pledgeLine(db, staff, row)))
      return { state, items, hasMore: rows.length > shown.length }
    }),
  )
}

async function pledgeLine(db: Store, staff: Staff, row: PledgeWithLines): Promise<DeskPledgeLine> {
  const open = row.lines.filter(({ state, isMoney }) => !isMoney && (state === 'due' || state === 'overdue'))
  const isWaited = row.acceptedAtUtc !== null && row.state !== 'withdrawn'
  return {
    reference: row.reference,
    state: row.state,
    createdAt: toInstant(row.createdAtUtc),
    company: await companyFor(db, staff, row),
    naming: row.naming,
    lines: row.lines.map(viewLine),
    enteredFrom: row.enteredFrom as EnteredFrom | null,
    nextDueOn: isWaited ? (open.map(({ dueOn }) => dueOn).sort()[0] ?? null) : null,
    version: row.version,
  }
}

const writeCursor = (place: PledgePlace): string => `${place.createdAtUtc.toString(36)}.${place.reference.slice(4)}`

function readCursor(cursor: string): PledgePlace | null {
  const match = /^([0-9a-z]{1,9})\.([0-9A-Z]{8})$/.exec(cursor)
  return match ? { createdAtUtc: parseInt(match[1] ?? '', 36), reference: `PLG-${match[2]}` } : null
}
