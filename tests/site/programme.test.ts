import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { trackSlugs } from '../../site/programme/track-slugs.ts'
import { read, root } from '../guards/source-files.ts'

// Reads what `npm run build` made (tests/run.ts builds first).

const languages = ['ar', 'en'] as const
const folderOf = (language: string) => `${root}dist/client/${language}/programme/`
const page = (language: string, path = '') => readFileSync(`${folderOf(language)}${path}index.html`, 'utf8')

test.for(languages)('the tracks, the questions and a result for each track are pages (%s)', (language) => {
  const folders = (path: string) =>
    readdirSync(folderOf(language) + path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  const questions = readdirSync(`${root}content/programme/questions`).map((file) => file.replace('.json', ''))
  expect(folders('')).toEqual([...trackSlugs, 'benefits', 'which-track'].sort())
  expect(folders('which-track/')).toEqual([...trackSlugs, ...questions].sort())
})

test.for(languages)('the eight steps stand in the order in which they were published (%s)', (language) => {
  interface List {
    points: { title: Record<string, string>; facts: string[] }[]
  }
  const { points } = JSON.parse(read('content/programme/steps.json')) as List
  expect(points.flatMap(({ facts }) => facts)).toEqual(['F19', 'F20', 'F21', 'F22', 'F23', 'F24', 'F25', 'F26'])
  const html = page(language)
  const [list = ''] = /<ol class="gates"[\s\S]*?<\/ol>/.exec(html) ?? []
  const titles = [...list.matchAll(/<h3>(.*?)<\/h3>/gs)].map(([, text = '']) => text.replace(/<span.*?<\/span>/s, ''))
  expect(titles.map((title) => title.trim().replaceAll('&#39;', "'"))).toEqual(
    points.map(({ title }) => title[language]),
  )
})

test('the real site leads to no trial of the permanent exhibition, which is demonstration', () => {
  for (const language of languages) {
    expect(page(language)).toContain(`href="/${language}/exhibitions/"`)
    expect(page(language)).not.toContain('exhibitions/series/')
  }
})
