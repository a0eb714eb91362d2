import { listSettings as listRows, writeSetting } from '../../db/queries/settings.ts'
import { chainEvent, settingStream } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { FieldError } from '../contract/codes.ts'
import {
  numberSettings,
  settingNames,
  type ChangeSetting,
  type DeskSetting,
  type SettingName,
} from '../contract/settings.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { forgetSettings } from './kept-settings.ts'
import { listSettings } from './list-settings.ts'

export type ChangeSettingOutcome =
  | { ok: true; setting: DeskSetting }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

type Stored = { ok: true; value: string } | { ok: false; errors: FieldError[] }

const refused = (field: string, code: FieldError['code']): Stored => ({ ok: false, errors: [{ field, code }] })

/** What is stored of a value, or what is wrong with it. */
function stored(name: SettingName, value: ChangeSetting['value']): Stored {
  if (value === null) return { ok: true, value: '' }
  if (name === 'SITE_NOTICE') {
    if (typeof value === 'number') return refused('value', 'wrong_format')
    if (value.ar === '' && value.en === '') return { ok: true, value: '' }
    if (value.ar === '') return refused('value.ar', 'required')
    if (value.en === '') return refused('value.en', 'required')
    return { ok: true, value: JSON.stringify({ ar: value.ar, en: value.en }) }
  }
  if (typeof value !== 'number') return refused('value', 'wrong_format')
  const { min, max } = numberSettings[name]
  return value >= min && value <= max ? { ok: true, value: String(value) } : refused('value', 'out_of_range')
}

/** Sets a value that holds within seconds, without a deployment; null goes back to the one that was deployed. */
export async function changeSetting(
  db: Store,
  staff: Staff,
  request: { name: string } & ChangeSetting,
  now: number,
): Promise<ChangeSettingOutcome> {
  const name = settingNames.find((known) => known === request.name)
  if (!name) return { ok: false, reason: 'not_found' }
  const value = stored(name, request.value)
  if (!value.ok) return { ok: false, reason: 'invalid_input', errors: value.errors }
  const row = (await listRows(db.d1)).find((known) => known.name === name)
  const version = row?.version ?? 0
  if (request.version != null && request.version !== version) return { ok: false, reason: 'changed_meanwhile', version }
  const stream = settingStream(name)
  const isNotice = name === 'SITE_NOTICE'
  const text = isNotice && value.value ? await sealText(db.keys, stream, value.value) : null
  const event = await chainEvent(db.keys, {
    stream,
    after: row ?? { version: 0, headMac: '' },
    type: 'change-setting',
    atUtc: now,
    actor: `staff:${staff.id}`,
    data: isNotice ? { isShown: value.value !== '' } : { value: value.value === '' ? null : Number(value.value) },
    text,
  })
  const change = { name, value: value.value, seenVersion: version, changedBy: staff.id }
  const isWritten = await writeSetting(db.d1, change, event, text)
  forgetSettings(db)
  const setting = (await listSettings(db)).find((known) => known.name === name)
  if (!setting) return { ok: false, reason: 'not_found' }
  return isWritten ? { ok: true, setting } : { ok: false, reason: 'changed_meanwhile', version: setting.version }
}
