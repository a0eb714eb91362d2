import type { FieldError } from '../../worker/contract/codes.ts'
import { takeOverSchema, type TakeOver } from '../../worker/contract/delegates.ts'
import { parse, type Parsed } from '../../worker/contract/fields.ts'
import { answerTo, bodyOf, readAnswers } from '../../worker/contract/form.ts'
import { problemStatus } from '../../worker/contract/problem.ts'

const fields = { phone: 'text', keepsEmail: 'flag' } as const

export interface TakeOverAttempt {
  phone: string
  keepsEmail: boolean
  request: Parsed<TakeOver>
}

/** Reads the form with which a family takes its booking over. */
export function readTakeOverForm(form: FormData): TakeOverAttempt {
  const answers = readAnswers(fields, form)
  const keepsEmail = answerTo(answers, 'keepsEmail') === 'true'
  return { phone: answerTo(answers, 'phone'), keepsEmail, request: parse(takeOverSchema, bodyOf(fields, answers)) }
}

/** Why nothing was taken over: fields that are wrong, or a reason of its own. */
export interface FailedTakeOver {
  status: number
  errors: readonly FieldError[]
  refusal?: 'already_booked' | 'too_many_requests'
}

export const wrongPhone = (errors: readonly FieldError[]): FailedTakeOver => ({
  status: problemStatus.invalid_input,
  errors,
})

export const refusedTakeOver = (refusal: 'already_booked' | 'too_many_requests'): FailedTakeOver => ({
  status: problemStatus[refusal],
  errors: [],
  refusal,
})
