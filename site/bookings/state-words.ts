import { wordsOf } from '../../content/words.ts'
import type { BookingState, Language } from '../../worker/contract/codes.ts'
import { formatDay, formatInstant } from '../../worker/contract/dates.ts'
import type { TagTone } from '../ui/tag-tone.ts'

const bookingTones: Record<BookingState, TagTone> = {
  applied: 'wait',
  pending: 'wait',
  waitlisted: 'wait',
  offered: 'wait',
  confirmed: 'go',
  checked_in: 'go',
  completed: 'quiet',
  no_show: 'quiet',
  withdrawn: 'quiet',
  declined: 'stop',
  expired: 'quiet',
  cancelled: 'stop',
}
export const toneOfBooking = (state: BookingState): TagTone => bookingTones[state]

/** What stands before the stall's number. */
export function stallLabel(language: Language, state: BookingState): string {
  const { stallOf } = wordsOf(language).booking
  return state === 'pending' || state === 'offered' ? stallOf[state] : stallOf.other
}

interface InState {
  stall: string | null
  rank: number | null
  offerExpiresAt: string | null
}

/** What the sentences about a state are filled with. */
export const stateValues = (language: Language, { stall, rank, offerExpiresAt }: InState, startsOn: string) => ({
  stall: stall ?? '',
  rank: rank ?? '',
  time: offerExpiresAt ? formatInstant(language, offerExpiresAt) : '',
  day: formatDay(language, startsOn),
})
