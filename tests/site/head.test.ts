import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { jsonLd } from '../../site/finding/json-ld.ts'
import { stallOffer } from '../../site/finding/stall-offer.ts'
import { root } from '../guards/source-files.ts'

const client = `${root}dist/client/`
const read = (path: string) => readFileSync(client + path, 'utf8')
const languages = ['ar', 'en'] as const
const paths = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('index.html'))
const pages = paths.map((path) => ({ path: `/${path.replace(/index\.html$/, '')}`, html: read(path) }))
const isIndexed = ({ html }: { html: string }) => !html.includes('<meta name="robots" content="noindex">')

/** The `content` of a meta element, with entities as characters. */
const metaOf = (html: string, name: string): string | undefined =>
  new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`)
    .exec(html)?.[1]
    ?.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
const pictureSize = (path: string) => {
  const file = readFileSync(client + path)
  return { width: file.readUInt32BE(16), height: file.readUInt32BE(20), bytes: file.length }
}

test('every page that may be listed has a description of its own, its canonical address and both languages', () => {
  const described = new Map<string, string>()
  for (const { path, html } of pages.filter(isIndexed)) {
    const canonical = new URL(/<link rel="canonical" href="([^"]*)"/.exec(html)?.[1] ?? 'none:')
    expect(canonical.pathname + canonical.search).toBe(path)
    const rest = path.slice('/ar'.length)
    for (const [hreflang, target] of [
      ['ar', `/ar${rest}`],
      ['en', `/en${rest}`],
      ['x-default', `/ar${rest}`],
    ])
      expect(html, path).toContain(`hreflang="${hreflang}" href="${canonical.origin}${target}"`)
    const description = metaOf(html, 'description') ?? ''
    expect(description.length, path).toBeGreaterThan(20)
    expect(described.get(description), path).toBeUndefined()
    described.set(description, path)
  }
  expect(described.size).toBeGreaterThan(60)
})

test('a shared link has a title, a summary, an address and a card with words for it', () => {
  for (const { path, html } of pages.filter(isIndexed)) {
    const language = path.startsWith('/en/') ? 'en' : 'ar'
    expect(metaOf(html, 'og:title'), path).toBeTruthy()
    expect(metaOf(html, 'og:description'), path).toBe(metaOf(html, 'description'))
    expect(new URL(metaOf(html, 'og:url') ?? 'none:').pathname).toBe(path)
    expect(metaOf(html, 'og:locale')).toBe(language === 'ar' ? 'ar_OM' : 'en_GB')
    expect(metaOf(html, 'og:image:alt'), path).toContain(wordsOf(language).site.name)
    expect(metaOf(html, 'twitter:card')).toBe('summary_large_image')
    const card = new URL(metaOf(html, 'og:image') ?? 'none:').pathname
    expect(card).toMatch(new RegExp(`^/cards/[a-z]+-${language}\\.png$`))
    expect(statSync(client + card).isFile()).toBe(true)
  }
})

test('a page that is not for search engines names no address, no pair and no card', () => {
  const hidden = pages.filter((page) => !isIndexed(page))
  expect(hidden.length).toBeGreaterThan(1)
  for (const { path, html } of hidden) expect(html, path).not.toMatch(/rel="canonical"|hreflang="[^"]*" href="http|og:/)
})

test('each language has a card for each section, 1200 by 630 and at most 60 kB', () => {
  const cards = Object.keys(wordsOf('ar').finding.cards)
  expect(readdirSync(`${client}cards`).sort()).toEqual(
    cards.flatMap((card) => languages.map((language) => `${card}-${language}.png`)).sort(),
  )
  for (const file of readdirSync(`${client}cards`)) {
    const { width, height, bytes } = pictureSize(`cards/${file}`)
    expect([width, height, bytes < 60 * 1024], file).toEqual([1200, 630, true])
  }
})

test.for(languages)('the web manifest is of its language and its icons have the size they say (%s)', (language) => {
  const manifest = JSON.parse(read(`${language}/manifest.webmanifest`)) as Record<string, unknown> & {
    icons: { src: string; sizes: string; purpose?: string }[]
  }
  expect(manifest).toMatchObject({
    lang: language,
    dir: language === 'ar' ? 'rtl' : 'ltr',
    short_name: wordsOf(language).site.name,
    start_url: `/${language}/`,
    display: 'standalone',
  })
  for (const { src, sizes } of manifest.icons.filter((icon) => icon.src.endsWith('.png'))) {
    const { width, height } = pictureSize(src.slice(1))
    expect(`${width}x${height}`, src).toBe(sizes)
  }
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true)
  const html = read(`${language}/search/index.html`)
  expect(html).toContain(`<link rel="manifest" href="/${language}/manifest.webmanifest">`)
  expect(pictureSize('icons/apple-touch.png')).toMatchObject({ width: 180, height: 180 })
})

test('what a title holds cannot end the script that describes it', () => {
  const title = '</script><script>alert(1)</script> \u2028\u2029 <!-- & "'
  const text = jsonLd({ name: title })
  expect(text).not.toMatch(/[<>&\u2028\u2029]/)
  expect(JSON.parse(text)).toEqual({ name: title })
})

test('every description for machines in the build is JSON of schema.org', () => {
  const blocks = pages.flatMap(({ path, html }) =>
    [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)].map(([, text = '']) => ({
      path,
      text,
    })),
  )
  expect(blocks.length).toBeGreaterThan(60)
  for (const { path, text } of blocks)
    expect(JSON.parse(text), path).toMatchObject({ '@context': 'https://schema.org', '@type': expect.any(String) })
})

test('a trail begins at home, ends at its page, and its addresses are whole', () => {
  const story = pages.find(({ path }) => path === '/ar/stories/sohar-factory/')
  const text = /<script type="application\/ld\+json">(\{[^<]*BreadcrumbList[^<]*)<\/script>/.exec(
    story?.html ?? '',
  )?.[1]
  const { itemListElement } = JSON.parse(text ?? '{}') as { itemListElement: { position: number; item: string }[] }
  expect(itemListElement.map(({ position, item }) => [position, new URL(item).pathname])).toEqual([
    [1, '/ar/'],
    [2, '/ar/stories/'],
    [3, '/ar/stories/sohar-factory/'],
  ])
})

const stall = (feeBaisa: number, subsidyBaisa: number, state: 'free' | 'taken' | 'withheld' = 'free') => ({
  code: 'A-1',
  zone: 'crafts',
  x: 0,
  y: 0,
  width: 1,
  height: 1,
  features: [],
  feeBaisa,
  subsidyBaisa,
  state,
})
const offered = {
  state: 'open' as const,
  mode: 'first_come' as const,
  stalls: [stall(5000, 2500), stall(8000, 0), stall(0, 0, 'withheld')],
  stallsFree: 2,
  bookingOpensAt: '2026-11-01T04:00:00.000Z',
  bookingClosesAt: '2026-12-01T10:00:00.000Z',
}

test('a stall costs its fee less the subsidy, and is offered only while stalls are given', () => {
  expect(stallOffer(offered)).toMatchObject({
    '@type': 'AggregateOffer',
    lowPrice: '2.500',
    highPrice: '8.000',
    priceCurrency: 'OMR',
    availability: 'https://schema.org/InStock',
  })
  expect(stallOffer({ ...offered, stalls: [stall(0, 0)] })).toMatchObject({ '@type': 'Offer', price: '0.000' })
  expect(stallOffer({ ...offered, stallsFree: 0 })).toMatchObject({ availability: 'https://schema.org/SoldOut' })
  expect(stallOffer({ ...offered, mode: 'ballot', stallsFree: 0 })).toMatchObject({
    availability: 'https://schema.org/InStock',
  })
  expect(stallOffer({ ...offered, state: 'published' })).toMatchObject({ availability: 'https://schema.org/PreOrder' })
  for (const state of ['closed', 'live', 'finished', 'cancelled'] as const)
    expect(stallOffer({ ...offered, state })).toBeUndefined()
})
