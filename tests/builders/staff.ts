import type { Role } from '../../worker/contract/codes.ts'
import { findSignedInStaff } from '../../worker/desk/find-signed-in-staff.ts'
import { makeDeskToken } from '../../worker/desk/session.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { d1, db } from './store.ts'

let colleagues = 0

/** A row of the staff table; a role and governorates are enough. */
export async function buildStaff(
  role: Role,
  { governorates = ['muscat'], isActive = true, gates = [] as number[] } = {},
): Promise<{ id: number; email: string }> {
  colleagues += 1
  const email = `${role}-${colleagues}-${crypto.randomUUID().slice(0, 8)}@desk.test`
  const row = await d1
    .prepare(
      `INSERT INTO staff (email, name_ar, name_en, role, governorates, is_active) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    )
    .bind(email, `زميل ${colleagues}`, `Colleague ${colleagues}`, role, JSON.stringify(governorates), Number(isActive))
    .first<{ id: number }>()
  if (!row) throw new Error('The insert returned no row.')
  for (const exhibition of gates) {
    await d1
      .prepare('INSERT INTO gate_assignments (staff_id, exhibition_id) VALUES (?, ?)')
      .bind(row.id, exhibition)
      .run()
  }
  return { id: row.id, email }
}

/** The token that `npm run desk:token` prints. */
export const deskToken = (email: string, now = Date.now()): Promise<string> =>
  makeDeskToken(db.settings.deskKey ?? '', email, now)

/** The headers of a script that is signed in. */
export const signedInAs = async (email: string, now = Date.now()): Promise<Record<string, string>> => ({
  Authorization: `Bearer ${await deskToken(email, now)}`,
})

/** A new colleague, signed in as production code makes them. */
export async function signedInStaff(role: Role, options: Parameters<typeof buildStaff>[1] = {}): Promise<Staff> {
  const { email } = await buildStaff(role, options)
  const now = Date.now()
  const credentials = { accessJwt: null, cookie: null, bearer: await deskToken(email, now), host: '127.0.0.1:8787' }
  const staff = await findSignedInStaff(db, credentials, now)
  if (!staff) throw new Error('The colleague could not sign in.')
  return staff
}
