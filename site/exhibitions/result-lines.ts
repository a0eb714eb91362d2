import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import {
  mergedGroups,
  resultDimensions,
  type ExhibitionResults,
  type ResultCounts,
  type ResultDimension,
} from '../../worker/contract/results.ts'
import { governorateName } from './exhibition-words.ts'

export interface ResultLine {
  dimension: ResultDimension | 'all'
  name: string
  counts: ResultCounts
}

/** What an exhibition's results say, line by line: all of it, then group by group, with their names in words. */
export function resultLines(language: Language, results: ExhibitionResults): ResultLine[] {
  const words = wordsOf(language)
  const nameOf = (dimension: ResultDimension, value: string): string => {
    if (value === mergedGroups) return words.exhibitions.results.others
    if (dimension === 'governorate') return governorateName(language, value)
    // Only codes of these lists are ever stored.
    const names: Record<string, string> = dimension === 'kind' ? words.codes.kind : words.codes.category
    return names[value] ?? value
  }
  return [
    { dimension: 'all', name: words.exhibitions.results.all, counts: results.totals },
    ...resultDimensions.flatMap((dimension) =>
      results.by[dimension].map(({ value, ...counts }) => ({ dimension, name: nameOf(dimension, value), counts })),
    ),
  ]
}
