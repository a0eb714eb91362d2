import { findBookingSchema, type FindBooking } from '../../worker/contract/booking.ts'
import { parse, type Parsed } from '../../worker/contract/fields.ts'
import { answerTo, bodyOf, readAnswers } from '../../worker/contract/form.ts'

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
