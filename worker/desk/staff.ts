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
}
