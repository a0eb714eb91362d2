import {
  findExhibitionIds,
  findStaffMember,
  insertStaffMember,
  isActiveManager,
  readStaffGround,
} from '../../db/queries/staff-changes.ts'
import { chainEvent, staffStream } from '../audit/event.ts'
import type { FieldError } from '../contract/codes.ts'
import type { AddStaff, StaffMember } from '../contract/staff.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewStaffMember } from './view-staff-member.ts'

export type AddStaffOutcome =
  | { ok: true; member: StaffMember }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'role_required' }

const retriesMax = 20

const refused = (field: string, code: FieldError['code']): AddStaffOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

/** Lets somebody into the desk from now on, by the e-mail with which they sign in. */
export async function addStaff(db: Store, staff: Staff, request: AddStaff, now: number): Promise<AddStaffOutcome> {
  const { email, name, role, governorates, gates } = request
  if (role === 'officer' && governorates.length === 0) return refused('governorates', 'required')
  const gateIds = await findExhibitionIds(db.d1, gates)
  if (gateIds.length < gates.length) return refused('gates', 'unknown')
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    if (!(await isActiveManager(db.d1, staff.id))) return { ok: false, reason: 'role_required' }
    const { lastId, isTaken } = await readStaffGround(db.d1, email)
    if (isTaken) return refused('email', 'not_allowed')
    const id = lastId + 1
    const event = await chainEvent(db.keys, {
      stream: staffStream(id),
      after: { version: 0, headMac: '' },
      type: 'add-staff',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { role, governorates, gates },
    })
    const member = { id, email, nameAr: name.ar, nameEn: name.en, role, governorates, gateIds, isActive: true }
    if (!(await insertStaffMember(db.d1, member, staff.id, event))) continue
    const row = await findStaffMember(db.d1, id)
    if (row) return { ok: true, member: viewStaffMember(staff, row) }
  }
  throw new Error('The next number of the staff was taken again and again.')
}
