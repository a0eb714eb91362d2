import { expect, test } from 'vitest'
import { lintFiles } from './lint-copy.ts'
import { findLines, listFiles, read } from './source-files.ts'

// The linter's run over this repository is a step of its own; here its rules prove that they catch a breach.
const breaches: [rule: string, file: string, source: string][] = [
  ['typescript(no-explicit-any)', 'worker/bookings/x.ts', `export const x = (y: ${'an'}y): string => String(y)\n`],
  ['typescript(no-non-null-assertion)', 'worker/bookings/x.ts', 'export const x = (y?: string): string => y!\n'],
  ['typescript(ban-ts-comment)', 'worker/bookings/x.ts', `// @ts-${'ignore'}\nexport const x: string = 1\n`],
  ['eslint(no-warning-comments)', 'worker/bookings/x.ts', `// ${'TO'}DO: later\nexport const x = 1\n`],
  ['eslint(max-lines)', 'worker/bookings/x.ts', `export const x = [\n${'  1,\n'.repeat(299)}]\n`],
  ['import(no-default-export)', 'worker/bookings/x.ts', 'export default 1\n'],
  ['vitest(no-focused-tests)', 'tests/worker/x.test.ts', tested('only')],
  ['vitest(no-disabled-tests)', 'tests/worker/x.test.ts', tested('skip')],
  ['typescript(no-explicit-any)', 'site/ui/x.astro', `---\nconst x: ${'an'}y = 1\n---\n<p>{x}</p>\n`],
]

function tested(how: 'only' | 'skip'): string {
  return `import { expect, test } from 'vitest'\ntest.${how}('x', () => expect(1).toBe(1))\n`
}

test.for(breaches)('the linter refuses %s in %s', ([rule, file, source]) => {
  expect(lintFiles({ [file]: source })).toContainEqual({ file, rule })
})

const sources = listFiles().filter((path) => /\.(ts|mjs|astro|css)$/.test(path))

/** What the linter does not read: styles, markup, settings. */
function unfinished(path: string, text: string): string[] {
  return findLines(path, text, new RegExp(`\\b(${'TO'}DO|FIX${'ME'}|X{3})\\b`))
}

/** A rule that is switched off in place hides there; exceptions stand in the configuration. */
function silenced(path: string, text: string): string[] {
  return findLines(path, text, new RegExp(`(ox|es|style)lint-${'dis'}able`))
}

const longerThan300 = (text: string): boolean => text.split('\n').length > 301

test('nothing is left unfinished', () => {
  expect(
    listFiles()
      .filter(isText)
      .flatMap((path) => unfinished(path, read(path))),
  ).toEqual([])
  expect(unfinished('x', `a\n/* ${'FIX'}ME */`)).toEqual(['x:2'])
})

test('no rule is switched off in place', () => {
  expect(sources.flatMap((path) => silenced(path, read(path)))).toEqual([])
  expect(silenced('x', `// oxlint-${'dis'}able-next-line`)).toEqual(['x:1'])
})

test('no source file has more than 300 lines, styles and pages included', () => {
  expect(sources.filter((path) => longerThan300(read(path)))).toEqual([])
  expect(longerThan300('\n'.repeat(301))).toBe(true)
})

function isText(path: string): boolean {
  return !/\.(png|jpg|webp|woff2|ico|pdf)$/.test(path) && path !== 'package-lock.json'
}
