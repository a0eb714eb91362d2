import type { D1Database } from '@cloudflare/workers-types'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitions } from '../tables/exhibitions.ts'
import { needs } from '../tables/pledges.ts'
import { insertEventIf, type NewEvent } from './events.ts'
import { updateAsRead, type Guard, type RowChange } from './row-change.ts'

export type NeedRow = typeof needs.$inferSelect & { exhibitionSlug: string | null }

const columns = { ...getTableColumns(needs), exhibitionSlug: exhibitions.slug }

export const findNeed = (d1: D1Database, id: string): Promise<NeedRow | undefined> =>
  orm(d1)
    .select(columns)
    .from(needs)
    .leftJoin(exhibitions, eq(exhibitions.id, needs.exhibitionId))
    .where(eq(needs.id, id))
    .get()

export type NewNeed = Pick<
  NeedRow,
  'id' | 'titleAr' | 'titleEn' | 'kind' | 'unit' | 'asked' | 'governorate' | 'exhibitionId' | 'outlet' | 'neededBy'
>

const proofOf = (id: string, event: NewEvent) => ({
  sql: 'SELECT 1 FROM needs WHERE id = ? AND head_mac = ?',
  values: [id, event.mac],
})

/** A need with its first event and the key it was sent with; false when its id is taken. */
export async function insertNeed(
  d1: D1Database,
  need: NewNeed,
  event: NewEvent,
  idempotency: { scope: string; key: string; fingerprint: string },
): Promise<boolean> {
  const { id, titleAr, titleEn, kind, unit, asked, governorate, exhibitionId, outlet, neededBy } = need
  const proof = proofOf(id, event)
  const [inserted] = await d1.batch([
    d1
      .prepare(
        `INSERT INTO needs (id, title_ar, title_en, kind, unit, asked, governorate, exhibition_id, outlet, needed_by,
           created_at_utc, head_mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .bind(
        id,
        titleAr,
        titleEn,
        kind,
        unit,
        asked,
        governorate,
        exhibitionId,
        outlet,
        neededBy,
        event.atUtc,
        event.mac,
      ),
    ...insertEventIf(d1, event, proof),
    d1
      .prepare(
        `INSERT INTO idempotency_keys (scope, key, fingerprint, reference, answer, used_at_utc)
         SELECT ?, ?, ?, ?, '{}', ? WHERE EXISTS (${proof.sql}) ON CONFLICT DO NOTHING`,
      )
      .bind(idempotency.scope, idempotency.key, idempotency.fingerprint, id, event.atUtc, ...proof.values),
  ])
  return (inserted?.meta.changes ?? 0) > 0
}

/** Accepted pledges promise no more than this. */
export const promisesAtMost = (asked: number): Guard => ({ sql: 'promised <= ?', values: [asked] })

/** Writes an edit over the version that was read; false when somebody was faster, or more is promised than is asked. */
export async function writeNeedChange(
  d1: D1Database,
  change: { id: string; version: number; set: RowChange['set']; asked: number; event: NewEvent },
): Promise<boolean> {
  const { id, version, set, asked, event } = change
  const [updated] = await d1.batch([
    updateAsRead(d1, {
      table: 'needs',
      key: 'id',
      id,
      version,
      set: { ...set, asked },
      mac: event.mac,
      guards: [promisesAtMost(asked)],
    }),
    ...insertEventIf(d1, event, proofOf(id, event)),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

/** Where a list of needs goes on. */
export interface NeedPlace {
  neededBy: string
  id: string
}

/** Needs after a place, the latest day first: all, or a governorate's. */
export function listNeedsFrom(
  d1: D1Database,
  filter: { governorate: string | null; after: NeedPlace | null },
  limit: number,
): Promise<NeedRow[]> {
  const { governorate, after } = filter
  const isAfter = after ? sql`(${needs.neededBy}, ${needs.id}) < (${after.neededBy}, ${after.id})` : undefined
  return orm(d1)
    .select(columns)
    .from(needs)
    .leftJoin(exhibitions, eq(exhibitions.id, needs.exhibitionId))
    .where(and(governorate === null ? undefined : eq(needs.governorate, governorate), isAfter))
    .orderBy(sql`${needs.neededBy} DESC, ${needs.id} DESC`)
    .limit(limit)
    .all()
}
