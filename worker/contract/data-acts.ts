import * as v from 'valibot'
import { applicantEntries, productSchema } from './booking.ts'
import { absentOrWrong, code, oneOf, sized, versionSchema } from './fields.ts'
import type { FormFields } from './form.ts'
import { textLimits } from './limits.ts'

// What staff do with what people ask about their data (interface.md, "Staff calls").

/** How a request ends. A refusal says why, in the person's language; what was done may go without words. */
export const closeRequestSchema = v.pipe(
  v.object(
    { outcome: oneOf(['done', 'refused']), text: v.nullish(sized({ min: 0, max: textLimits.reasonText.max }), '') },
    absentOrWrong,
  ),
  v.forward(
    v.partialCheck([['outcome'], ['text']], ({ outcome, text }) => outcome === 'done' || text !== '', code('required')),
    ['text'],
  ),
)
export type CloseRequest = v.InferOutput<typeof closeRequestSchema>

/** What a booking says of its people, put right: the whole of it, as it should be. */
export const correctBookingSchema = v.object(
  {
    version: versionSchema,
    applicant: v.object(
      {
        name: applicantEntries.name,
        phone: applicantEntries.phone,
        email: applicantEntries.email,
        wilayat: applicantEntries.wilayat,
      },
      absentOrWrong,
    ),
    product: productSchema,
  },
  absentOrWrong,
)
export type CorrectBooking = v.InferOutput<typeof correctBookingSchema>

export const correctionFields = {
  'applicant.name': 'text',
  'applicant.wilayat': 'text',
  'applicant.phone': 'text',
  'applicant.email': 'text',
  'product.category': 'text',
  'product.tradeName': 'text',
  'product.description': 'text',
  'product.listPublicly': 'flag',
} as const satisfies FormFields
