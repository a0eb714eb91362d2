import { listActiveStaff } from '../../db/queries/staff.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { Role } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { hasLocalSignIn } from './find-signed-in-staff.ts'

export interface LocalStaff {
  email: string
  name: Bilingual
  role: Role
  governorates: string[]
}

/** Whom the local sign-in page offers; nobody where that page does not exist. */
export async function listLocalStaff(db: Store, who: { host: string }): Promise<LocalStaff[]> {
  if (!hasLocalSignIn(db, who.host)) return []
  const rows = await listActiveStaff(db.d1, 50)
  return rows.map((row) => ({
    email: row.email,
    name: { ar: row.nameAr, en: row.nameEn },
    // The staff table's writers store known roles and lists of ids.
    role: row.role as Role,
    governorates: JSON.parse(row.governorates) as string[],
  }))
}
