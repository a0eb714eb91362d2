import { wordsOf } from '../../content/words.ts'
import { findBookingSchema, type FindBooking } from '../../worker/contract/booking.ts'
import { parse, type Parsed } from '../../worker/contract/fields.ts'
import type { FieldError, Language } from '../../worker/contract/codes.ts'
import { answerTo, bodyOf, readAnswers } from '../../worker/contract/form.ts'
import { problemStatus } from '../../worker/contract/problem.ts'
import { errorList } from './field-errors.ts'

const fields = { reference: 'text', phone: 'text' } as const

/** What was typed to find a booking, and how it reads. */
export interface FindAttempt {
  reference: string
  phone: string
  request: Parsed<FindBooking>
}

/** Reads the form of `bookings/`, or of one booking's page, whose reference is in the address. */
export function readFindForm(form: FormData, reference?: string): FindAttempt {
  const answers = readAnswers(fields, form)
  const body = reference === undefined ? bodyOf(fields, answers) : { ...bodyOf(fields, answers), reference }
  return {
    reference: reference ?? answerTo(answers, 'reference'),
    phone: answerTo(answers, 'phone'),
    request: parse(findBookingSchema, body),
  }
}

export interface FailedFind {
  status: number
  errors: readonly FieldError[]
  summary: { field: string; message: string }[]
  retryAfterSeconds: number | null
}

/** The page of a find whose input does not read. */
export const unreadFind = (language: Language, errors: readonly FieldError[]): FailedFind => ({
  status: problemStatus.invalid_input,
  errors,
  summary: errorList(language, errors),
  retryAfterSeconds: null,
})

/** The page of a find that opened nothing: one sentence, whichever part was wrong. */
export function failedFind(language: Language, reason: 'booking_not_found' | 'too_many_requests'): FailedFind {
  const { find } = wordsOf(language).booking
  const isMissing = reason === 'booking_not_found'
  return {
    status: problemStatus[reason],
    errors: [],
    summary: [{ field: 'phone', message: isMissing ? find.notFound : find.tooMany }],
    retryAfterSeconds: isMissing ? null : 60,
  }
}
