import { wordsOf } from '../../content/words.ts'
import type { FieldError, Language } from '../../worker/contract/codes.ts'
import { errorAt, errorList } from '../journeys/field-errors.ts'

/** Fields whose errors the body names by a member: `arrangements.2` is `arrangements`, `consent.accepted` is `consent`. */
const wholeFields = ['arrangements', 'zones', 'consent']

/** A body's errors at the fields of the form, in the order of the paper, one for each. */
export function enterErrors(errors: readonly FieldError[]): FieldError[] {
  const named = errors.map((error) => {
    const [first = ''] = error.field.split('.')
    return wholeFields.includes(first) ? { ...error, field: first } : error
  })
  return order
    .flatMap((field) => named.filter((error) => error.field === field).slice(0, 1))
    .concat(named.filter((error) => !order.includes(error.field)))
}

/** How an application arrived is asked at the desk only, so its sentence is the desk's. */
export const enterErrorAt = (language: Language, errors: readonly FieldError[], field: string): string | undefined => {
  const sentence = errorAt(language, errors, field)
  return sentence && field === 'enteredFrom' ? wordsOf(language).desk.errors.enteredFrom : sentence
}

/** What ErrorSummary takes. */
export const enterErrorList = (language: Language, errors: readonly FieldError[]): ReturnType<typeof errorList> =>
  errorList(language, errors).map(({ field, message }) => ({
    field,
    message: enterErrorAt(language, errors, field) ?? message,
  }))

const order = [
  'enteredFrom',
  'language',
  'applicant.kind',
  'applicant.name',
  'applicant.wilayat',
  'applicant.phone',
  'applicant.email',
  'delegate.organisation',
  'delegate.name',
  'delegate.phone',
  'delegate.familyLabel',
  'product.category',
  'product.tradeName',
  'product.description',
  'product.listPublicly',
  'arrangements',
  'zones',
  'stall',
  'joinWaitlist',
  'consent',
]
