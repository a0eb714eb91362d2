import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { PledgePage } from './pledge-page.ts'

/** The title of a page of the pledge journey: its own heading, then what it is part of. */
export function pledgeTitle(language: Language, page: PledgePage): string {
  const words = wordsOf(language).pledge
  const { title } = words.start
  switch (page.kind) {
    case 'step':
      return `${words.steps[page.step]} – ${title}`
    case 'refusal':
      return `${words.refusals[page.reason].title} – ${title}`
    case 'sent':
    case 'sent-earlier':
      return words.sent.title
    default:
      return title
  }
}
