import { fill, wordsOf } from '../../content/words.ts'
import { formatDays } from '../../worker/contract/dates.ts'
import type { LineKind, LineUnit } from '../../worker/contract/pledge-codes.ts'
import { quantityText } from '../pledges/quantity-words.ts'
import { bothWords, type DocumentLanguage } from './both-words.ts'

type Said = Record<DocumentLanguage, string>

const inBoth = (say: (language: DocumentLanguage) => string): Said => ({ ar: say('ar'), en: say('en') })

export const alike = (text: string | number): Said => inBoth(() => String(text))
export const kindOf = (kind: LineKind): Said => inBoth((language) => wordsOf(language).codes.lineKind[kind])
export const quantityOf = (unit: LineUnit, quantity: number): Said =>
  inBoth((language) => quantityText(language, unit, quantity))
/** «13 ديسمبر 2026» */
export const dayOf = (day: string): Said => inBoth((language) => formatDays(language, day, day))
export const none: Said = alike('–')

/** A sentence of a document with the company's name isolated in its place. */
export function sentenceOf(
  sentence: (words: (typeof bothWords)[DocumentLanguage]) => string,
  values: { company: Said; year?: number },
): Said {
  return inBoth((language) =>
    fill(sentence(bothWords[language]), {
      company: `\u2068${values.company[language]}\u2069`,
      ...(values.year !== undefined && { year: values.year }),
    }),
  )
}

/** A term of a document in both languages. */
export const termOf = (name: (words: (typeof bothWords)[DocumentLanguage]) => string): Said =>
  inBoth((language) => name(bothWords[language]))
