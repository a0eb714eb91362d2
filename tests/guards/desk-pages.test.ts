import { expect, test } from 'vitest'
import { deskPages } from '../../worker/desk/permissions.ts'
import { listFiles, read } from './source-files.ts'

const folder = 'site/pages/[lang]'

/** `site/pages/[lang]/desk/staff/[id].astro` stands at `/desk/staff/:x/`, whatever its parameters are called. */
const patternOf = (file: string): string => {
  const path = file
    .slice(folder.length)
    .replace(/(\/index)?\.astro$|\.ts$/, '/')
    .replace(/\[\w+\]/g, ':x')
  return path
}
const lineOf = (page: string): string => page.replace(/^\w+ /, '').replace(/:\w+/g, ':x')

/** A page of one pattern may answer several lines: `[way]` is whatever its own list says. */
const answers = (pattern: string, line: string): boolean =>
  new RegExp(`^${pattern.replaceAll(':x', '[^/]+')}$`).test(line)

/** Pages without a line, lines without a page, and forms that no line lets in. */
function strays(files: Record<string, string>, lines: string[]): string[] {
  const gets = lines.filter((line) => line.startsWith('GET ')).map(lineOf)
  const posts = lines.filter((line) => line.startsWith('POST ')).map(lineOf)
  const patterns = Object.entries(files).map(([file, source]) => ({ file, source, pattern: patternOf(file) }))
  const takesForms = (source: string) => /request\.method === 'POST'|readFormData\(/.test(source)
  return [
    ...patterns.flatMap(({ file, source, pattern }) => {
      const isListed = [...gets, ...posts].some((line) => answers(pattern, line))
      const isRefused = takesForms(source) && !posts.some((line) => answers(pattern, line))
      return [
        ...(isListed ? [] : [`${file} has no line`]),
        ...(isRefused ? [`${file} takes a form, without a line`] : []),
      ]
    }),
    ...[...gets, ...posts]
      .filter((line) => !patterns.some(({ pattern }) => answers(pattern, line)))
      .map((line) => `${line} has no page`),
  ]
}

test('every page of the desk has its line in the table of roles, and every line its page', () => {
  const files = listFiles().filter((file) => file.startsWith(`${folder}/desk/`))
  expect(files.length).toBeGreaterThan(20)
  expect(strays(Object.fromEntries(files.map((file) => [file, read(file)])), Object.keys(deskPages))).toEqual([])
})

test('a page without a line, a line without a page and a form that is not let in are found', () => {
  const page = `${folder}/desk/x/[id].astro`
  const form = `readFormData(Astro.request)`
  expect(strays({ [page]: '' }, ['GET /desk/x/:id/'])).toEqual([])
  expect(strays({ [page]: '' }, [])).toEqual([`${page} has no line`])
  expect(strays({ [page]: form }, ['GET /desk/x/:id/'])).toEqual([`${page} takes a form, without a line`])
  expect(strays({}, ['GET /desk/x/'])).toEqual(['/desk/x/ has no page'])
})
