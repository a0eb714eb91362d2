import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { startProduct, type RunningProduct } from '../../worker/local/start-product.ts'
import { brotliBytes, budgets, weighPage } from '../bench/page-weight.ts'
import { root } from '../guards/source-files.ts'
import { realOutlets } from './outlet-files.ts'

// Reads what `npm run build` made, which holds no demonstration.
const client = `${root}dist/client/`
const built = (path: string): string => readFileSync(client + path, 'utf8')
const outlets = realOutlets()
const slugs = outlets.map(({ slug }) => slug)
const languages = ['ar', 'en'] as const

const stateDir = mkdtempSync(join(tmpdir(), 'tamkeen-outlets-'))
let product: RunningProduct
beforeAll(async () => {
  product = await startProduct({ port: 0, stateDir, isSeeded: false })
}, 60_000)
afterAll(async () => {
  await product.stop()
  rmSync(stateDir, { recursive: true })
})

const listedIn = (html: string) => [...html.matchAll(/<li id="([^"]+)"/g)].map(([, slug]) => slug)

test.for(languages)(
  'list, table, map file and pages hold the same outlets in the same order (%s)',
  async (language) => {
    const list = await (await fetch(`${product.url}/${language}/outlets/`)).text()
    expect(listedIn(list)).toEqual(slugs)
    const { features } = JSON.parse(built(`${language}/outlets.geojson`)) as { features: { id: string }[] }
    expect(features.map(({ id }) => id)).toEqual(slugs)
    const pages = [...built(`${language}/outlets.csv`).matchAll(/\/outlets\/([^/]+)\//g)].map(([, slug]) => slug)
    expect(pages).toEqual(slugs)
    const folders = readdirSync(`${client}${language}/outlets`, { withFileTypes: true })
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...slugs].sort())
  },
)

test.for(languages)('every outlet carries its mark in the list and on its page (%s)', async (language) => {
  const { status } = wordsOf(language).outlets
  const list = await (await fetch(`${product.url}/${language}/outlets/`)).text()
  const items = list.split('<li id="').slice(1)
  for (const [index, outlet] of outlets.entries()) {
    expect(items[index]?.split('</li>')[0], outlet.slug).toContain(status[outlet.status])
    const page = built(`${language}/outlets/${outlet.slug}/index.html`)
    expect(page, outlet.slug).toContain(status[outlet.status])
    expect(page, outlet.slug).toContain(wordsOf(language).facts.cautions.proposal)
  }
})

test('no page of a place says that it is a shop, and none gives a point for a position that is hardly known', () => {
  for (const outlet of outlets) {
    const page = built(`en/outlets/${outlet.slug}/index.html`)
    expect(page, outlet.slug).not.toMatch(/"@type":"(?:Store|LocalBusiness|Shop|Product|Offer)/)
    expect(/"@type":"GeoCoordinates"/.test(page), outlet.slug).toBe(outlet.position?.confidence !== 'low')
  }
})

test.for([
  ['geojson', 'application/geo+json'],
  ['csv', 'text/csv; charset=utf-8'],
])('the .%s file is served as %s, and asked for again before it is used again', async ([ending, type]) => {
  for (const language of languages) {
    const answer = await fetch(`${product.url}/${language}/outlets.${ending}`)
    expect(answer.headers.get('Content-Type')).toBe(type)
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate')
    const again = await fetch(answer.url, { headers: { 'If-None-Match': answer.headers.get('ETag') ?? '' } })
    expect(again.status).toBe(304)
  }
})

test('the table begins with the mark that tells Excel its letters', () => {
  expect([...readFileSync(`${client}ar/outlets.csv`).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
})

test.for(languages)('the whole list keeps within its budget of bytes (%s)', async (language) => {
  const { total, html } = await weighPage(product.url, `/${language}/outlets/`)
  expect(html).toBeGreaterThan(4 * 1024)
  expect(total).toBeLessThanOrEqual(budgets.page)
})

/** What asking for the map loads: its module with everything that is imported by it. */
function mapFiles(): string[] {
  const files = [readdirSync(`${client}_astro`).find((name) => /^open-map\..*\.js$/.test(name)) ?? 'missing']
  for (const file of files)
    for (const [, imported = ''] of built(`_astro/${file}`).matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g))
      if (!files.includes(imported)) files.push(imported)
  return files
}

test('the map once asked for, with Leaflet, its styles and the geometry, keeps within 55 kB', () => {
  const files = mapFiles()
  const text = files.map((file) => built(`_astro/${file}`)).join('')
  for (const part of ['leaflet-container', 'OM-MU', 'map-popup']) expect(text).toContain(part)
  const bytes = files.reduce((sum, file) => sum + brotliBytes(readFileSync(`${client}_astro/${file}`)), 0)
  expect(bytes).toBeGreaterThan(30 * 1024)
  expect(bytes).toBeLessThanOrEqual(55 * 1024)
})

test('the list may be kept for five minutes, is no one’s in particular, and strange filters are answered kindly', async () => {
  const answer = await fetch(`${product.url}/ar/outlets/`)
  expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300')
  expect(answer.headers.get('Set-Cookie')).toBeNull()
  const strange = [
    '?category=castle',
    '?governorate=%F0%9F%90%AA',
    '?category=mall&category=hotel',
    '?governorate[]=x',
    '?%',
  ]
  for (const query of strange) {
    const { status } = await fetch(`${product.url}/en/outlets/${query}`)
    expect(status, query).toBe(200)
  }
  const unknown = await (await fetch(`${product.url}/en/outlets/?governorate=atlantis`)).text()
  expect(unknown).toContain(wordsOf('en').outlets.filters.unknown)
  expect(unknown).not.toContain('atlantis')
  const known = await (await fetch(`${product.url}/en/outlets/?governorate=muscat&x=1`)).text()
  expect(known).toContain('href="/ar/outlets/?governorate=muscat"')
  expect(listedIn(unknown)).toEqual(slugs)
  expect((await fetch(`${product.url}/en/outlets/`, { method: 'POST' })).status).toBe(405)
  expect((await fetch(`${product.url}/en/outlets/no-such-place/`)).status).toBe(404)
})
