import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type Proof } from './events.ts'

export interface StaffMemberRow {
  id: number
  email: string
  nameAr: string
  nameEn: string
  role: string
  /** JSON list of governorate ids. */
  governorates: string
  /** JSON list of exhibitions' slugs. */
  gates: string
  isActive: number
  version: number
  headMac: string
}

const memberColumns = `s.id, s.email, s.name_ar AS nameAr, s.name_en AS nameEn, s.role, s.governorates,
  (SELECT json_group_array(e.slug) FROM gate_assignments g CROSS JOIN exhibitions e ON e.id = g.exhibition_id
   WHERE g.staff_id = s.id) AS gates,
  s.is_active AS isActive, s.version, s.head_mac AS headMac`

/** Everybody who ever worked at the desk, by number, after one. */
export async function listStaffMembers(d1: D1Database, afterId: number, limit: number): Promise<StaffMemberRow[]> {
  const { results } = await d1
    .prepare(`SELECT ${memberColumns} FROM staff s WHERE s.id > ? ORDER BY s.id LIMIT ?`)
    .bind(afterId, limit)
    .all<StaffMemberRow>()
  return results
}

export function findStaffMember(d1: D1Database, id: number): Promise<StaffMemberRow | null> {
  return d1.prepare(`SELECT ${memberColumns} FROM staff s WHERE s.id = ?`).bind(id).first<StaffMemberRow>()
}

/** The last number given, and whether somebody has the e-mail already. */
export async function readStaffGround(d1: D1Database, email: string): Promise<{ lastId: number; isTaken: boolean }> {
  const row = await d1
    .prepare(
      `SELECT coalesce((SELECT max(id) FROM staff), 0) AS lastId, (SELECT count(*) FROM staff WHERE email = ?) AS taken`,
    )
    .bind(email)
    .first<{ lastId: number; taken: number }>()
  return { lastId: row?.lastId ?? 0, isTaken: (row?.taken ?? 0) > 0 }
}

/** The ids of exhibitions by their slugs; one that is not there is left out. */
export async function findExhibitionIds(d1: D1Database, slugs: string[]): Promise<number[]> {
  const { results } = await d1
    .prepare('SELECT id FROM exhibitions WHERE slug IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(slugs))
    .all<{ id: number }>()
  return results.map(({ id }) => id)
}

export interface StaffValues {
  nameAr: string
  nameEn: string
  role: string
  governorates: string[]
  gateIds: number[]
  isActive: boolean
}

// Whoever acts is a manager still and not the one who is changed: so one manager is always left, whoever was faster.
const actsAsManager = `(SELECT m.role FROM staff m WHERE m.id = ? AND m.is_active = 1) = 'manager'`

export async function isActiveManager(d1: D1Database, id: number): Promise<boolean> {
  const row = await d1.prepare(`SELECT ${actsAsManager} AS isManager`).bind(id).first<{ isManager: number | null }>()
  return row?.isManager === 1
}

/** Adds a colleague under the next number; false when somebody took it, has the e-mail, or the manager is none any more. */
export async function insertStaffMember(
  d1: D1Database,
  member: { id: number; email: string } & StaffValues,
  actorId: number,
  event: NewEvent,
): Promise<boolean> {
  const { id, email, nameAr, nameEn, role, governorates } = member
  const [inserted] = await d1.batch([
    d1
      .prepare(
        `INSERT INTO staff (id, email, name_ar, name_en, role, governorates, is_active, version, head_mac)
         SELECT ?, ?, ?, ?, ?, ?, 1, 1, ? WHERE ${actsAsManager} ON CONFLICT DO NOTHING`,
      )
      .bind(id, email, nameAr, nameEn, role, JSON.stringify(governorates), event.mac, actorId),
    ...recordOf(d1, member, event),
  ])
  return (inserted?.meta.changes ?? 0) > 0
}

/** Changes a colleague as they were read; false when they were changed meanwhile, or the manager is none any more. */
export async function updateStaffMember(
  d1: D1Database,
  member: { id: number; version: number } & StaffValues,
  actorId: number,
  event: NewEvent,
): Promise<boolean> {
  const { id, version, nameAr, nameEn, role, governorates, isActive } = member
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE staff SET name_ar = ?, name_en = ?, role = ?, governorates = ?, is_active = ?, version = version + 1, head_mac = ?
         WHERE id = ? AND version = ? AND id <> ? AND ${actsAsManager}`,
      )
      .bind(
        nameAr,
        nameEn,
        role,
        JSON.stringify(governorates),
        Number(isActive),
        event.mac,
        id,
        version,
        actorId,
        actorId,
      ),
    ...recordOf(d1, member, event),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

function recordOf(
  d1: D1Database,
  { id, gateIds }: { id: number; gateIds: number[] },
  event: NewEvent,
): D1PreparedStatement[] {
  const proof: Proof = { sql: 'SELECT 1 FROM staff WHERE id = ? AND head_mac = ?', values: [id, event.mac] }
  return [
    ...insertEventIf(d1, event, proof),
    d1.prepare(`DELETE FROM gate_assignments WHERE staff_id = ? AND EXISTS (${proof.sql})`).bind(id, ...proof.values),
    d1
      .prepare(
        `INSERT INTO gate_assignments (staff_id, exhibition_id) SELECT ?, value FROM json_each(?) WHERE EXISTS (${proof.sql})`,
      )
      .bind(id, JSON.stringify(gateIds), ...proof.values),
  ]
}
