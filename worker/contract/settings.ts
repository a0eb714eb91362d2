import * as v from 'valibot'
import { absentOrWrong, code, sized, versionSchema } from './fields.ts'
import { limitsPerMinute } from './limits.ts'
import type { Bilingual } from './exhibition.ts'

// What operators change without a deployment; a row overrides the setting of that name in wrangler.toml.

/** How many times the number of wrangler.toml a limit may be raised to: each multiple is one more key of its binding. */
export const raisedMost = 10

const atMost = (name: keyof typeof limitsPerMinute) => ({ min: 1, max: limitsPerMinute[name] * raisedMost })

/** The numbers that operators may change, each with its bounds. */
export const numberSettings = {
  DELEGATE_LIMIT: { min: 1, max: 200 },
  CLAIMS_PER_APPLICANT: atMost('CLAIMS_PER_APPLICANT'),
  CLAIMS_PER_DELEGATE: atMost('CLAIMS_PER_DELEGATE'),
  CLAIMS_PER_ADDRESS: atMost('CLAIMS_PER_ADDRESS'),
  FINDS_PER_ADDRESS: atMost('FINDS_PER_ADDRESS'),
} as const
export type NumberSetting = keyof typeof numberSettings
export const numberSettingNames = Object.keys(numberSettings) as NumberSetting[]

export const settingNames = [...numberSettingNames, 'SITE_NOTICE'] as const
export type SettingName = NumberSetting | 'SITE_NOTICE'

export const noticeLimits = { min: 0, max: 300 } as const

/** One setting with what holds now: an operator's value, or the one that was deployed. */
export interface DeskSetting {
  name: SettingName
  value: number | Bilingual | null
  /** What holds when no operator says otherwise; a notice is none. */
  deployed: number | null
  min: number | null
  max: number | null
  isChanged: boolean
  changedAt: string | null
  changedBy: Bilingual | null
  version: number
}

/** Null goes back to what was deployed; a notice is written in both languages or in none. */
export const changeSettingSchema = v.object(
  {
    version: versionSchema,
    value: v.nullable(
      v.union(
        [
          v.pipe(v.number(), v.integer(code('wrong_format'))),
          v.object({ ar: sized(noticeLimits), en: sized(noticeLimits) }),
        ],
        code('wrong_format'),
      ),
      null,
    ),
  },
  absentOrWrong,
)
export type ChangeSetting = v.InferOutput<typeof changeSettingSchema>
