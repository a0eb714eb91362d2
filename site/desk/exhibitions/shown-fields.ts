import { wordsOf } from '../../../content/words.ts'
import { exhibitionModes, reviews, type Language } from '../../../worker/contract/codes.ts'
import { governorateName } from '../../exhibitions/exhibition-words.ts'
import type { ExhibitionField } from './exhibition-form.ts'

/** A field's value as people read it: codes in words, the rest as it was typed. */
export function shownFieldOf(language: Language, field: ExhibitionField, value: string): string {
  const { codes, desk } = wordsOf(language)
  const mode = exhibitionModes.find((known) => known === value)
  const review = reviews.find((known) => known === value)
  if (field === 'governorate') return governorateName(language, value)
  if (field === 'mode' && mode) return codes.mode[mode]
  if (field === 'review' && review) return desk.edit.reviews[review]
  return value.replace('T', ' ')
}
