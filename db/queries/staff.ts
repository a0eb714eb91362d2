import type { D1Database } from '@cloudflare/workers-types'

export interface StaffRow {
  id: number
  email: string
  nameAr: string
  nameEn: string
  role: string
  /** JSON list of governorate ids. */
  governorates: string
  /** JSON list of the exhibitions whose gate this person keeps. */
  gateExhibitionIds: string
  version: number
  headMac: string
}

const staffColumns = `s.id, s.email, s.name_ar AS nameAr, s.name_en AS nameEn, s.role, s.governorates,
  (SELECT json_group_array(g.exhibition_id) FROM gate_assignments g WHERE g.staff_id = s.id) AS gateExhibitionIds,
  s.version, s.head_mac AS headMac`

export function findActiveStaff(d1: D1Database, email: string): Promise<StaffRow | null> {
  return d1
    .prepare(`SELECT ${staffColumns} FROM staff s WHERE s.email = ? AND s.is_active = 1`)
    .bind(email)
    .first<StaffRow>()
}

export async function listActiveStaff(d1: D1Database, limit: number): Promise<StaffRow[]> {
  const { results } = await d1
    .prepare(`SELECT ${staffColumns} FROM staff s WHERE s.is_active = 1 ORDER BY s.id LIMIT ?`)
    .bind(limit)
    .all<StaffRow>()
  return results
}

/** Names of staff by id, those who have left included. */
export async function findStaffNames(d1: D1Database, ids: number[]): Promise<Map<number, { ar: string; en: string }>> {
  if (ids.length === 0) return new Map()
  const { results } = await d1
    .prepare('SELECT id, name_ar AS ar, name_en AS en FROM staff WHERE id IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(ids))
    .all<{ id: number; ar: string; en: string }>()
  return new Map(results.map(({ id, ar, en }) => [id, { ar, en }]))
}
