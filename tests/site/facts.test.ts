import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import facts from '../../content/facts.json' with { type: 'json' }
import { wordsOf } from '../../content/words.ts'
import { read, root } from '../guards/source-files.ts'

// Reads what `npm run build` made (tests/run.ts builds first).

const known = new Map(Object.entries(facts))
const cautions = (language: 'ar' | 'en') => new Map(Object.entries(wordsOf(language).facts.cautions))

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()

/** The facts a page cites: Sources lists them in an attribute. */
const citedOn = (html: string): string[] =>
  [...html.matchAll(/data-facts="([^"]*)"/g)].flatMap(([, list = '']) => list.split(' ').filter((id) => id !== ''))

/** The cautions that stand on a page, each with its words. */
const cautionsOn = (html: string): Map<string, string> =>
  new Map(
    [...html.matchAll(/<p [^>]*data-caution="(\w+)"[^>]*>(.*?)<\/p>/gs)].map(([, name = '', text = '']) => [
      name,
      plain(text),
    ]),
  )

/** What is wrong with the facts of a page. */
function factFaults(html: string, language: 'ar' | 'en'): string[] {
  const shown = cautionsOn(html)
  return citedOn(html).flatMap((id) => {
    const fact = known.get(id)
    if (!fact) return [`${id} does not exist`]
    return fact.cautions.flatMap((caution) =>
      shown.get(caution) === cautions(language).get(caution) ? [] : [`${id} stands without its caution ${caution}`],
    )
  })
}

const pages = readdirSync(`${root}dist/client`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  .map((path) => ({
    path,
    language: path.startsWith('en') ? ('en' as const) : ('ar' as const),
    html: readFileSync(`${root}dist/client/${path}`, 'utf8'),
  }))

test('every fact that a built page cites exists, and its caution stands on the page in the page’s language', () => {
  expect(pages.filter(({ html }) => citedOn(html).length > 0).length).toBeGreaterThan(15)
  expect(
    pages.flatMap(({ path, language, html }) => factFaults(html, language).map((fault) => `${path}: ${fault}`)),
  ).toEqual([])
})

test('a fact that does not exist, a missing caution and one in other words are found', () => {
  const caution = wordsOf('ar').facts.cautions.benefits
  const page = (facts: string, shown: string) =>
    `<aside data-facts="${facts}"><p data-caution="benefits">${shown}</p></aside>`
  expect(factFaults(page('F32', caution), 'ar')).toEqual([])
  expect(factFaults(page('F32', caution), 'en')).toEqual(['F32 stands without its caution benefits'])
  expect(factFaults(page('F32', caution.slice(0, 40)), 'ar')).toEqual(['F32 stands without its caution benefits'])
  expect(factFaults(page('F10 F99 F02', caution), 'ar')).toEqual([
    'F99 does not exist',
    'F02 stands without its caution history',
    'F02 stands without its caution formerScheme',
  ])
})

test('every caution that a fact names has its words in both languages', () => {
  for (const language of ['ar', 'en'] as const) {
    const words = cautions(language)
    const named = [...known].flatMap(([id, fact]) => fact.cautions.map((caution) => [id, caution] as const))
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(([, caution]) => !words.has(caution))).toEqual([])
  }
})

/** The facts that the files of a folder of content/ cite, whichever kind of file they are. */
function citedIn(folder: string): string[] {
  const files = readdirSync(`${root}content/${folder}`, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => /\.(md|json)$/.test(file) && !file.startsWith('samples'))
    .flatMap((file) => [...read(`content/${folder}/${file}`).matchAll(/"?facts"?: \[([^\]]*)\]/g)])
    .flatMap(([, list = '']) => list.match(/F\d\d/g) ?? [])
}

test.for(['programme', 'stories'])('every fact that content/%s cites stands on a page of both languages', (folder) => {
  if (!existsSync(`${root}content/${folder}`)) return
  for (const language of ['ar', 'en']) {
    const onPages = new Set(
      pages.filter(({ path }) => path.startsWith(`${language}/${folder}/`)).flatMap(({ html }) => citedOn(html)),
    )
    expect(
      citedIn(folder).filter((id) => !onPages.has(id)),
      language,
    ).toEqual([])
  }
})

const programme = (language: 'ar' | 'en', name: string): string =>
  pages.find(({ path }) => path === `${language}/programme/${name}index.html`)?.html ?? ''

test.for(['ar', 'en'] as const)('lower spending is the last objective, never the first (%s)', (language) => {
  interface List {
    points: { title: Record<string, string>; facts: string[] }[]
  }
  const { points } = JSON.parse(read('content/programme/objectives.json')) as List
  expect(points.map(({ facts }) => facts.join()).at(-1)).toBe('F17')
  const places = points.map(({ title }) => plain(programme(language, '')).indexOf(title[language] ?? 'none'))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
})

test.for(['ar', 'en'] as const)(
  'the rules of March 2020 stand on no page but one, after the full caution (%s)',
  (language) => {
    const withRules = pages.filter(({ html }) => ['F32', 'F33', 'F34', 'F35'].some((id) => citedOn(html).includes(id)))
    expect(withRules.map(({ path }) => path.replace(/^(ar|en)\//, ''))).toEqual([
      'programme/benefits/index.html',
      'programme/benefits/index.html',
    ])
    const html = programme(language, 'benefits/')
    const place = (text: string) => plain(html).indexOf(text)
    expect(place(wordsOf(language).facts.cautions.benefits)).toBeGreaterThan(0)
    expect(place(wordsOf(language).facts.cautions.benefits)).toBeLessThan(place(wordsOf(language).programme.history))
    // No number to call is known, so none stands there.
    expect(plain(html.replace(/<(head|script|style)[\s\S]*?<\/\1>/g, ''))).not.toMatch(
      /\b\d{4}[ -]?\d{4}\b|\b1\d{3,5}\b|\+968/,
    )
  },
)

test('whoever is named with a later fact stands on the page that cites it', () => {
  const cited = pages.flatMap(({ path, language, html }) =>
    [...html.matchAll(/<span data-later="(L\d\d)"[^>]*>(.*?)<\/span>/gs)].map(([, id = '', text = '']) => ({
      path,
      language,
      id,
      text: plain(text),
    })),
  )
  expect(cited.length).toBeGreaterThan(10)
  for (const { path, language, id, text } of cited) {
    const { source } = JSON.parse(read(`content/programme/later/${id}.json`)) as {
      source: { name: Record<string, string> }
    }
    expect(text, path).toContain(source.name[language])
  }
})
