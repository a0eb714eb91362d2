import { readdirSync, readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { seededExhibitions, seededSeries } from '../../db/seed/exhibitions.ts'
import { readPage } from '../../site/search/read-page.ts'
import { root } from '../guards/source-files.ts'
import { exhibitions } from './demonstration.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const
const get = async (path: string) => (await fetch(inject('url') + path)).text()
/** Pages built once keep the host they were built for, so the path alone is looked at. */
function canonicalOf(html: string): string {
  const { pathname, search } = new URL(/<link rel="canonical" href="([^"]*)"/.exec(html)?.[1] ?? 'none:')
  return pathname + search
}
const sitemapPaths = async () =>
  [...(await get('/sitemap.xml')).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place = '']) => new URL(place).pathname)

/** What an XML parser of a browser finds wrong with a document, and its root element. */
async function parseXml(text: string): Promise<{ fault: string | null; root: string; entries: number }> {
  const page = await newVisitor()
  return page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'application/xml')
    return {
      fault: parsed.querySelector('parsererror')?.textContent ?? null,
      root: `${parsed.documentElement.namespaceURI} ${parsed.documentElement.localName}`,
      entries: parsed.getElementsByTagName('entry').length,
    }
  }, text)
}

test('the sitemap names every built page that may be listed, the exhibitions and the series, in both languages', async () => {
  const paths = await sitemapPaths()
  const client = `${root}dist/client/`
  const built = readdirSync(client, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html') && readPage(readFileSync(client + file, 'utf8')) !== null)
    .map((file) => `/${file.replace(/index\.html$/, '')}`)
  const live = languages.flatMap((language) =>
    ['', 'exhibitions/', `exhibitions/${exhibitions.round.slug}/`, `exhibitions/series/${seededSeries.slug}/`].map(
      (path) => `/${language}/${path}`,
    ),
  )
  expect([...built, ...live].filter((path) => !paths.includes(path))).toEqual([])
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.filter((path) => path.startsWith('/ar/')).length).toBe(paths.length / 2)
  expect(await parseXml(await get('/sitemap.xml'))).toMatchObject({
    fault: null,
    root: 'http://www.sitemaps.org/schemas/sitemap/0.9 urlset',
  })
})

test('every address of the sitemap is answered, may be listed, and calls itself by that address', async () => {
  const paths = await sitemapPaths()
  for (const path of paths) {
    const answer = await fetch(inject('url') + path)
    const html = await answer.text()
    const canonical = canonicalOf(html)
    expect([answer.status, canonical, answer.headers.get('X-Robots-Tag')], path).toEqual([200, path, null])
  }
})

test.for(languages)(
  'a filtered list and a search call themselves by the page without its query (%s)',
  async (language) => {
    for (const path of ['outlets/?governorate=muscat', 'search/?q=x', 'exhibitions/?x=1']) {
      const html = await get(`/${language}/${path}`)
      expect(canonicalOf(html)).toBe(`/${language}/${path.replace(/\?.*/, '')}`)
      expect(html).not.toMatch(/hreflang="(ar|en|x-default)" href="http[^"]*\?/)
    }
  },
)

test.for(languages)(
  'the feed is Atom, has the news of exhibitions and is linked from their page (%s)',
  async (language) => {
    const answer = await fetch(`${inject('url')}/${language}/feed.xml`)
    expect(answer.headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
    const text = await answer.text()
    const { fault, root: element, entries } = await parseXml(text)
    expect([fault, element]).toEqual([null, 'http://www.w3.org/2005/Atom feed'])
    expect(entries).toBeGreaterThan(5)
    const updated = [...text.matchAll(/<updated>([^<]*)<\/updated>/g)].map(([, instant = '']) => instant)
    expect(updated.slice(1)).toEqual(updated.slice(1).sort().reverse())
    expect(text).toContain(`/${language}/exhibitions/${exhibitions.live.slug}/#live`)

    const page = await newVisitor()
    await open(page, `/${language}/exhibitions/`)
    expect(await page.locator('link[type="application/atom+xml"]').getAttribute('href')).toBe(`/${language}/feed.xml`)
    const { follow } = wordsOf(language).finding
    expect(await page.getByRole('link', { name: follow.feed }).getAttribute('href')).toBe(`/${language}/feed.xml`)
  },
)

test.for(languages)('one calendar has every coming exhibition once, marked, and no past one (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/exhibitions/`)
  const link = page.getByRole('link', { name: wordsOf(language).finding.follow.calendar })
  const answer = await fetch(inject('url') + (await link.getAttribute('href')))
  expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
  const text = await answer.text()
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
  expect(text.split('\r\n').every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true)
  const uids = [...text.matchAll(/^UID:(.*)\r$/gm)].map(([, uid = '']) => uid.split('@')[0])
  expect(new Set(uids).size).toBe(uids.length)
  expect(uids).toContain(exhibitions.live.slug)
  expect(uids).toContain(exhibitions.notOpen.slug)
  expect(uids).not.toContain(exhibitions.finished.slug)
  const events = text.split('BEGIN:VEVENT').slice(1)
  const slugs: string[] = Object.values(seededExhibitions).map(({ slug }) => slug)
  const marked = events.filter((event) => slugs.includes(/^UID:(.*?)@/m.exec(event)?.[1] ?? ''))
  expect(marked.length).toBeGreaterThan(1)
  for (const event of marked) expect(event).toContain(wordsOf(language).site.demonstration)
})

test.for(languages)(
  'an exhibition describes itself as an event: place, days, hours, state and what a stall costs (%s)',
  async (language) => {
    const dataOf = async (slug: string) => {
      const html = await get(`/${language}/exhibitions/${slug}/`)
      const all = [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)]
      return all.map(([, text = '']) => JSON.parse(text) as Record<string, unknown>)
    }
    const open = exhibitions.confirmedAtOnce
    const [event, trail] = await dataOf(open.slug)
    expect(event).toMatchObject({
      '@type': 'Event',
      name: open.title[language],
      eventStatus: 'https://schema.org/EventScheduled',
      startDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d\+04:00$/),
      location: { '@type': 'Place', name: open.venue[language], address: { addressCountry: 'OM' } },
      offers: { priceCurrency: 'OMR', url: `${inject('url')}/${language}/exhibitions/${open.slug}/book/` },
    })
    expect(event?.description).toContain(wordsOf(language).site.demonstration)
    expect(event).not.toHaveProperty('isAccessibleForFree')
    expect(trail).toMatchObject({ '@type': 'BreadcrumbList' })
    const [over] = await dataOf(exhibitions.finished.slug)
    expect(over).not.toHaveProperty('offers')
  },
)

test.for(languages)(
  'the home page says what the site is, and that the Ministry runs the programme (%s)',
  async (language) => {
    const html = await get(`/${language}/`)
    const text = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '{}'
    const { '@graph': graph } = JSON.parse(text) as { '@graph': Record<string, unknown>[] }
    expect(graph.map((thing) => thing['@type'])).toEqual(['WebSite', 'Service', 'Organization'])
    const [website, , ministry] = graph
    expect(website).toMatchObject({ name: wordsOf(language).site.name, url: `${inject('url')}/${language}/` })
    expect(Object.keys(ministry ?? {}).sort()).toEqual(['@id', '@type', 'name'])
  },
)

test('the pictures and icons that pages name are there', async () => {
  for (const path of ['/ar/', '/en/exhibitions/', `/ar/exhibitions/${exhibitions.round.slug}/`]) {
    const html = await get(path)
    const named = [
      /<meta property="og:image" content="([^"]*)"/.exec(html)?.[1],
      ...[...html.matchAll(/<link rel="(?:icon|apple-touch-icon|manifest)" href="([^"]*)"/g)].map(([, href]) => href),
    ]
    expect(named).toHaveLength(4)
    for (const address of named) {
      const answer = await fetch(new URL(address ?? '/missing', inject('url')))
      expect([answer.status, answer.headers.get('Content-Type')], address).toEqual([
        200,
        expect.stringMatching(/^(image\/(png|svg\+xml)|application\/manifest\+json)/),
      ])
    }
  }
})
