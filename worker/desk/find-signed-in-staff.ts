import { findActiveStaff, type StaffRow } from '../../db/queries/staff.ts'
import { roles } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { isLoopback, type DeskCredentials } from './credentials.ts'
import { readAccessToken } from './read-access-token.ts'
import { readDeskToken } from './session.ts'
import type { Staff } from './staff.ts'

/**
 * Whoever is signed in at the desk, or null (interface.md, "Staff identity"). Where Cloudflare Access speaks,
 * its word is final; the local cookie and Bearer token count only in a local run on a loopback name.
 */
export async function findSignedInStaff(db: Store, who: DeskCredentials, now: number): Promise<Staff | null> {
  const email = await provenEmail(db, who, now)
  const row = email === null ? null : await findActiveStaff(db.d1, email.trim().toLowerCase())
  return row && staffOf(row)
}

async function provenEmail(db: Store, who: DeskCredentials, now: number): Promise<string | null> {
  const { access, deskKey } = db.settings
  if (who.accessJwt !== null) return readAccessToken(access, who.accessJwt, now)
  const token = who.bearer ?? who.cookie
  if (!hasLocalSignIn(db, who.host) || deskKey === null || token === null) return null
  return readDeskToken(deskKey, token, now)
}

/** Whether the one-click sign-in exists here: a local run that was asked by a loopback name. */
export const hasLocalSignIn = (db: Store, host: string): boolean =>
  db.settings.isLocal && db.settings.deskKey !== null && isLoopback(host)

function staffOf(row: StaffRow): Staff | null {
  const role = roles.find((known) => known === row.role)
  if (!role) return null
  const staff: Omit<Staff, symbol> = {
    id: row.id,
    email: row.email,
    name: { ar: row.nameAr, en: row.nameEn },
    role,
    // The staff table's writers store lists of ids.
    governorates: JSON.parse(row.governorates) as string[],
    gateExhibitionIds: JSON.parse(row.gateExhibitionIds) as number[],
  }
  // The brand has no value; this is the one place that may give it.
  return staff as Staff
}
