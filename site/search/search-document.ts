import type { Language } from '../../worker/contract/codes.ts'
import { kinOf } from './kin.ts'
import type { SearchedPage } from './read-page.ts'
import { searchWord } from './search-words.ts'

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * A page as Pagefind indexes it, its title first: every word in its searched spelling. The words as they are written stand beside them,
 * one for one, so that a result shows them and not what was indexed.
 */
export function searchDocument(language: Language, { blocks, isDemonstration }: SearchedPage): string {
  const kept = blocks
    .map(({ tag, words }) => ({ tag, words: words.filter((word) => searchWord(word) !== '') }))
    .sort((one, other) => Number(other.tag === 'h1') - Number(one.tag === 'h1'))
  const written = kept.flatMap(({ words }) => words)
  const title = kept.filter(({ tag }) => tag === 'h1').flatMap(({ words }) => words)
  const element = (tag: string, words: readonly string[]) =>
    `<${tag}>${escaped(words.map(searchWord).join(' '))}</${tag}>`
  const kin = (words: readonly string[], weight: number) =>
    `<p data-pagefind-weight="${weight}">${escaped(kinOf(language, words).join(' '))}</p>`
  return [
    `<!doctype html><html lang="${language}"><body data-pagefind-meta="title[data-title], words[data-words], sample[data-sample]"`,
    ` data-title="${escaped(title.join(' '))}" data-words="${escaped(written.join(' '))}" data-sample="${isDemonstration}">`,
    ...kept.map(({ tag, words }) => element(tag, words)),
    kin(title, 4),
    kin(written, 0.5),
    '</body></html>',
  ].join('')
}
