import * as v from 'valibot'
import {
  applicantKinds,
  arrangements,
  enteredFromCodes,
  languages,
  productCategories,
  reasonCodes,
  type BookingState,
  type FieldCode,
  type FieldError,
  type ReasonCode,
} from './codes.ts'
import { consentVersion, textLimits } from './limits.ts'
import { governorateIds, governorateOf } from './places.ts'
import { hasUnwantedCharacters, normalisePhone, normaliseReference, withLatinDigits } from './text.ts'

// Every message in these schemas is a field code: what a person reads is in content/words.
const code = (value: FieldCode): FieldCode => value

const absentOrWrong = (issue: v.BaseIssue<unknown>) => code(issue.input == null ? 'required' : 'wrong_format')

const textInput = v.string(absentOrWrong)

const typed = v.pipe(
  textInput,
  v.check((text) => !hasUnwantedCharacters(text), code('wrong_characters')),
  v.trim(),
)

const sized = ({ min, max }: { min: number; max: number }) =>
  v.pipe(
    typed,
    v.check((text) => text.length > 0 || min === 0, code('required')),
    v.check((text) => text.length === 0 || text.length >= min, code('too_short')),
    v.maxLength(max, code('too_long')),
  )

const named = (limits: { min: number; max: number }) =>
  v.pipe(
    sized(limits),
    v.check((text) => text.length === 0 || /\p{L}/u.test(text), code('wrong_characters')),
  )

const phoneOrBlank = v.pipe(
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

const emailSchema = v.pipe(
  typed,
  v.transform(withLatinDigits),
  v.maxLength(textLimits.email.max, code('too_long')),
  v.check((text) => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text), code('wrong_format')),
)

const oneOf = <const T extends readonly string[]>(values: T) =>
  v.pipe(
    textInput,
    v.check((value) => value !== '', code('required')),
    v.picklist(values, code('unknown')),
  )

/** A list without repeats; absent and null are the empty list. */
const listOf = <const S extends v.GenericSchema<unknown, string>>(item: S) =>
  v.pipe(
    v.nullish(v.pipe(v.array(item, code('wrong_format')), v.maxLength(50, code('too_long'))), null),
    v.transform((list: v.InferOutput<S>[] | null) => [...new Set(list ?? [])]),
  )

/** Null, absent and blank all mean "not given"; `schema` must let a blank through. */
const optionalText = <T extends v.GenericSchema<string, string>>(schema: T) =>
  v.pipe(
    v.nullish(schema, null),
    v.transform((text: string | null) => (text ? text : null)),
  )

const givenIn = (values: readonly string[]) =>
  v.pipe(
    v.string(code('wrong_format')),
    v.check((value) => value === '' || values.includes(value), code('unknown')),
  )

const flag = v.pipe(
  v.nullish(v.boolean(code('wrong_format')), null),
  v.transform((value) => value ?? false),
)

export const applicantSchema = v.pipe(
  v.object(
    {
      kind: oneOf(applicantKinds),
      name: named(textLimits.name),
      phone: optionalText(phoneOrBlank),
      email: optionalText(emailSchema),
      governorate: optionalText(givenIn(governorateIds)),
      wilayat: v.pipe(
        typed,
        v.check((id) => id !== '', code('required')),
        v.check((id) => id === '' || governorateOf(id) !== undefined, code('unknown')),
      ),
    },
    absentOrWrong,
  ),
  v.forward(
    v.partialCheck(
      [['governorate'], ['wilayat']],
      ({ governorate, wilayat }) =>
        governorate === null || governorateOf(wilayat) === undefined || governorateOf(wilayat) === governorate,
      code('not_allowed'),
    ),
    ['governorate'],
  ),
)

export const delegateSchema = v.object(
  {
    organisation: named(textLimits.organisation),
    name: named(textLimits.name),
    phone: phoneSchema,
    familyLabel: sized(textLimits.familyLabel),
  },
  absentOrWrong,
)

export const productSchema = v.object(
  {
    category: oneOf(productCategories),
    tradeName: sized(textLimits.tradeName),
    description: optionalText(sized(textLimits.description)),
    listPublicly: flag,
  },
  absentOrWrong,
)

export const arrangementsSchema = listOf(
  v.pipe(v.string(code('wrong_format')), v.picklist(arrangements, code('unknown'))),
)

const consentSchema = v.object(
  {
    version: v.pipe(v.string(code('required')), v.picklist([consentVersion], code('unknown'))),
    accepted: v.literal(true, code('required')),
  },
  absentOrWrong,
)

const bookingEntries = {
  applicant: applicantSchema,
  delegate: v.nullish(delegateSchema, null),
  product: productSchema,
  arrangements: arrangementsSchema,
  /** A stall's code (first_come); null asks for the nearest suitable free one. */
  stall: optionalText(v.pipe(typed, v.toUpperCase(), v.maxLength(20, code('too_long')))),
  /** Zone ids (ballot); whether they exist is known only beside the exhibition. */
  zones: listOf(v.pipe(v.string(code('wrong_format')), v.maxLength(40, code('too_long')))),
  joinWaitlist: flag,
  language: v.nullish(oneOf(languages), 'ar'),
  consent: consentSchema,
}

// Someone must be reachable: the applicant, or whoever books on the applicant's behalf.
const hasPhone = (booking: { applicant: { phone?: string | null }; delegate: object | null }) =>
  Boolean(booking.applicant.phone) || booking.delegate !== null

/** The body of a booking, from the API as from the last step of the form (interface.md). */
export const bookStallSchema = v.pipe(
  v.object(bookingEntries, absentOrWrong),
  v.forward(v.partialCheck([['applicant', 'phone'], ['delegate']], hasPhone, code('required')), ['applicant', 'phone']),
)
export type BookStall = v.InferOutput<typeof bookStallSchema>

/** What an officer types in from paper or the telephone: the same body and how it arrived. */
export const enterBookingSchema = v.pipe(
  v.object({ ...bookingEntries, enteredFrom: oneOf(enteredFromCodes) }, absentOrWrong),
  v.forward(v.partialCheck([['applicant', 'phone'], ['delegate']], hasPhone, code('required')), ['applicant', 'phone']),
)
export type EnterBooking = v.InferOutput<typeof enterBookingSchema>

export const findBookingSchema = v.object(
  {
    reference: v.pipe(
      typed,
      v.check((text) => text !== '', code('required')),
      v.check((text) => text === '' || normaliseReference(text).startsWith('TMK-'), code('wrong_format')),
      v.transform(normaliseReference),
    ),
    phone: phoneSchema,
  },
  absentOrWrong,
)
export type FindBooking = v.InferOutput<typeof findBookingSchema>

export const reasonSchema = v.object(
  { code: oneOf(reasonCodes), text: v.nullish(sized(textLimits.reasonText), '') },
  absentOrWrong,
)
export type Reason = v.InferOutput<typeof reasonSchema>

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

export interface BookingAnswer {
  reference: string
  state: BookingState
  stall: string | null
  drawCode: string | null
  manageToken: string
  links: { self: string; page: string }
}

export interface BookingHistoryEntry {
  state: BookingState
  at: string
  reason: { code: ReasonCode; text: string | null } | null
}

export interface BookingView {
  reference: string
  state: BookingState
  exhibition: {
    slug: string
    title: { ar: string; en: string }
    startsOn: string
    endsOn: string
    venue: { ar: string; en: string }
  }
  stall: string | null
  drawCode: string | null
  rank: number | null
  offerExpiresAt: string | null
  history: BookingHistoryEntry[]
  applicant: {
    kind: BookStall['applicant']['kind']
    name: string
    phone: string | null
    email: string | null
    governorate: string
    wilayat: string
  }
  product: {
    category: BookStall['product']['category']
    tradeName: string
    description: string | null
    listPublicly: boolean
  }
  delegate: { organisation: string; name: string; phone: string; familyLabel: string } | null
  arrangements: BookStall['arrangements']
  zones: string[]
  language: 'ar' | 'en'
  version: number
}
