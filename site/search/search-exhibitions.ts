import type { Language } from '../../worker/contract/codes.ts'
import type { ExhibitionSummary } from '../../worker/contract/exhibition.ts'
import { kinOf } from './kin.ts'
import { searchQuery, withoutArticle } from './search-words.ts'

/** «لنزوى» and «بمسقط» name the place all the same. */
const withoutParticle = (word: string) => word.replace(/^[وفبكل](?=...)/, '')

const wordsOf = (text: string) => searchQuery(text).split(' ').map(withoutArticle).filter(Boolean)

/**
 * The exhibitions whose title or venue has every word of a query, or its kin, at the beginning of one of its own: the
 * soonest first, those that are over last.
 */
export function matchExhibitions(
  language: Language,
  query: string,
  exhibitions: readonly ExhibitionSummary[],
): ExhibitionSummary[] {
  const wanted = wordsOf(query).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (wanted.length === 0) return []
  const matching = exhibitions.filter(({ title, venue }) => {
    const said = wordsOf(`${title[language]} ${venue[language]}`).flatMap((word) => [word, withoutParticle(word)])
    return wanted.every((word) =>
      [word, ...kinOf(language, [word])].some((one) => said.some((other) => other.startsWith(one))),
    )
  })
  const isOver = ({ state }: ExhibitionSummary) => state === 'finished' || state === 'cancelled'
  const soonest = matching.sort((one, other) => one.startsOn.localeCompare(other.startsOn))
  return [...soonest.filter((one) => !isOver(one)), ...soonest.filter(isOver).reverse()]
}

/** Exhibitions are not in the index of static pages: the API tells them as they are now. */
export async function searchExhibitions(language: Language, query: string): Promise<ExhibitionSummary[]> {
  const answer = await fetch('/api/v1/exhibitions')
  if (!answer.ok) throw new Error(`The exhibitions were answered with ${answer.status}.`)
  const { exhibitions } = (await answer.json()) as { exhibitions: ExhibitionSummary[] }
  return matchExhibitions(language, query, exhibitions)
}
