import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { refuseMisplacedSample } from '../../site/collections/sample-mark.ts'
import { clothOf } from '../../site/stories/story-pictures.ts'
import { root } from '../guards/source-files.ts'

// Reads what `npm run build` made (tests/run.ts builds first).
const languages = ['ar', 'en'] as const
const page = (path: string): string => readFileSync(`${root}dist/client/${path}index.html`, 'utf8')
const mainOf = (html: string): string => /<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? ''
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
const stories = readdirSync(`${root}content/stories`).filter((name) => name !== 'samples')

test.for(languages)(
  'every story says where it comes from, who agreed, when it was reviewed, and its facts (%s)',
  (language) => {
    const { terms, consentKinds } = wordsOf(language).stories
    expect(stories.length).toBeGreaterThan(0)
    for (const name of stories) {
      const written = readFileSync(`${root}content/stories/${name}/ar.md`, 'utf8')
      const text = plain(mainOf(page(`${language}/stories/${name}/`)))
      for (const term of [terms.source, terms.consent, terms.reviewed]) expect(text, name).toContain(term)
      expect(text).toContain(/reference: (.+)/.exec(written)?.[1] ?? 'no reference')
      expect([consentKinds.published_statement, consentKinds.written].some((kind) => text.includes(kind))).toBe(true)
      for (const id of /facts: \[(.*)\]/.exec(written)?.[1]?.split(', ') ?? []) expect(text).toContain(`${id}: `)
    }
  },
)

test.for(languages)('the list leads to every story, each with its source and date (%s)', (language) => {
  const html = mainOf(page(`${language}/stories/`))
  for (const name of stories) expect(html).toContain(`href="/${language}/stories/${name}/"`)
  const { needsTitle, offerTitle, needs } = wordsOf(language).stories
  for (const text of [needsTitle, offerTitle, ...needs.map(({ title }) => title)]) expect(html).toContain(text)
})

test('a story is drawn, never photographed', () => {
  for (const language of languages)
    for (const path of ['', ...stories.map((name) => `${name}/`)]) {
      const html = mainOf(page(`${language}/stories/${path}`))
      expect(html).not.toMatch(/<(img|picture|video|image)\b/)
      expect(html).toMatch(/<svg class="story-picture/)
    }
})

// Fact sheet, F31: "about", dated, the factory named no further, nothing else known.
test.for(languages)('the number of Sohar is "about" wherever it stands, and dated (%s)', (language) => {
  const about = { ar: /نحو\s+374/g, en: /about 374/gi }[language]
  const text = plain(mainOf(page(`${language}/stories/sohar-factory/`)))
    .replace(wordsOf(language).stories.cloth.many.replace('{count}', '374'), '')
    .replace(wordsOf(language).stories.cloth.other.replace('{count}', '374'), '')
  expect(text.match(/374/g)?.length).toBeGreaterThan(2)
  expect(text.match(about)?.length).toBe(text.match(/374/g)?.length)
  expect(text).toContain({ ar: '7 مارس 2020', en: '7 March 2020' }[language])
  expect(text).toContain(wordsOf(language).facts.cautions.history)
  expect(text).not.toMatch(/[«“"][^»”"]{60,}[»”"]/)
})

test('the cloth of Sohar has as many diamonds as the statement counted', () => {
  expect(clothOf(374)).toEqual({ columns: 22, rows: 17, rest: 0 })
  for (const people of [1, 2, 5, 13, 97, 374, 2000]) {
    const { columns, rows, rest } = clothOf(people)
    expect(columns * rows + rest).toBe(people)
    expect(rest).toBeLessThan(columns)
  }
})

test('a demonstration outside of samples, and a truth inside, are refused in words that say what to do', () => {
  const refuse = (file: string, sample?: boolean) => () => refuseMisplacedSample('stories', file, { sample })
  expect(refuse('mine/ar.md', true)).toThrow(/content\/stories\/mine\/ar\.md .*Move it into content\/stories\/samples/)
  expect(refuse('samples/mine/ar.md', false)).toThrow(/Write in it: {2}sample: true/)
  expect(refuse('mine/ar.md', false)).not.toThrow()
  expect(refuse('samples/mine/ar.md', true)).not.toThrow()
  // en.md has no such field; what holds for both languages stands in ar.md.
  expect(refuse('samples/mine/en.md')).not.toThrow()
})

test('the production build has no page of a demonstration story', () => {
  for (const name of readdirSync(`${root}content/stories/samples`))
    for (const language of languages)
      expect(existsSync(`${root}dist/client/${language}/stories/${name}`), name).toBe(false)
})
