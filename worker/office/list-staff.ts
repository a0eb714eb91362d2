import { findStaffMember, listStaffMembers } from '../../db/queries/staff-changes.ts'
import type { FieldError } from '../contract/codes.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import type { StaffMember } from '../contract/staff.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewStaffMember } from './view-staff-member.ts'

export type ListStaffOutcome =
  ({ ok: true } & DeskPage<StaffMember>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** Everybody of the desk, those who have left included, fifty at a time. */
export async function listStaff(
  db: Store,
  staff: Staff,
  { cursor }: { cursor?: string | undefined },
): Promise<ListStaffOutcome> {
  if (cursor && !/^\d{1,15}$/.test(cursor)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const rows = await listStaffMembers(db.d1, Number(cursor ?? 0), deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  return {
    ok: true,
    items: shown.map((row) => viewStaffMember(staff, row)),
    nextCursor: rows.length > shown.length ? String(shown.at(-1)?.id) : null,
  }
}

export async function readStaffMember(db: Store, staff: Staff, { id }: { id: number }): Promise<StaffMember | null> {
  const row = await findStaffMember(db.d1, id)
  return row && viewStaffMember(staff, row)
}
