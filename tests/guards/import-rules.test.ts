import { expect, test } from 'vitest'
import { importTable } from './import-table.ts'
import { lint, lintFiles } from './lint-copy.ts'
import { root } from './source-files.ts'

/** A file of the given kind that imports all of these. */
function importing(file: string, specifiers: string[]): string {
  const lines = specifiers.map((specifier, n) => `import { i${n} } from '${specifier}'`).join('\n')
  const uses = specifiers.map((_, n) => `i${n}`).join(', ')
  return file.endsWith('.astro')
    ? `---\n${lines}\n---\n<p>{[${uses}]}</p>\n`
    : `${lines}\nexport const all = [${uses}]\n`
}

const cases: [line: string, file: string, refused: string[], allowed: string[]][] = [
  [
    'site/pages',
    'site/pages/[lang]/x.astro',
    ['../../../db/queries/bookings.ts', 'drizzle-orm', '../../../worker/bookings/routes.ts'],
    ['../../../worker/bookings/book-stall.ts', '../../../worker/contract/codes.ts', '../../ui/Page.astro'],
  ],
  [
    'site/middleware.ts, site/env.d.ts',
    'site/middleware.ts',
    ['../worker/bookings/book-stall.ts', '../db/queries/bookings.ts'],
    ['../worker/http/render-page.ts', 'astro:middleware'],
  ],
  [
    'site/*-integration.ts',
    'site/headers-integration.ts',
    ['../worker/app.ts', '../db/queries/bookings.ts'],
    ['../worker/http/security-headers.ts'],
  ],
  [
    'other site/',
    'site/ui/x.astro',
    ['../../worker/bookings/book-stall.ts', '../../db/queries/bookings.ts', 'drizzle-orm', '../pages/x.ts'],
    ['../../worker/contract/codes.ts', '../../content/words.ts', './Page.astro'],
  ],
  [
    'worker/*/routes.ts',
    'worker/bookings/routes.ts',
    ['../../db/queries/bookings.ts', 'drizzle-orm', '../exhibitions/read-exhibition.ts'],
    ['./book-stall.ts', '../contract/codes.ts', '../http/problem.ts', 'hono'],
  ],
  [
    'worker/contract',
    'worker/contract/x.ts',
    ['../bookings/book-stall.ts', '../store.ts', '../../db/queries/bookings.ts', 'hono'],
    ['valibot', './codes.ts', '../../content/oman.json'],
  ],
  [
    'worker/http',
    'worker/http/x.ts',
    ['../../db/queries/bookings.ts', 'drizzle-orm', '../local/migrations.ts', '@astrojs/cloudflare'],
    ['hono', '../contract/problem.ts', '../people/keyring.ts'],
  ],
  [
    'worker/<noun>/<verb>.ts',
    'worker/bookings/x.ts',
    ['hono', 'hono/etag', 'astro', 'astro:middleware', '../http/problem.ts', '../exhibitions/routes.ts'],
    ['../../db/queries/bookings.ts', '../exhibitions/read-exhibition.ts', '../store.ts', '../../content/words.ts'],
  ],
  [
    'worker/<noun>/<verb>.ts',
    'worker/draw/x.ts',
    ['drizzle-orm', '../../db/tables/bookings.ts', '../../site/ui/icons.ts', '../../db/seed/x.ts', '../local/x.ts'],
    ['jose', '../contract/codes.ts'],
  ],
  ['worker/store.ts, worker/env.ts', 'worker/store.ts', ['./app.ts', 'hono'], ['./people/keyring.ts']],
  ['worker/*.ts', 'worker/app.ts', ['drizzle-orm', './local/x.ts', '../site/x.ts'], ['hono', './bookings/routes.ts']],
  [
    'db',
    'db/queries/x.ts',
    ['../../worker/bookings/book-stall.ts', '../../site/ui/icons.ts', '../seed/x.ts', 'valibot'],
    ['drizzle-orm', '../tables/bookings.ts'],
  ],
  ['content', 'content/x.ts', ['../worker/contract/codes.ts', '../site/ui/icons.ts', 'valibot'], ['./words.ts']],
]

test('every line of the import table has a breach below', () => {
  const free = ['worker/local', 'db/seed']
  const lines = importTable.map(({ folder }) => folder).filter((folder) => !free.includes(folder))
  expect(new Set(cases.map(([line]) => line))).toEqual(new Set(lines))
})

test.for(cases)('the linter refuses the breaches of %s (%s) and nothing else', ([, file, refused, allowed]) => {
  const findings = lintFiles({ [file]: importing(file, refused) })
  expect(findings).toEqual(refused.map(() => ({ file, rule: 'tamkeen(import-table)' })))
  expect(lintFiles({ [file]: importing(file, allowed) })).toEqual([])
})

const forms = {
  'a type import': `import type { It } from '../../worker/store.ts'\nexport const use: It[] = []\n`,
  'a type in place': `export type It = import('../../worker/store.ts').Store\n`,
  'a dynamic import': `export const it = await import('../../worker/store.ts')\n`,
  'a re-export': `export { it } from '../../worker/store.ts'\n`,
  'a re-export of everything': `export * from '../../worker/store.ts'\n`,
}
test.for(Object.entries(forms))('the linter sees %s', ([, breach]) => {
  expect(lintFiles({ 'db/queries/x.ts': breach })).toEqual([{ file: 'db/queries/x.ts', rule: 'tamkeen(import-table)' }])
})

test('the linter reads the scripts of .astro files', () => {
  const page = `<p></p>\n<script>\nimport { it } from '../../db/queries/bookings.ts'\nit()\n</script>\n`
  expect(lintFiles({ 'site/ui/x.astro': page })).toEqual([{ file: 'site/ui/x.astro', rule: 'tamkeen(import-table)' }])
})

test('the linter refuses imports in a circle', () => {
  const findings = lintFiles({
    'worker/bookings/a.ts': `import { b } from './b.ts'\nexport const a = () => b\n`,
    'worker/bookings/b.ts': `import { a } from './a.ts'\nexport const b = () => a\n`,
  })
  expect(findings.map(({ rule }) => rule)).toContain('import(no-cycle)')
})

test('nothing in this repository breaches the table', () => {
  expect(lint(root).filter(({ rule }) => /import-table|no-cycle/.test(rule))).toEqual([])
})
