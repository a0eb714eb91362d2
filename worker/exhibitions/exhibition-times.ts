import type { FieldError } from '../contract/codes.ts'
import { startOfMuscatDay } from '../contract/dates.ts'

export interface ExhibitionTimes {
  startsOn: string
  endsOn: string
  bookingOpensAtUtc: number
  bookingClosesAtUtc: number
}

const outOfRange = (field: string): FieldError => ({ field, code: 'out_of_range' })

/** What no exhibition may be, a draft neither: days and window in order, booking closed before the first day. */
export function timeFaults({ startsOn, endsOn, bookingOpensAtUtc, bookingClosesAtUtc }: ExhibitionTimes): FieldError[] {
  const closesInTime = bookingClosesAtUtc > bookingOpensAtUtc && bookingClosesAtUtc <= startOfMuscatDay(startsOn)
  return [
    ...(endsOn >= startsOn ? [] : [outOfRange('endsOn')]),
    ...(closesInTime ? [] : [outOfRange('bookingClosesAt')]),
  ]
}
