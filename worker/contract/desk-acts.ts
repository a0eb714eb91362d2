import * as v from 'valibot'
import { reasonSchema, type Reason } from './booking.ts'
import type { Arrangement, BookingState, FieldError } from './codes.ts'
import { absentOrWrong, code, instant, parse, versionSchema } from './fields.ts'
import { textLimits } from './limits.ts'
import { normaliseReference } from './text.ts'

// What staff send with an act on a booking beyond its version, and what a gate gets back (interface.md, "Staff calls").

/** A reason that may be left out. */
const maybeReason = v.nullish(reasonSchema, null)

const stallCode = v.pipe(
  v.string(absentOrWrong),
  v.trim(),
  v.toUpperCase(),
  v.check((text) => text !== '', code('required')),
  v.maxLength(20, code('too_long')),
)

/** A blank stands for "not said", as a form sends it. */
const maybeStall = v.pipe(
  v.nullish(v.pipe(v.string(code('wrong_format')), v.trim(), v.toUpperCase(), v.maxLength(20, code('too_long'))), null),
  v.transform((text) => text || null),
)

const reference = v.pipe(
  v.string(absentOrWrong),
  v.transform(normaliseReference),
  v.check((text) => text.startsWith('TMK-'), code('wrong_format')),
)

export const reasonedSchema = v.object({ version: versionSchema, reason: reasonSchema }, absentOrWrong)
export type Reasoned = v.InferOutput<typeof reasonedSchema>

/** A question to whoever applied, in their language. */
export const askSchema = v.object(
  {
    version: versionSchema,
    text: v.pipe(
      v.string(absentOrWrong),
      v.trim(),
      v.check((text) => text !== '', code('required')),
      v.check((text) => text === '' || text.length >= textLimits.question.min, code('too_short')),
      v.maxLength(textLimits.question.max, code('too_long')),
    ),
  },
  absentOrWrong,
)
export type AskAct = v.InferOutput<typeof askSchema>

export const offerSchema = v.object({ version: versionSchema, stall: maybeStall, reason: maybeReason }, absentOrWrong)
export type OfferAct = v.InferOutput<typeof offerSchema>

export const moveSchema = v.object({ version: versionSchema, stall: stallCode, reason: maybeReason }, absentOrWrong)
export type MoveAct = v.InferOutput<typeof moveSchema>

const listOfTwo = <const S extends v.GenericSchema>(item: S) =>
  v.pipe(
    v.array(item, (issue) => code(issue.input == null ? 'required' : 'wrong_format')),
    v.check((list) => list.length >= 2, code('too_short')),
    v.maxLength(2, code('too_long')),
  )

export const swapSchema = v.object(
  {
    references: v.pipe(
      listOfTwo(reference),
      v.check(([one, other]) => one !== other, code('not_allowed')),
    ),
    /** The versions that the sender saw, in the order of the references. */
    versions: v.nullish(listOfTwo(versionSchema), null),
    reason: maybeReason,
  },
  absentOrWrong,
)
export type SwapAct = v.InferOutput<typeof swapSchema>

export const refuseProposalSchema = v.object({ reason: maybeReason }, absentOrWrong)

export const extendSchema = v.object(
  {
    version: versionSchema,
    /** When booking closes now: later than it would have. */
    bookingClosesAt: instant,
    reason: reasonSchema,
  },
  absentOrWrong,
)
export type ExtendAct = v.InferOutput<typeof extendSchema>

export const checkInSchema = v.object(
  {
    pass: v.pipe(
      v.string(absentOrWrong),
      v.trim(),
      v.check((text) => text !== '', code('required')),
      v.maxLength(1000, code('too_long')),
    ),
    /** The exhibition whose gate it is, by its name in its address. */
    exhibition: v.pipe(
      v.string(absentOrWrong),
      v.trim(),
      v.check((text) => text !== '', code('required')),
      v.maxLength(200, code('too_long')),
    ),
  },
  absentOrWrong,
)
export type CheckIn = v.InferOutput<typeof checkInSchema>

export type ParsedAct<T> =
  { ok: true; value: T } | { ok: false; reason: 'reason_required' | 'invalid_input'; errors: FieldError[] }

/**
 * An act's body, from a form or the API. A reason is a code, and words too when the code is `other`; where the act
 * needs one and there is none, that is a refusal of its own.
 */
export function parseAct<const S extends v.GenericSchema<unknown, { reason: Reason | null }>>(
  schema: S,
  input: unknown,
): ParsedAct<v.InferOutput<S>> {
  const parsed = parse(schema, input)
  if (parsed.ok) {
    const { reason } = parsed.value
    if (reason === null || reason.code !== 'other' || reason.text !== '') return parsed
    return { ok: false, reason: 'reason_required', errors: [{ field: 'reason.text', code: 'required' }] }
  }
  const errors = parsed.errors.map((error) => (error.field === 'reason' ? { ...error, field: 'reason.code' } : error))
  const isMissing = errors.some((error) => error.field === 'reason.code' && error.code === 'required')
  return { ok: false, reason: isMissing ? 'reason_required' : 'invalid_input', errors }
}

/** What an act that needs a reason after all is refused with. */
export const reasonMissing: { ok: false; reason: 'reason_required'; errors: FieldError[] } = {
  ok: false,
  reason: 'reason_required',
  errors: [{ field: 'reason.code', code: 'required' }],
}

/** What a gate is told of whoever stands before it: no phone, no address. */
export interface GateBooking {
  reference: string
  state: BookingState
  stall: string | null
  tradeName: string
  /** What they asked for that matters at the gate. */
  arrangements: Arrangement[]
  version: number
}

export interface CheckedIn extends GateBooking {
  checkedInAt: string
  /** Somebody checked them in earlier on the same day. */
  repeated: boolean
}
