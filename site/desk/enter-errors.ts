import type { FieldError } from '../../worker/contract/codes.ts'

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
