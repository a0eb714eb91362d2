import {
  findExhibitionIds,
  findStaffMember,
  isActiveManager,
  updateStaffMember,
} from '../../db/queries/staff-changes.ts'
import { chainEvent, staffStream } from '../audit/event.ts'
import type { FieldError } from '../contract/codes.ts'
import type { ChangeStaff, StaffMember } from '../contract/staff.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewStaffMember } from './view-staff-member.ts'

export type ChangeStaffOutcome =
  | { ok: true; member: StaffMember }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'not_found' | 'own_entry' | 'role_required' }

const retriesMax = 8

/**
 * Gives a colleague another name, role, reach or gate, or ends their work at the desk. Nobody changes themselves, and
 * whoever acts is a manager at the moment of writing: so the desk always keeps one.
 */
export async function changeStaff(
  db: Store,
  staff: Staff,
  { id, version, ...change }: { id: number } & ChangeStaff,
  now: number,
): Promise<ChangeStaffOutcome> {
  if (id === staff.id) return { ok: false, reason: 'own_entry' }
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const row = await findStaffMember(db.d1, id)
    if (!row) return { ok: false, reason: 'not_found' }
    if (version != null && version !== row.version) {
      return { ok: false, reason: 'changed_meanwhile', version: row.version }
    }
    if (!(await isActiveManager(db.d1, staff.id))) return { ok: false, reason: 'role_required' }
    const before = viewStaffMember(staff, row)
    const { name, role, governorates, gates, isActive } = { ...before, ...change }
    if (role === 'officer' && governorates.length === 0) {
      return { ok: false, reason: 'invalid_input', errors: [{ field: 'governorates', code: 'required' }] }
    }
    const gateIds = await findExhibitionIds(db.d1, gates)
    if (gateIds.length < gates.length) {
      return { ok: false, reason: 'invalid_input', errors: [{ field: 'gates', code: 'unknown' }] }
    }
    const event = await chainEvent(db.keys, {
      stream: staffStream(id),
      after: row,
      type: 'change-staff',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { role, governorates, gates, isActive, wasRole: before.role, wasActive: before.isActive },
    })
    const values = { nameAr: name.ar, nameEn: name.en, role, governorates, gateIds, isActive }
    if (!(await updateStaffMember(db.d1, { id, version: row.version, ...values }, staff.id, event))) continue
    const written = await findStaffMember(db.d1, id)
    return { ok: true, member: viewStaffMember(staff, written ?? row) }
  }
  throw new Error('A colleague’s row kept changing while it was changed.')
}
