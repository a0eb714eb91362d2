import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'

export interface SettingRow {
  name: string
  /** Empty: what was deployed holds. */
  value: string
  changedAtUtc: number
  changedByAr: string
  changedByEn: string
  version: number
  headMac: string
}

/** Everything that operators ever changed; there are as many rows at most as settings. */
export async function listSettings(d1: D1Database): Promise<SettingRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT o.name, o.value, o.changed_at_utc AS changedAtUtc, s.name_ar AS changedByAr, s.name_en AS changedByEn,
         o.version, o.head_mac AS headMac
       FROM settings o JOIN staff s ON s.id = o.changed_by`,
    )
    .all<SettingRow>()
  return results
}

/** What operators set, by name; nothing that was set back. */
export async function listSettingValues(d1: D1Database): Promise<{ name: string; value: string }[]> {
  const { results } = await d1
    .prepare(`SELECT name, value FROM settings WHERE value <> ''`)
    .all<{ name: string; value: string }>()
  return results
}

/** Sets a value over the version that was seen, 0 for a setting that nobody changed before. */
export async function writeSetting(
  d1: D1Database,
  setting: { name: string; value: string; seenVersion: number; changedBy: number },
  event: NewEvent,
  text: NewText | null,
): Promise<boolean> {
  const { name, value, seenVersion, changedBy } = setting
  const proof = { sql: 'SELECT 1 FROM settings WHERE name = ? AND head_mac = ?', values: [name, event.mac] }
  const [written] = await d1.batch([
    d1
      .prepare(
        `INSERT INTO settings (name, value, changed_by, changed_at_utc, version, head_mac)
         SELECT ?, ?, ?, ?, 1, ? WHERE coalesce((SELECT o.version FROM settings o WHERE o.name = ?), 0) = ?
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by,
           changed_at_utc = excluded.changed_at_utc, version = settings.version + 1, head_mac = excluded.head_mac`,
      )
      .bind(name, value, changedBy, event.atUtc, event.mac, name, seenVersion),
    ...insertEventIf(d1, event, proof, text),
  ])
  return (written?.meta.changes ?? 0) > 0
}

/** The delegates' limit: an operator's, else the one that was deployed, which is bound to it. */
export const delegateLimitNow = `coalesce((SELECT CAST(o.value AS INTEGER) FROM settings o WHERE o.name = 'DELEGATE_LIMIT' AND o.value <> ''), ?)`
