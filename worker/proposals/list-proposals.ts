import { listProposals as listRows, type ProposalPlace } from '../../db/queries/proposals.ts'
import { parse } from '../contract/fields.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import { proposalStateSchema, type ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { lapseProposals } from './lapse-proposals.ts'
import { viewProposals } from './view-proposals.ts'

export type ListProposalsOutcome =
  ({ ok: true } & DeskPage<ProposalView>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** Proposals in one state, those that wait unless another is asked; the latest first. */
export async function listProposals(
  db: Store,
  staff: Staff,
  request: { state?: string | undefined; cursor?: string | undefined },
  now: number,
): Promise<ListProposalsOutcome> {
  const state = parse(proposalStateSchema, request.state || 'open')
  if (!state.ok) return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  await lapseProposals(db, deskPageSize, now)
  const rows = await listRows(db.d1, { state: state.value, after }, deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  const last = rows.length > deskPageSize ? shown.at(-1) : undefined
  return {
    ok: true,
    items: await viewProposals(db, staff, shown),
    nextCursor: last ? `${last.lapsesAtUtc}.${last.id}` : null,
  }
}

function readCursor(cursor: string): ProposalPlace | null {
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor)
  return match ? { lapsesAtUtc: Number(match[1]), id: match[2] ?? '' } : null
}
