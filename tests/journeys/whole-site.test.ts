import { readdirSync, readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { root } from '../guards/source-files.ts'
import { budgets, sizesAt, weighHtml, type FileSizes } from '../bench/page-weight.ts'
import { crawl, type Site } from './crawl.ts'
import { readFacts } from './page-facts.ts'
import { faultsOf, pairFaults, physicalDeclarations } from './page-faults.ts'
import { kindOf } from './page-kinds.ts'
import { publicPages } from './public-pages.ts'
import { newVisitor } from './visitor.ts'

// Every page that a link leads to and every page in the build, read as HTML.

let found: Promise<Site> | undefined
const wholeSite = (): Promise<Site> => (found ??= newVisitor().then(crawl))
const pagesOf = async () => [...(await wholeSite()).pages.values()]

test('every own link, file and fragment leads somewhere', async () => {
  const site = await wholeSite()
  expect(site.broken).toEqual([])
  expect(site.pages.size).toBeGreaterThan(60)
  expect(site.files.size).toBeGreaterThan(20)
})

test('every page can be reached by links', async () => {
  const { pages, linked } = await wholeSite()
  const paths = [...pages.keys()].filter((address) => !address.includes('?'))
  expect(paths.filter((path) => !linked.has(path))).toEqual([])
})

test('each kind of page is among those that are looked at closely', async () => {
  const looked = publicPages.map(({ path }) => kindOf(`/ar/${path.replace(/\?.*/, '')}`))
  const kinds = (await pagesOf()).filter(({ facts }) => facts.lang === 'ar').map(({ address }) => kindOf(address))
  expect([...new Set(kinds)].filter((kind) => !kind.includes('?') && !looked.includes(kind))).toEqual([])
})

test('every page has its language, one heading of the first level, ordered headings, landmarks and ids of its own', async () => {
  const pages = await pagesOf()
  expect(pages.flatMap(({ address, facts }) => faultsOf(address, facts))).toEqual([])
})

test('each page exists in both languages, with the same headings and fields, and both name each other', async () => {
  const site = await wholeSite()
  expect((await pagesOf()).flatMap((page) => pairFaults(site, page))).toEqual([])
})

test('no page sets a cookie or takes anything from another site', async () => {
  const pages = await pagesOf()
  expect(pages.filter(({ headers }) => headers.has('set-cookie')).map(({ address }) => address)).toEqual([])
  expect(pages.flatMap(({ address, facts }) => facts.foreign.map((file) => `${address} ${file}`))).toEqual([])
})

test('no two pages have the same title', async () => {
  const titles = new Map<string, string[]>()
  for (const { address, facts } of await pagesOf()) {
    if (!address.includes('?')) titles.set(facts.title, [...(titles.get(facts.title) ?? []), address])
  }
  expect([...titles.values()].filter((addresses) => addresses.length > 1)).toEqual([])
})

test('no built style names the left or the right', async () => {
  const folder = `${root}dist/client/_astro/`
  const sheets = readdirSync(folder).filter((file) => file.endsWith('.css'))
  expect(sheets.length).toBeGreaterThan(1)
  for (const sheet of sheets) expect(physicalDeclarations(readFileSync(folder + sheet, 'utf8')), sheet).toEqual([])
  const inline = new Set((await pagesOf()).flatMap(({ html }) => html.match(/<style[^>]*>[^<]*/g) ?? []))
  for (const style of inline) expect(physicalDeclarations(style)).toEqual([])
})

const contentPage =
  /^\/(?:ar|en)\/(?:(?:programme|stories|press|privacy|accessibility|your-data|open-data|offline)\/|outlets\/[^/]+\/$)/
const formPage = /\/(?:book|bookings|pledge|pledges)\/$/

/** Which line of craft.md's table a page stands in. */
function budgetOf(path: string): keyof typeof budgets {
  if (formPage.test(path)) return 'form'
  return contentPage.test(path) ? 'content' : 'page'
}

/** The same files stand on many pages. */
function rememberSizes(sizes: FileSizes): FileSizes {
  const remember = (size: (address: string) => Promise<number>) => {
    const known = new Map<string, Promise<number>>()
    return (address: string) => {
      const bytes = known.get(address) ?? size(address)
      known.set(address, bytes)
      return bytes
    }
  }
  return { packed: remember(sizes.packed), raw: remember(sizes.raw) }
}

test('every page keeps within its budget of bytes', async () => {
  const sizes = rememberSizes(sizesAt(inject('url')))
  const tooHeavy: string[] = []
  for (const { address, html } of await pagesOf()) {
    if (address.includes('?')) continue
    const budget = budgets[budgetOf(address)]
    const { total: most, fonts } = await weighHtml(address, html, sizes, 5)
    const { total } = most > budget ? await weighHtml(address, html, sizes) : { total: most }
    if (total > budget) tooHeavy.push(`${address}: ${(total / 1024).toFixed(1)} of ${budget / 1024} kB`)
    if (fonts > budgets.fonts || fonts === 0) tooHeavy.push(`${address}: ${fonts} bytes of fonts`)
  }
  expect(tooHeavy).toEqual([])
})

test('what these tests look for is found where it is', async () => {
  const reader = await newVisitor()
  const bad = `<!doctype html><html lang="ar" dir="ltr"><title>x</title>
    <body><div id="a">outside</div><nav id="a"></nav><header></header>
    <main><h2>first</h2><h1>one</h1><h1></h1><h3>jump</h3><img src="/x.png"><script src="https://elsewhere.test/y.js"></script><p style="color: red" onclick="x()">x</p>
    <label for="none">x</label><a href="https://elsewhere.test/" target="_blank">x</a></main></body></html>`
  const facts = await readFacts(reader, bad, '/ar/bad/')
  const faults = faultsOf('/ar/bad/', facts).join('\n')
  for (const fault of [
    'dir: ltr, not rtl',
    'number of h1: 2, not 1',
    'the first heading: 2, not 1',
    'jumps between headings: 0, not -1',
    'headings without text: 1, not 0',
    'ids used twice: a',
    'footer: 0, not 1',
    'navigation without a name: 1',
    'content outside of landmarks: 1',
    'preloaded fonts: 0',
    'an image without alt',
    'a style attribute',
    'a handler in an attribute',
    'for points to no #none',
    'a window that can reach back',
  ])
    expect(faults).toContain(fault)
  expect(facts.files).toEqual(['/x.png'])
  expect(facts.foreign).toEqual(['https://elsewhere.test/y.js'])
  expect(physicalDeclarations('.a{margin-left:1px}.b{color:red;left:0}.c{text-align:right}')).toHaveLength(3)
  expect(physicalDeclarations('.a{margin-inline-start:1px}.left{inset-inline:0}')).toEqual([])
})
