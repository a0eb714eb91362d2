import { wordsOf } from '../../content/words.ts'

/** A document speaks both languages at once, Arabic first. */
export const documentLanguages = ['ar', 'en'] as const
export type DocumentLanguage = (typeof documentLanguages)[number]

export const bothWords = { ar: wordsOf('ar').documents, en: wordsOf('en').documents }

type Name = { ar: string | null; en: string | null }

/** A company's name as each language has it; where one is missing, the other stands in its place. */
export const namesOf = ({ ar, en }: Name): Record<DocumentLanguage, string> => ({
  ar: ar ?? en ?? '',
  en: en ?? ar ?? '',
})
