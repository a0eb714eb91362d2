import { wordsOf } from '../../../content/words.ts'
import { productCategories, type Language } from '../../../worker/contract/codes.ts'
import type { DeskBooking } from '../../../worker/contract/desk.ts'
import { answerTo, type Answers } from '../../../worker/contract/form.ts'
import { governorates } from '../../../worker/contract/places.ts'

/** What a correction's fields hold now, under the names of the form. */
export const heldValues = ({ applicant, product }: DeskBooking) => ({
  'applicant.name': applicant.name,
  'applicant.phone': applicant.phone ?? '',
  'applicant.email': applicant.email ?? '',
  'applicant.wilayat': applicant.wilayat,
  'product.category': product.category as string,
  'product.tradeName': product.tradeName,
  'product.description': product.description ?? '',
})

/** Where what stands now differs from what was typed, in words. */
export function correctionDifferences(language: Language, booking: DeskBooking, answers: Answers) {
  const { codes, fields } = wordsOf(language)
  const wilayats = governorates.flatMap((governorate) => governorate.wilayats)
  const inWords = (field: string, value: string): string => {
    if (field === 'applicant.wilayat') return wilayats.find(({ id }) => id === value)?.[language] ?? value
    const category = productCategories.find((code) => code === value)
    return field === 'product.category' && category ? codes.category[category] : value
  }
  const held = heldValues(booking)
  // The keys of a literal record are its fields.
  return (Object.keys(held) as (keyof typeof held)[])
    .filter((field) => held[field] !== answerTo(answers, field))
    .map((field) => ({
      term: fields[field],
      theirs: inWords(field, held[field]),
      yours: inWords(field, answerTo(answers, field)),
    }))
}
