import { expect, test } from 'vitest'
import { atomFeed } from '../../site/finding/feed.ts'
import { sitemap } from '../../site/finding/sitemap.ts'
import { xml } from '../../site/finding/xml.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'

const site = 'https://tamkeen.example'
const now = Date.parse('2026-11-23T08:00:00Z')
const exhibition: ListedExhibition = {
  slug: 'nizwa',
  series: null,
  title: { ar: 'معرض <نزوى> & ما حولها', en: 'Nizwa <& around>' },
  venue: { ar: 'الساحة', en: 'The square' },
  governorate: 'ad-dakhiliyah',
  startsOn: '2026-12-27',
  endsOn: '2026-12-29',
  mode: 'first_come',
  review: 'none',
  state: 'open',
  bookingOpensAt: '2026-11-01T04:00:00.000Z',
  bookingClosesAt: '2026-11-25T10:00:00.000Z',
  stallsTotal: 20,
  stallsFree: 3,
  isDemonstration: false,
}
const entriesOf = (feed: string) => feed.match(/<entry>[\s\S]*?<\/entry>/g) ?? []
const idOf = (entry: string) => /<id>([^<]*)<\/id>/.exec(entry)?.[1]

test('a feed without news is still a feed', () => {
  const feed = atomFeed('ar', [], site, now)
  expect(entriesOf(feed)).toEqual([])
  expect(feed).toContain('<updated>2026-11-23T08:00:00.000Z</updated>')
  expect(feed).toContain('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">')
})

test('each piece of news is an entry of its own that keeps its id', () => {
  const kinds = ['published', 'open', 'closing', 'live', 'cancelled'] as const
  const news = kinds.map((kind, index) => ({ exhibition, kind, atUtc: now - index }))
  const ids = entriesOf(atomFeed('en', news, site, now)).map(idOf)
  expect(new Set(ids).size).toBe(kinds.length)
  expect(ids.every((id) => id?.startsWith(`${site}/en/exhibitions/nizwa/#`))).toBe(true)
  expect(entriesOf(atomFeed('en', news, site, now + 999_999)).map(idOf)).toEqual(ids)
})

test('a window that was extended closes anew, and that is news again', () => {
  const closing = (bookingClosesAt: string) =>
    idOf(
      atomFeed(
        'ar',
        [{ exhibition: { ...exhibition, bookingClosesAt }, kind: 'closing', atUtc: now }],
        site,
        now,
      ).split('<entry>')[1] ?? '',
    )
  expect(closing('2026-11-25T10:00:00.000Z')).not.toBe(closing('2026-11-28T10:00:00.000Z'))
})

test('titles are text in a feed, whatever they hold', () => {
  const [entry = ''] = entriesOf(atomFeed('ar', [{ exhibition, kind: 'open', atUtc: now }], site, now))
  expect(entry).toContain('&#60;نزوى&#62; &#38; ما حولها')
  expect(entry).not.toContain('<نزوى>')
  expect(xml('a\u0000\u000B"\'b\uFFFF😀')).toBe('a&#34;&#39;b😀')
})

test('a demonstration says so in every entry', () => {
  const news = [{ exhibition: { ...exhibition, isDemonstration: true }, kind: 'open' as const, atUtc: now }]
  expect(entriesOf(atomFeed('ar', news, site, now))[0]).toContain('<title>(محتوى تجريبي) ')
  expect(entriesOf(atomFeed('en', news, site, now))[0]).toContain('<title>(Demonstration) ')
})

test('a sitemap names each address in both languages, each with its pair', () => {
  const text = sitemap(['', 'stories/a&b/'], site)
  const places = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place]) => place)
  expect(places).toEqual([`${site}/ar/`, `${site}/en/`, `${site}/ar/stories/a&#38;b/`, `${site}/en/stories/a&#38;b/`])
  expect(text.match(/hreflang="(ar|en|x-default)"/g)).toHaveLength(12)
  expect(text).toContain(`hreflang="x-default" href="${site}/ar/stories/a&#38;b/"`)
})
