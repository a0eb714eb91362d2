import * as v from 'valibot'
import { enteredFromCodes, languages, type Language, type ReasonCode } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import {
  absentOrWrong,
  code,
  consentSchema,
  emailSchema,
  flag,
  named,
  oneOf,
  optionalText,
  phoneOrBlank,
  sized,
  typed,
} from './fields.ts'
import { lineQuantityMax, pledgeLinesMax, textLimits } from './limits.ts'
import {
  isUnitOf,
  lineKinds,
  lineUnits,
  namings,
  sectors,
  type LineKind,
  type LineState,
  type LineUnit,
  type Naming,
  type NeedState,
  type PledgeState,
  type Sector,
} from './pledge-codes.ts'
import { normaliseReference, withLatinDigits } from './text.ts'

const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** A day that exists, `YYYY-MM-DD`. Whether it lies ahead is known only beside the clock. */
export const daySchema = v.pipe(
  typed,
  v.transform(withLatinDigits),
  v.check((text) => text !== '', code('required')),
  v.check((text) => text === '' || isDay(text), code('wrong_format')),
)

/** A whole number above zero, from the API as a number and from a form as digits. */
export const quantitySchema = v.pipe(
  v.union([v.number(), v.string()], absentOrWrong),
  v.transform((value) => (typeof value === 'number' ? String(value) : withLatinDigits(value).replace(/[\s,٬]/g, ''))),
  v.check((digits) => digits !== '', code('required')),
  v.check((digits) => digits === '' || /^-?\d+$/.test(digits), code('wrong_format')),
  v.transform(Number),
  v.check((number) => Number.isNaN(number) || (number >= 1 && number <= lineQuantityMax), code('out_of_range')),
)

const needId = v.pipe(typed, v.maxLength(60, code('too_long')))

export const pledgeLineSchema = v.pipe(
  v.object(
    {
      kind: oneOf(lineKinds),
      quantity: quantitySchema,
      unit: oneOf(lineUnits),
      dueOn: daySchema,
      /** A need's id. Whether it exists and asks for this is known only beside the needs. */
      need: optionalText(needId),
      note: optionalText(sized(textLimits.lineNote)),
    },
    absentOrWrong,
  ),
  v.forward(
    v.partialCheck([['kind'], ['unit']], ({ kind, unit }) => isUnitOf(kind, unit), code('not_allowed')),
    ['unit'],
  ),
)
export type PledgeLineInput = v.InferOutput<typeof pledgeLineSchema>

export const pledgeLinesSchema = v.pipe(
  v.array(pledgeLineSchema, absentOrWrong),
  v.minLength(1, code('required')),
  v.maxLength(pledgeLinesMax, code('too_long')),
)

/** A line's number, from the API as a number and from a form as digits; blank for a new line. */
const lineNumber = v.pipe(
  v.nullish(v.union([v.number(), v.string()], code('wrong_format')), null),
  v.transform((value) => (value === null || value === '' ? null : Number(value))),
  v.check((n) => n === null || (Number.isInteger(n) && n > 0), code('wrong_format')),
)

const amendedLineSchema = v.pipe(
  v.object(
    {
      /** Of the line that is changed; absent or null for a new one. */
      n: lineNumber,
      kind: oneOf(lineKinds),
      quantity: quantitySchema,
      unit: oneOf(lineUnits),
      dueOn: daySchema,
      need: optionalText(needId),
    },
    absentOrWrong,
  ),
  v.forward(
    v.partialCheck([['kind'], ['unit']], ({ kind, unit }) => isUnitOf(kind, unit), code('not_allowed')),
    ['unit'],
  ),
)

/** What a company proposes: all open lines of its pledge as they should become. One that is left out is dropped. */
export const proposeChangeSchema = v.object(
  {
    lines: v.pipe(
      v.array(amendedLineSchema, absentOrWrong),
      v.minLength(1, code('required')),
      v.maxLength(pledgeLinesMax, code('too_long')),
    ),
    /** Why, for the manager who decides. */
    note: optionalText(sized(textLimits.lineNote)),
    version: v.nullish(v.pipe(v.number(code('wrong_format')), v.integer(code('wrong_format'))), null),
  },
  absentOrWrong,
)
export type ProposeChange = v.InferOutput<typeof proposeChangeSchema>

const maybeName = v.pipe(
  v.nullish(v.string(code('wrong_format')), null),
  v.transform((text) => text?.trim() || null),
  v.nullable(named(textLimits.companyName)),
)

export const companySchema = v.pipe(
  v.object(
    {
      name: v.pipe(
        v.object({ ar: maybeName, en: maybeName }, absentOrWrong),
        v.forward(
          v.check(({ ar, en }) => ar !== null || en !== null, code('required')),
          ['ar'],
        ),
      ),
      /** The number in the commercial register; capitals and Latin digits. */
      registration: optionalText(
        v.pipe(
          typed,
          v.transform((text) =>
            withLatinDigits(text)
              .replace(/[\s\-‐-―]/g, '')
              .toUpperCase(),
          ),
          v.check((text) => text === '' || /^[0-9A-Z/]+$/.test(text), code('wrong_characters')),
          v.check((text) => text === '' || text.length >= textLimits.registration.min, code('too_short')),
          v.maxLength(textLimits.registration.max, code('too_long')),
        ),
      ),
      sector: optionalText(
        v.pipe(
          v.string(code('wrong_format')),
          v.check((value) => value === '' || (sectors as readonly string[]).includes(value), code('unknown')),
        ),
      ),
      contactName: named(textLimits.name),
      email: optionalText(emailSchema),
      phone: optionalText(phoneOrBlank),
    },
    absentOrWrong,
  ),
  // A company is answered by whichever way it gave.
  v.forward(
    v.partialCheck([['email'], ['phone']], ({ email, phone }) => email !== null || phone !== null, code('required')),
    ['email'],
  ),
)

const pledgeEntries = {
  company: companySchema,
  lines: pledgeLinesSchema,
  naming: v.nullish(oneOf(namings), 'hidden'),
  /** Whether quantities may be shown in public. */
  showAmounts: flag,
  language: v.nullish(oneOf(languages), 'ar'),
  consent: consentSchema,
}

/** The body of a pledge, from the API as from the last step of the form (interface.md). */
export const makePledgeSchema = v.object(pledgeEntries, absentOrWrong)
export type MakePledge = v.InferOutput<typeof makePledgeSchema>

/** What an officer types in from a company's letter. */
export const enterPledgeSchema = v.object({ ...pledgeEntries, enteredFrom: oneOf(enteredFromCodes) }, absentOrWrong)
export type EnterPledge = v.InferOutput<typeof enterPledgeSchema>

/** A pledge is found by its reference and either way to reach the company, in one field. */
export const findPledgeSchema = v.object(
  {
    reference: v.pipe(
      typed,
      v.check((text) => text !== '', code('required')),
      v.check((text) => text === '' || normaliseReference(text).startsWith('PLG-'), code('wrong_format')),
      v.transform(normaliseReference),
    ),
    contact: v.pipe(
      typed,
      v.check((text) => text !== '', code('required')),
      v.maxLength(textLimits.email.max, code('too_long')),
    ),
  },
  absentOrWrong,
)
export type FindPledge = v.InferOutput<typeof findPledgeSchema>

export interface NeedView {
  id: string
  title: Bilingual
  kind: LineKind
  unit: LineUnit
  asked: number
  promised: number
  delivered: number
  state: NeedState
  governorate: string
  /** The slug of the exhibition it is for, or null. */
  exhibition: string | null
  /** Day by which it is needed. */
  by: string
}

/** A need as pages list it; the mark is not part of the API's answer. */
export interface ListedNeed extends NeedView {
  isDemonstration: boolean
}

export interface PledgeLineView {
  n: number
  kind: LineKind
  quantity: number
  unit: LineUnit
  dueOn: string
  need: string | null
  received: number
  /** Day on which it came. */
  receivedOn: string | null
  /** How many of the received jobs or places still stood after 90 days; null until somebody looked. */
  sustained: number | null
  /** The line whose rest this is. */
  remainderOf: number | null
  state: LineState
}

/** A line as a proposed change would have it; `n` is null for a new one. */
export interface AmendedLine {
  n: number | null
  kind: LineKind
  quantity: number
  unit: LineUnit
  dueOn: string
  need: string | null
}

export interface PledgeAnswer {
  reference: string
  state: PledgeState
  manageToken: string
  links: { self: string; page: string }
}

/** A pledge as whoever holds its token sees it. */
export interface PledgeView {
  reference: string
  state: PledgeState
  company: {
    name: { ar: string | null; en: string | null }
    registration: string | null
    sector: Sector | null
    /** Null, like e-mail and phone, once the contact was erased. */
    contactName: string | null
    email: string | null
    phone: string | null
  }
  naming: Naming
  showAmounts: boolean
  lines: PledgeLineView[]
  /** A change the company proposed and nobody decided yet: the open lines as they would be. */
  amendment: { lines: AmendedLine[]; proposedAt: string } | null
  history: { state: PledgeState; at: string; reason: { code: ReasonCode; text: string | null } | null }[]
  language: Language
  isDemonstration: boolean
  version: number
}
