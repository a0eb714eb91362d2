import { searchQuery } from './search-words.ts'

export interface Found {
  url: string
  title: string
  isDemonstration: boolean
  /** Part of what the page says, the words that were looked for marked. */
  excerpt: { word: string; isMarked: boolean }[]
}

interface PagefindPage {
  url: string
  meta: { title?: string; words?: string; sample?: string }
  locations: number[]
}

interface Pagefind {
  options(options: object): Promise<void>
  search(query: string): Promise<{ results: { data(): Promise<PagefindPage> }[] }>
}

const wordsShown = 26
const wordsBefore = 6

let attempts = 0

async function openIndex(): Promise<Pagefind> {
  // A browser remembers that an address could not be loaded, so another attempt needs another address.
  const address = `/pagefind/pagefind.js${attempts === 0 ? '' : `?attempt=${attempts}`}`
  attempts += 1
  // Pagefind documents no types for the module that it writes; the build makes it after this one.
  const pagefind = (await import(/* @vite-ignore */ address)) as Pagefind
  await pagefind.options({ basePath: '/pagefind/', ranking: { metaWeights: { title: 3, words: 0, sample: 0 } } })
  return pagefind
}

let opened: Promise<Pagefind> | undefined

function openOnce(): Promise<Pagefind> {
  opened ??= openIndex().catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

function excerptOf(title: string, words: readonly string[], locations: readonly number[]): Found['excerpt'] {
  const afterTitle = title === '' ? 0 : title.split(' ').length
  const marked = new Set(locations)
  const first = locations.filter((place) => place >= afterTitle && place < words.length).sort((a, b) => a - b)[0]
  const start = first === undefined ? afterTitle : Math.max(afterTitle, first - wordsBefore)
  const shown = words.slice(start, start + wordsShown)
  const said = shown.map((word, index) => ({ word, isMarked: marked.has(start + index) }))
  const ellipsis = { word: '…', isMarked: false }
  return [...(start > afterTitle ? [ellipsis] : []), ...said, ...(start + wordsShown < words.length ? [ellipsis] : [])]
}

/** The pages that hold a query's words, the best first; each is loaded when it is asked for. */
export async function searchPages(query: string): Promise<(() => Promise<Found>)[]> {
  const pagefind = await openOnce()
  const { results } = await pagefind.search(searchQuery(query))
  return results.map((result) => async () => {
    const { url, meta, locations } = await result.data()
    const title = meta.title ?? ''
    const isDemonstration = meta.sample === 'true'
    return { url, title, isDemonstration, excerpt: excerptOf(title, (meta.words ?? '').split(' '), locations) }
  })
}
