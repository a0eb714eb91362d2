import { listSettings as listRows, type SettingRow } from '../../db/queries/settings.ts'
import { toInstant } from '../contract/dates.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import { limitsPerMinute } from '../contract/limits.ts'
import { numberSettings, settingNames, type DeskSetting, type SettingName } from '../contract/settings.ts'
import type { Store } from '../store.ts'

const deployedOf = (db: Store, name: SettingName): number | null =>
  name === 'SITE_NOTICE' ? null : name === 'DELEGATE_LIMIT' ? db.settings.delegateLimit : limitsPerMinute[name]

function viewSetting(db: Store, name: SettingName, row: SettingRow | undefined): DeskSetting {
  const deployed = deployedOf(db, name)
  const isChanged = row !== undefined && row.value !== ''
  const bounds = name === 'SITE_NOTICE' ? { min: null, max: null } : numberSettings[name]
  // change-setting.ts writes a number, or the notice as JSON.
  const written = isChanged ? (name === 'SITE_NOTICE' ? (JSON.parse(row.value) as Bilingual) : Number(row.value)) : null
  return {
    name,
    value: written ?? deployed,
    deployed,
    ...bounds,
    isChanged,
    changedAt: row ? toInstant(row.changedAtUtc) : null,
    changedBy: row ? { ar: row.changedByAr, en: row.changedByEn } : null,
    version: row?.version ?? 0,
  }
}

/** Every setting that operators may change, with what holds now and who changed it last. */
export async function listSettings(db: Store): Promise<DeskSetting[]> {
  const rows = new Map((await listRows(db.d1)).map((row) => [row.name, row]))
  return settingNames.map((name) => viewSetting(db, name, rows.get(name)))
}
