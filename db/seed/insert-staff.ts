import { drizzle } from 'drizzle-orm/d1'
import type { Store } from '../../worker/store.ts'
import { gateAssignments, staff } from '../tables/events.ts'
import { seededStaff } from './staff.ts'

/** The desk's people; the gate volunteer is assigned to the exhibition that is live. */
export async function insertStaff(db: Store, liveExhibitionId: number): Promise<void> {
  const rows = drizzle(db.d1)
  await rows.insert(staff).values(
    Object.values(seededStaff).map(({ id, email, name, role, governorates }) => ({
      id,
      email,
      nameAr: name.ar,
      nameEn: name.en,
      role,
      governorates: JSON.stringify(governorates),
    })),
  )
  await rows.insert(gateAssignments).values({ staffId: seededStaff.gate.id, exhibitionId: liveExhibitionId })
}
