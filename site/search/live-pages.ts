import { getCollection } from 'astro:content'
import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { Block, SearchedPage } from './read-page.ts'

const blockOf = (tag: Block['tag'], text: string): Block => ({ tag, words: text.split(/\s+/).filter(Boolean) })

/** The pages that no build writes as files, as search reads them. */
export async function livePages(language: Language): Promise<(SearchedPage & { url: string })[]> {
  const words = wordsOf(language)
  const entries = await getCollection('calendar')
  const said = entries.map(({ data }) => `${data.title[language]}. ${data.about[language]}`)
  const page = (path: string, title: string, texts: string[]) => ({
    url: `/${language}/${path}`,
    blocks: [blockOf('h1', title), ...texts.map((text) => blockOf('p', text))],
    isDemonstration: false,
  })
  const { home, exhibitions, booking, outlets, awareness } = words
  return [
    page('', home.title, [home.description, Object.values(words.codes.category).join('. ')]),
    page('exhibitions/', exhibitions.title, [exhibitions.lead, exhibitions.description]),
    page('bookings/', booking.find.title, [booking.find.lead]),
    page('outlets/', outlets.title, [outlets.description]),
    page('calendar/', awareness.title, [awareness.description, ...said]),
  ]
}
