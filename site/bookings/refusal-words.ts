import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { ProblemCode } from '../../worker/contract/problem.ts'

/** What a page of its own says about a refusal: its own words, or the API's sentence as the title. */
export function refusalWords(language: Language, code: ProblemCode): { title: string; text: string } {
  const { booking, problems } = wordsOf(language)
  const own: Record<string, { title: string; text: string } | undefined> = booking.refused
  const found = Object.hasOwn(own, code) ? own[code] : undefined
  return found ?? { title: problems[code], text: booking.refused.other.text }
}
