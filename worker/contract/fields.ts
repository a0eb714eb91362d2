import * as v from 'valibot'
import type { FieldCode, FieldError } from './codes.ts'
import { consentVersion, textLimits } from './limits.ts'
import { hasUnwantedCharacters, normalisePhone, withLatinDigits } from './text.ts'

// Every message in these schemas is a field code: what a person reads is in content/words.
export const code = (value: FieldCode): FieldCode => value

export const absentOrWrong = (issue: v.BaseIssue<unknown>) => code(issue.input == null ? 'required' : 'wrong_format')

const textInput = v.string(absentOrWrong)

export const typed = v.pipe(
  textInput,
  v.check((text) => !hasUnwantedCharacters(text), code('wrong_characters')),
  v.trim(),
)

export const sized = ({ min, max }: { min: number; max: number }) =>
  v.pipe(
    typed,
    v.check((text) => text.length > 0 || min === 0, code('required')),
    v.check((text) => text.length === 0 || text.length >= min, code('too_short')),
    v.maxLength(max, code('too_long')),
  )

export const named = (limits: { min: number; max: number }) =>
  v.pipe(
    sized(limits),
    v.check((text) => text.length === 0 || /\p{L}/u.test(text), code('wrong_characters')),
  )

export const phoneOrBlank = v.pipe(
  textInput,
  v.transform(normalisePhone),
  v.check((digits) => /^\d*$/.test(digits), code('wrong_characters')),
  v.check((digits) => !/^\d{1,7}$/.test(digits), code('too_short')),
  v.check((digits) => !/^\d{9,}$/.test(digits), code('too_long')),
  v.check((digits) => !/^\d{8}$/.test(digits) || /^(?!900)[279]/.test(digits), code('wrong_format')),
)

/** Oman's numbering plan: 8 digits, first 2, 7 or 9, and not the premium range 900 (fact sheet, 13). */
export const phoneSchema = v.pipe(
  phoneOrBlank,
  v.check((digits) => digits !== '', code('required')),
)

export const emailSchema = v.pipe(
  typed,
  v.transform(withLatinDigits),
  v.maxLength(textLimits.email.max, code('too_long')),
  v.check((text) => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text), code('wrong_format')),
)

/** The version of a record that the sender saw; without one an act applies to whatever is there. */
export const versionSchema = v.nullish(v.pipe(v.number(code('wrong_format')), v.integer(code('wrong_format'))))

export const oneOf = <const T extends readonly string[]>(values: T) =>
  v.pipe(
    textInput,
    v.check((value) => value !== '', code('required')),
    v.picklist(values, code('unknown')),
  )

/** A list without repeats; absent and null are the empty list. */
export const listOf = <const S extends v.GenericSchema<unknown, string>>(item: S) =>
  v.pipe(
    v.nullish(v.pipe(v.array(item, code('wrong_format')), v.maxLength(50, code('too_long'))), null),
    v.transform((list: v.InferOutput<S>[] | null) => [...new Set(list ?? [])]),
  )

/** Null, absent and blank all mean "not given"; `schema` must let a blank through. */
export const optionalText = <T extends v.GenericSchema<string, string>>(schema: T) =>
  v.pipe(
    v.nullish(schema, null),
    v.transform((text: string | null) => (text ? text : null)),
  )

export const givenIn = (values: readonly string[]) =>
  v.pipe(
    v.string(code('wrong_format')),
    v.check((value) => value === '' || values.includes(value), code('unknown')),
  )

export const isRealDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false

/** ISO 8601 as Date.parse reads it, on a day that exists. valibot's isoTimestamp lets through what Date.parse cannot. */
function isInstant(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.exec(text)
  return match !== null && isRealDay(match[1] ?? '') && !Number.isNaN(Date.parse(text))
}

export const instant = v.pipe(
  v.string(absentOrWrong),
  v.check((text) => text !== '', code('required')),
  v.check((text) => text === '' || isInstant(text), code('wrong_format')),
)

export const flag = v.pipe(
  v.nullish(v.boolean(code('wrong_format')), null),
  v.transform((value) => value ?? false),
)

export const consentSchema = v.object(
  {
    version: v.pipe(v.string(code('required')), v.picklist([consentVersion], code('unknown'))),
    accepted: v.literal(true, code('required')),
  },
  absentOrWrong,
)

/** 22 to 64 characters of base64url, or a UUID: at least 128 random bits (domain.md, invariant 3). */
export const idempotencyKeySchema = v.pipe(
  v.string(code('required')),
  v.regex(/^(?:[A-Za-z0-9_-]{22,64}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/, code('wrong_format')),
)

/** Field errors, one per field, in the order the fields are asked; never what was typed. */
export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const errors = new Map<string, FieldCode>()
  for (const issue of issues) {
    const field = (issue.path ?? []).map((step) => String(step.key)).join('.')
    if (!errors.has(field)) errors.set(field, issue.message as FieldCode)
  }
  return [...errors].map(([field, problem]) => ({ field, code: problem }))
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] }

/** Reads untrusted input through a schema; a refusal names fields and codes only. */
export function parse<const S extends v.GenericSchema>(schema: S, input: unknown): Parsed<v.InferOutput<S>> {
  const result = v.safeParse(schema, input)
  return result.success ? { ok: true, value: result.output } : { ok: false, errors: fieldErrors(result.issues) }
}
