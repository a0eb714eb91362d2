import * as v from 'valibot'
import { reasonSchema } from './booking.ts'
import { absentOrWrong, code, optionalText, sized, versionSchema } from './fields.ts'
import { lineQuantityMax, pledgeLinesMax, textLimits } from './limits.ts'
import { daySchema, quantitySchema } from './pledge.ts'
import { withLatinDigits } from './text.ts'

// What staff send with an act on a pledge or one of its lines (interface.md, "Staff calls").

const isWhole = (digits: string) => /^\d+$/.test(digits)

/** A whole number, zero among them. */
const countSchema = v.pipe(
  v.union([v.number(), v.string()], absentOrWrong),
  v.transform((value) => (typeof value === 'number' ? String(value) : withLatinDigits(value).replace(/\s/g, ''))),
  v.check((digits) => digits !== '', code('required')),
  v.check((digits) => digits === '' || isWhole(digits), code('wrong_format')),
  v.transform(Number),
  v.check((number) => Number.isNaN(number) || number <= lineQuantityMax, code('out_of_range')),
)

/** The note says who was called at the registered number; numbers stay in the register. */
export const verifyPledgeSchema = v.object(
  { version: versionSchema, note: optionalText(sized(textLimits.callNote)) },
  absentOrWrong,
)
export type VerifyPledge = v.InferOutput<typeof verifyPledgeSchema>

export const acceptPledgeSchema = v.object(
  {
    version: versionSchema,
    /** Lines that are accepted without the need they name. */
    withoutNeed: v.nullish(
      v.pipe(
        v.array(v.pipe(v.number(code('wrong_format')), v.integer(code('wrong_format'))), code('wrong_format')),
        v.maxLength(pledgeLinesMax, code('too_long')),
      ),
      [],
    ),
  },
  absentOrWrong,
)
export type AcceptPledge = v.InferOutput<typeof acceptPledgeSchema>

export const receiveLineSchema = v.object(
  {
    version: versionSchema,
    quantity: quantitySchema,
    /** Today unless another day is named. */
    receivedOn: v.pipe(
      v.nullish(v.union([v.literal(''), daySchema], code('wrong_format')), null),
      v.transform((day) => day || null),
    ),
    /** What was seen: photographs, signatures, counts. */
    evidence: sized(textLimits.evidence),
    /** Capitals and Latin digits without blanks, so that a number is one number however it is typed. */
    receiptNumber: v.pipe(
      v.string(absentOrWrong),
      v.transform((text) => withLatinDigits(text).replace(/\s/g, '').toUpperCase()),
      sized(textLimits.receiptNumber),
    ),
  },
  absentOrWrong,
)
export type ReceiveLine = v.InferOutput<typeof receiveLineSchema>

export const writeOffLineSchema = v.object(
  { version: versionSchema, reason: v.nullish(reasonSchema, null) },
  absentOrWrong,
)
export type WriteOffLine = v.InferOutput<typeof writeOffLineSchema>

export const sustainLineSchema = v.object({ version: versionSchema, stillThere: countSchema }, absentOrWrong)
export type SustainLine = v.InferOutput<typeof sustainLineSchema>

/** What staff may do to a pledge now, and to one of its lines. */
export const deskPledgeActs = ['verify', 'accept', 'decline', 'agree-change', 'refuse-change'] as const
export type DeskPledgeAct = (typeof deskPledgeActs)[number]

export const deskLineActs = ['receive', 'reverse', 'write-off', 'sustain'] as const
export type DeskLineAct = (typeof deskLineActs)[number]
