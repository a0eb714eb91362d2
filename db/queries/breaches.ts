import type { D1Database } from '@cloudflare/workers-types'
import { desc, eq, max, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { breaches } from '../tables/office.ts'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'

export type BreachRow = typeof breaches.$inferSelect

export interface BreachPlace {
  foundAtUtc: number
  id: number
}

/** The register, the latest found first, after a place. */
export function listBreachRows(d1: D1Database, after: BreachPlace | null, limit: number): Promise<BreachRow[]> {
  const { foundAtUtc, id } = after ?? { foundAtUtc: Number.MAX_SAFE_INTEGER, id: 0 }
  return orm(d1)
    .select()
    .from(breaches)
    .where(sql`(${breaches.foundAtUtc}, ${breaches.id}) < (${foundAtUtc}, ${id})`)
    .orderBy(desc(breaches.foundAtUtc), desc(breaches.id))
    .limit(limit)
    .all()
}

export const findBreach = (d1: D1Database, id: number): Promise<BreachRow | undefined> =>
  orm(d1).select().from(breaches).where(eq(breaches.id, id)).get()

export async function findLastBreachId(d1: D1Database): Promise<number> {
  const row = await orm(d1)
    .select({ id: max(breaches.id) })
    .from(breaches)
    .get()
  return row?.id ?? 0
}

const proofOf = (id: number, mac: string) => ({
  sql: 'SELECT 1 FROM breaches WHERE id = ? AND head_mac = ?',
  values: [id, mac],
})

/** Records a breach under the next number; false when somebody took it. */
export async function insertBreach(
  d1: D1Database,
  breach: Pick<BreachRow, 'id' | 'kind' | 'foundAtUtc' | 'people' | 'recordedBy'>,
  event: NewEvent,
  text: NewText,
): Promise<boolean> {
  const { id, kind, foundAtUtc, people, recordedBy } = breach
  const [inserted] = await d1.batch([
    d1
      .prepare(
        `INSERT INTO breaches (id, kind, found_at_utc, people, text_id, recorded_by, recorded_at_utc, version, head_mac)
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT DO NOTHING`,
      )
      .bind(id, kind, foundAtUtc, people, text.id, recordedBy, event.atUtc, event.mac),
    ...insertEventIf(d1, event, proofOf(id, event.mac), text),
  ])
  return (inserted?.meta.changes ?? 0) > 0
}

/** Writes what is known now of a breach that is as it was read and not closed. */
export async function updateBreach(
  d1: D1Database,
  breach: Pick<BreachRow, 'id' | 'version' | 'people' | 'authorityToldAtUtc' | 'peopleToldAtUtc' | 'closedAtUtc'>,
  event: NewEvent,
  text: NewText | null,
): Promise<boolean> {
  const { id, version, people, authorityToldAtUtc, peopleToldAtUtc, closedAtUtc } = breach
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE breaches SET people = ?, authority_told_at_utc = ?, people_told_at_utc = ?, closed_at_utc = ?,
           version = version + 1, head_mac = ?
         WHERE id = ? AND version = ? AND closed_at_utc IS NULL`,
      )
      .bind(people, authorityToldAtUtc, peopleToldAtUtc, closedAtUtc, event.mac, id, version),
    ...insertEventIf(d1, event, proofOf(id, event.mac), text),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
