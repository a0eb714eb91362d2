import * as v from 'valibot'
import type { Bilingual } from './exhibition.ts'
import { absentOrWrong, code, versionSchema } from './fields.ts'

// What staff send about draws (interface.md, "Staff calls").

const publicText = v.pipe(
  v.string(absentOrWrong),
  v.trim(),
  v.minLength(2, code('required')),
  v.maxLength(300, code('too_long')),
)
const inBothLanguages = v.object({ ar: publicText, en: publicText }, absentOrWrong)

const realDay = (text: string) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
const day = v.pipe(
  v.string(absentOrWrong),
  v.regex(/^\d{4}-\d\d-\d\d$/, code('wrong_format')),
  v.check(realDay, code('wrong_format')),
)

const drand = v.object({
  kind: v.literal('drand'),
  /** Absent: the first round that lies an hour ahead. */
  round: v.nullish(
    v.pipe(
      v.number(code('wrong_format')),
      v.integer(code('wrong_format')),
      v.minValue(1, code('out_of_range')),
      v.maxValue(Number.MAX_SAFE_INTEGER, code('out_of_range')),
    ),
  ),
})
const ceremony = v.object({ kind: v.literal('ceremony'), name: inBothLanguages, date: day })

/** `"source": "drand"` is short for a round that we choose. */
const source = v.union([
  v.pipe(
    v.literal('drand'),
    v.transform(() => ({ kind: 'drand' as const, round: null })),
  ),
  v.variant('kind', [drand, ceremony], (issue) => code(issue.input == null ? 'required' : 'unknown')),
])

export const freezeSchema = v.object({ version: versionSchema, source }, absentOrWrong)
export type FreezeRequest = v.InferOutput<typeof freezeSchema>

/** The value that a ceremony gave; a drand draw needs none. */
export const drawSchema = v.object(
  {
    version: versionSchema,
    value: v.nullish(
      v.pipe(
        v.string(code('wrong_format')),
        v.transform((text) => text.normalize('NFC').trim()),
        v.minLength(1, code('required')),
        v.maxLength(200, code('too_long')),
        v.regex(/^[^\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]+$/u, code('wrong_characters')),
      ),
    ),
  },
  absentOrWrong,
)

/** Why a draw is set aside; everybody reads it. */
export const redrawSchema = v.object({ version: versionSchema, reason: inBothLanguages }, absentOrWrong)
export type RedrawRequest = v.InferOutput<typeof redrawSchema>

/** One numbered draw as everybody may read it. */
export interface DrawView {
  n: number
  exhibition: string
  manifestSha256: string
  entries: number
  source:
    | { kind: 'drand'; chainHash: string; round: number; at: string }
    | { kind: 'ceremony'; name: Bilingual; date: string }
  publicValue: string | null
  seed: string | null
  state: DrawState
  /** Why it was set aside, or why it followed another; null for a first draw that stands. */
  reason: Bilingual | null
  frozenAt: string
  drawnAt: string | null
  /** The numbers of every draw of this exhibition, the latest first. */
  draws: number[]
}

export const drawStates = ['frozen', 'drawn', 'superseded'] as const
export type DrawState = (typeof drawStates)[number]
