import { findActiveStaff } from '../../db/queries/staff.ts'
import type { Store } from '../store.ts'
import { hasLocalSignIn } from './find-signed-in-staff.ts'
import { makeDeskToken } from './session.ts'

export type SignInLocallyOutcome = { ok: true; token: string } | { ok: false; reason: 'not_found' }

/** One click on a seeded colleague, in a local run only. */
export async function signInLocally(
  db: Store,
  who: { host: string },
  request: { email: string },
  now: number,
): Promise<SignInLocallyOutcome> {
  const { deskKey } = db.settings
  if (!hasLocalSignIn(db, who.host) || deskKey === null) return { ok: false, reason: 'not_found' }
  const row = await findActiveStaff(db.d1, request.email)
  return row ? { ok: true, token: await makeDeskToken(deskKey, row.email, now) } : { ok: false, reason: 'not_found' }
}
