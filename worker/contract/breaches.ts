import * as v from 'valibot'
import type { DeskActor } from './desk.ts'
import { absentOrWrong, code, instant, oneOf, sized, versionSchema } from './fields.ts'
import { textLimits } from './limits.ts'

// The register of breaches of personal data (Royal Decree 6/2022): the authority is told within 72 hours.

export const breachKinds = ['disclosed', 'lost', 'altered', 'unavailable'] as const
export type BreachKind = (typeof breachKinds)[number]

export interface Breach {
  id: number
  kind: BreachKind
  foundAt: string
  /** About how many people; null while nobody knows. */
  people: number | null
  authorityDueAt: string
  /** Of the 72 hours; negative once it is late. */
  hoursLeft: number
  authorityToldAt: string | null
  peopleToldAt: string | null
  closedAt: string | null
  version: number
}

export interface BreachEntry {
  version: number
  act: 'record-breach' | 'change-breach'
  at: string
  by: DeskActor
  /** What this entry set, by the names of the members. */
  set: string[]
  text: string | null
}

export interface BreachDetail extends Breach {
  history: BreachEntry[]
}

const people = v.nullish(
  v.pipe(
    v.number(code('wrong_format')),
    v.integer(code('wrong_format')),
    v.check((count) => count >= 0 && count <= 10_000_000, code('out_of_range')),
  ),
)

export const recordBreachSchema = v.object(
  { kind: oneOf(breachKinds), foundAt: instant, people, text: sized({ min: 5, max: textLimits.breach.max }) },
  absentOrWrong,
)
export type RecordBreach = v.InferOutput<typeof recordBreachSchema>

/** What is absent stays as it is. A breach is closed once the authority was told, or with words that say why not. */
export const changeBreachSchema = v.object(
  {
    version: versionSchema,
    people,
    authorityToldAt: v.nullish(instant),
    peopleToldAt: v.nullish(instant),
    isClosed: v.nullish(v.boolean(code('wrong_format'))),
    text: v.nullish(sized({ min: 0, max: textLimits.breach.max }), ''),
  },
  absentOrWrong,
)
export type ChangeBreach = v.InferOutput<typeof changeBreachSchema>
