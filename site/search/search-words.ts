import { normaliseForSearch } from '../../worker/contract/text.ts'

/** A word as it is looked for and found: one spelling for all spellings, and never a space inside. */
export const searchWord = (word: string): string => normaliseForSearch(word).replaceAll(' ', '')

/** A query as the index knows its words. */
export const searchQuery = (query: string): string => query.split(/\s+/).map(searchWord).filter(Boolean).join(' ')

/** «والحلوى» and «للحلوى» without what Arabic writes onto a word's front. */
export const withoutArticle = (word: string): string => word.replace(/^(?:[وفبك]?ال|[وف]?لل)(?=..)/, '')
