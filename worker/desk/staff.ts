import type { Role } from '../contract/codes.ts'

declare const signedIn: unique symbol

/** Someone signed in at the desk. Only find-signed-in-staff.ts makes one. */
export interface Staff {
  readonly [signedIn]: true
  id: number
  email: string
  name: { ar: string; en: string }
  role: Role
  /** The governorates whose exhibitions an officer works on; a manager works on all. */
  governorates: string[]
  /** The exhibitions whose gate a volunteer keeps. */
  gateExhibitionIds: number[]
}

/** Whether an exhibition of this governorate is within someone's reach; only an officer's ends at a border. */
export const worksIn = (staff: Staff, governorate: string): boolean =>
  staff.role !== 'officer' || staff.governorates.includes(governorate)

/** Whether an exhibition is within someone's reach; a gate's is the exhibitions it is assigned to. */
export const worksAt = (staff: Staff, exhibition: { id: number; governorate: string }): boolean =>
  staff.role === 'gate' ? staff.gateExhibitionIds.includes(exhibition.id) : worksIn(staff, exhibition.governorate)
