import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { isFull } from '../../worker/contract/booking-form.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import type { BookPage } from './book-page.ts'

/** The title of a page of the booking journey: its own heading, then the exhibition's. */
export function bookTitle(language: Language, page: BookPage, exhibition: ExhibitionDetail): string {
  const heading = headingOf(language, page, exhibition)
  return `${heading} – ${exhibition.title[language]}`
}

function headingOf(language: Language, page: BookPage, exhibition: ExhibitionDetail): string {
  const { mode } = exhibition
  const words = wordsOf(language).booking
  switch (page.kind) {
    case 'step':
      if (page.taken) return fill(words.taken, { stall: page.taken })
      if (page.step === 'stall' && mode === 'first_come' && isFull(exhibition)) return words.steps.full
      return words.steps[page.step === 'stall' && mode === 'ballot' ? 'zones' : page.step]
    case 'refusal':
      return words.refusals[page.reason].title
    case 'sent':
    case 'sent-earlier':
      return words.sent.title
    default:
      return words.start.title[mode]
  }
}
