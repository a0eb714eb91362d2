import type { FoundPage, Site } from './crawl.ts'
import type { PageFacts } from './page-facts.ts'

type Language = 'ar' | 'en'

export const languageOf = (address: string): Language => (address.startsWith('/en/') ? 'en' : 'ar')

/** The address of the same page in the other language. */
export const otherOf = (address: string): string => `/${languageOf(address) === 'ar' ? 'en' : 'ar'}${address.slice(3)}`

/** What is wrong with one page by itself. */
export function faultsOf(address: string, facts: PageFacts): string[] {
  const language = languageOf(address)
  const levels = facts.headings.map(({ level }) => level)
  const repeated = facts.ids.filter((id, index) => facts.ids.indexOf(id) !== index)
  const { landmarks } = facts
  const wanted: [string, unknown, unknown][] = [
    ['lang', facts.lang, language],
    ['dir', facts.dir, language === 'ar' ? 'rtl' : 'ltr'],
    ['number of h1', levels.filter((level) => level === 1).length, 1],
    ['the first heading', levels[0], 1],
    ['jumps between headings', levels.findIndex((level, index) => level > (levels[index - 1] ?? 0) + 1), -1],
    ['headings without text', facts.headings.filter(({ text }) => text === '').length, 0],
    ['ids used twice', repeated.join(), ''],
    ['header', landmarks.header, 1],
    ['main', landmarks.main, 1],
    ['footer', landmarks.footer, 1],
    ['navigation without a name', landmarks.unnamedNav, 0],
    ['content outside of landmarks', landmarks.outside, 0],
    ['preloaded fonts', facts.fontPreloads, 1],
  ]
  return [
    ...wanted.flatMap(([name, is, should]) => (is === should ? [] : [`${name}: ${is}, not ${should}`])),
    ...facts.faults,
  ].map((fault) => `${address} ${fault}`)
}

/** What is wrong between a page and its other language. */
export function pairFaults(site: Site, { address, facts }: FoundPage): string[] {
  const path = address.replace(/\?.*/, '')
  const [other, rest] = [site.pages.get(otherOf(address)), path.slice(3)]
  if (!other) return [`${address} has no ${otherOf(address)}`]
  const alternates = `ar /ar${rest},en /en${rest},x-default /ar${rest}`
  const levels = (page: PageFacts) => page.headings.map(({ level }) => level).join()
  const wanted: [string, unknown, unknown][] = [
    ['headings', levels(facts), levels(other.facts)],
    ['fields', facts.fields.join(), other.facts.fields.join()],
    ['indexed', facts.isIndexed, other.facts.isIndexed],
    ['canonical', facts.canonical, facts.isIndexed ? path : null],
    ['alternates', facts.alternates.join(), facts.isIndexed ? alternates : ''],
  ]
  return wanted.flatMap(([name, is, should]) => (is === should ? [] : [`${address} ${name}: ${is}, not ${should}`]))
}

const physical =
  /(?:^|[{;\s])((?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))[^;}]*/g

/** Declarations of a style sheet that name the left or the right. */
export const physicalDeclarations = (css: string): string[] =>
  [...css.matchAll(physical)].map(([declaration]) => declaration.trim())
