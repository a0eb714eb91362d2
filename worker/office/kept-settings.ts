import { listSettingValues } from '../../db/queries/settings.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import { limitsPerMinute, secondMs } from '../contract/limits.ts'
import { numberSettingNames } from '../contract/settings.ts'
import type { Store } from '../store.ts'

/** What operators set, as this isolate last read it. */
export interface KeptSettings {
  limits: Partial<typeof limitsPerMinute>
  notice: Bilingual | null
}

/** A change reaches every isolate within this long. */
export const settingsKeptMs = 15 * secondMs

const nothing: KeptSettings = { limits: {}, notice: null }

interface Kept {
  values: KeptSettings
  untilMs: number
}

// Only finished readings are shared: workerd ends a request that waits for another's.
const kept = new WeakMap<object, Kept>()

/** What is known now, without asking the database. */
export const keptSettings = ({ d1 }: Pick<Store, 'd1'>): KeptSettings => kept.get(d1)?.values ?? nothing

export const isStale = ({ d1 }: Pick<Store, 'd1'>, now: number): boolean => (kept.get(d1)?.untilMs ?? 0) <= now

/** The next reading asks the database: an operator sees at once what they changed. */
export const forgetSettings = ({ d1 }: Pick<Store, 'd1'>): void => {
  const known = kept.get(d1)
  if (known) kept.set(d1, { ...known, untilMs: 0 })
}

/** Reads the settings anew if it is time; others go on with what is known meanwhile. */
export async function refreshSettings({ d1 }: Pick<Store, 'd1'>, now: number): Promise<void> {
  if (!isStale({ d1 }, now)) return
  kept.set(d1, { values: keptSettings({ d1 }), untilMs: now + settingsKeptMs })
  const values = new Map((await listSettingValues(d1)).map(({ name, value }) => [name, value]))
  const numbers = numberSettingNames.flatMap((name) => {
    const value = values.get(name)
    return value === undefined ? [] : [[name, Number(value)] as const]
  })
  const notice = values.get('SITE_NOTICE')
  kept.set(d1, {
    values: {
      limits: Object.fromEntries(numbers),
      // change-setting.ts writes this value.
      notice: notice === undefined ? null : (JSON.parse(notice) as Bilingual),
    },
    untilMs: now + settingsKeptMs,
  })
}
