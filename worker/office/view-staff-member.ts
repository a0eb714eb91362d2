import type { StaffMemberRow } from '../../db/queries/staff-changes.ts'
import type { Role } from '../contract/codes.ts'
import type { StaffMember } from '../contract/staff.ts'
import type { Staff } from '../desk/staff.ts'

/** A colleague as managers see them. */
export function viewStaffMember(staff: Staff, row: StaffMemberRow): StaffMember {
  return {
    id: row.id,
    email: row.email,
    name: { ar: row.nameAr, en: row.nameEn },
    // The staff table's writers store a role and lists of ids.
    role: row.role as Role,
    governorates: JSON.parse(row.governorates) as string[],
    gates: JSON.parse(row.gates) as string[],
    isActive: row.isActive === 1,
    isOneself: row.id === staff.id,
    version: row.version,
  }
}
