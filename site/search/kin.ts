import kin from '../../content/kin-words.json' with { type: 'json' }
import type { Language } from '../../worker/contract/codes.ts'
import { searchWord, withoutArticle } from './search-words.ts'

const bare = (word: string): string => withoutArticle(searchWord(word)).replace(/[^\p{L}\p{N}]/gu, '')

const families: Record<Language, string[][]> = {
  ar: kin.ar.map((family) => family.map(bare)),
  en: kin.en.map((family) => family.map(bare)),
}

/** The words that people also say for these: no stemmer leads from «معرض» to «معارض». */
export function kinOf(language: Language, words: readonly string[]): string[] {
  const said = new Set(words.map(bare))
  const found = families[language].filter((family) => family.some((word) => said.has(word)))
  return [...new Set(found.flat())].filter((word) => !said.has(word))
}
