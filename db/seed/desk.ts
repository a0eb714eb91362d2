import { findSignedInStaff } from '../../worker/desk/find-signed-in-staff.ts'
import { makeDeskToken } from '../../worker/desk/session.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import type { Store } from '../../worker/store.ts'
import { seededStaff } from './staff.ts'

/** The seeded colleagues who act in the demonstration, signed in as at the local desk. */
export type Desk = Record<'manager' | 'manager2' | 'officer' | 'officer2' | 'receiver' | 'gate', Staff>

export async function openDesk(db: Store, now: number): Promise<Desk> {
  const signIn = async (email: string): Promise<Staff> => {
    const bearer = await makeDeskToken(db.settings.deskKey ?? '', email, now)
    const staff = await findSignedInStaff(db, { accessJwt: null, cookie: null, bearer, host: '127.0.0.1' }, now)
    if (!staff) throw new Error(`${email} could not sign in.`)
    return staff
  }
  return {
    manager: await signIn(seededStaff.manager.email),
    manager2: await signIn(seededStaff.manager2.email),
    officer: await signIn(seededStaff.officer.email),
    officer2: await signIn(seededStaff.officer2.email),
    receiver: await signIn(seededStaff.receiver.email),
    gate: await signIn(seededStaff.gate.email),
  }
}
