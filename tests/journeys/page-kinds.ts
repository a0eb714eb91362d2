import type { FoundPage, Site } from './crawl.ts'

const collections =
  /\/(stories|outlets|exhibitions\/series|exhibitions(?!\/series\/)|programme\/which-track|programme(?!\/(?:which-track|benefits)\/))\/[^/]+\//

/** The kind of a page in its language: its path, with the name of one of many left out. */
export const kindOf = (path: string): string => path.replace(collections, '/$1/one/')

/** Of each kind of page, in each language, the one that has the most of something. */
function mostOfEachKind({ pages }: Site, amount: (page: FoundPage) => number): string[] {
  const most = new Map<string, FoundPage>()
  for (const page of pages.values()) {
    const kind = kindOf(page.address)
    const before = most.get(kind)
    if (!page.address.includes('?') && (!before || amount(page) > amount(before))) most.set(kind, page)
  }
  return [...most.values()].map(({ address }) => address)
}

/** The largest page of each kind: the fullest hall, the longest story. */
export const largestOfEachKind = (site: Site): string[] => mostOfEachKind(site, ({ html }) => html.length)

/** The page of each kind with the longest word in a heading, which is the first to be too wide. */
export const widestOfEachKind = (site: Site): string[] =>
  mostOfEachKind(site, ({ facts }) =>
    Math.max(...facts.headings.flatMap(({ text }) => text.split(/\s+/).map((word) => word.length))),
  )
