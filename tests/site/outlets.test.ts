import { expect, test } from 'vitest'
import { countedMessages, type Tree } from '../guards/word-tree.ts'
import { read } from '../guards/source-files.ts'
import { outletCategories } from '../../site/outlets/codes.ts'
import { distanceWords } from '../../site/outlets/distance-words.ts'
import { metresBetween } from '../../site/outlets/distance.ts'
import { governorateAnchors } from '../../site/outlets/governorate-anchors.ts'
import { spreadMarks } from '../../site/outlets/map/spread-marks.ts'
import { outletFile } from '../../site/outlets/outlet-file.ts'
import { nearestTo, type Outlet } from '../../site/outlets/outlet.ts'
import { categoryChoices, filterOutlets, governorateChoices, readFilter } from '../../site/outlets/outlet-filter.ts'
import { outletSigns } from '../../site/outlets/outlet-signs.ts'
import { countWords } from '../../site/outlets/outlet-words.ts'
import { readTileServer } from '../../site/outlets/tile-server.ts'
import { governorateIds, governorateOf } from '../../worker/contract/places.ts'
import { realOutlets, sampleOutlets } from './outlet-files.ts'

const outlets = realOutlets()
const [anOutlet] = outlets
const file = (changes: object) =>
  outletFile.safeParse({ ...JSON.parse(read('content/outlets/mutrah-souq.json')), ...changes })
const whyRefused = (changes: object) =>
  file(changes)
    .error?.issues.map(({ message }) => message)
    .join(' ') ?? 'accepted'

test('every place is a valid file, in a wilayat of its governorate, approved only where somebody approved it', () => {
  expect(outlets.length).toBeGreaterThanOrEqual(74)
  for (const { slug, governorate, wilayat, status, approval, sample } of outlets) {
    expect(governorateOf(wilayat), slug).toBe(governorate)
    expect([status, sample], slug).toEqual([approval ? 'approved' : 'proposed', undefined])
  }
  expect(new Set(outlets.map(({ governorate }) => governorate)).size).toBe(11)
  expect(new Set(outlets.map(({ category }) => category))).toEqual(new Set(outletCategories))
})

test('the demonstration holds the corner cases: no position, two in one mall, an approval, a long name', () => {
  const samples = sampleOutlets()
  expect(samples.every(({ sample }) => sample)).toBe(true)
  expect(samples.filter(({ position }) => !position)).toHaveLength(1)
  const places = samples.flatMap(({ position }) => (position ? [`${position.latitude} ${position.longitude}`] : []))
  expect(new Set(places).size).toBeLessThan(places.length)
  expect(samples.filter(({ status }) => status === 'approved')).toHaveLength(1)
  expect(Math.max(...samples.map(({ name }) => name.ar.length))).toBeGreaterThan(60)
})

test.for<[mistake: string, changes: object, says: RegExp]>([
  ['a wilayat of another governorate', { wilayat: 'nizwa' }, /nizwa lies in ad-dakhiliyah.*muscat are: muscat, mutrah/],
  ['an unknown wilayat', { wilayat: 'matrah' }, /"matrah" is no wilayat.*mutrah/],
  ['an unknown kind of place', { category: 'shop' }, /category is one of: hotel, airport, mall/],
  ['one language only', { name: { ar: 'سوق مطرح' } }, /name in English/],
  ['an approval without a name', { status: 'approved' }, /who approved it and when/],
  [
    'a proposal that has an approval',
    { approval: { by: { ar: 'جهة', en: 'A body' }, on: '2027-01-01' } },
    /write "status"/,
  ],
  [
    'latitude and longitude swapped',
    { position: { latitude: 58.5, longitude: 23.6, accuracyMetres: 500, confidence: 'low', source: 'x' } },
    /swapped/,
  ],
  [
    'a number in quotes',
    { position: { latitude: '23.6', longitude: 58.5, accuracyMetres: 500, confidence: 'low', source: 'x' } },
    /without quotes/,
  ],
])('a file with %s is refused in words for its editor', ([, changes, says]) => {
  expect(whyRefused(changes)).toMatch(says)
  expect(whyRefused({})).toBe('accepted')
  expect(whyRefused({ position: undefined })).toBe('accepted')
})

const query = (text: string) => readFilter(new URLSearchParams(text))

test('the two filters combine, and what each link counts is what it leads to', () => {
  const { filter, isUnderstood } = query('category=mall&governorate=muscat')
  expect(isUnderstood).toBe(true)
  const chosen = filterOutlets(outlets, filter)
  expect(chosen.length).toBeGreaterThan(1)
  expect(chosen.every(({ category, governorate }) => category === 'mall' && governorate === 'muscat')).toBe(true)
  for (const { code, count, href } of [...categoryChoices(outlets, filter), ...governorateChoices(outlets, filter)]) {
    const there = query(href.replace('./', '').replace('?', ''))
    expect(filterOutlets(outlets, there.filter), String(code)).toHaveLength(count)
  }
})

test('every filter can be taken back', () => {
  const { filter } = query('category=mall&governorate=muscat')
  expect(categoryChoices(outlets, filter)[0]).toMatchObject({ code: null, href: '?governorate=muscat' })
  expect(governorateChoices(outlets, filter)[0]).toMatchObject({ code: null, href: '?category=mall' })
  expect(governorateChoices(outlets, query('governorate=muscat').filter)[0]?.href).toBe('./')
})

test.for([
  'category=castle',
  'governorate=atlantis',
  'category=mall&governorate=__proto__',
  'category=%00',
  'category=Mall',
])('a filter that nobody knows is left out and said so: %s', (text) => {
  const { filter, isUnderstood } = query(text)
  expect(isUnderstood).toBe(false)
  expect(filterOutlets(outlets, filter).length).toBeGreaterThan(0)
})

test('a blank filter is no filter', () => {
  expect(query('category=&governorate=')).toEqual({ filter: { category: null, governorate: null }, isUnderstood: true })
})

test('counts are said in words, in the forms that Arabic has', () => {
  const many = (count: number): Outlet[] => Array.from({ length: count }, () => anOutlet as Outlet)
  expect(countWords('ar', many(1))).toBe('موقع واحد، ولا منفذ معتمدًا بينها حتى الآن')
  expect(countWords('ar', many(2))).toMatch(/^موقعان،/)
  expect(countWords('ar', many(7))).toMatch(/^7 مواقع،/)
  expect(countWords('ar', many(74))).toMatch(/^74 موقعًا،/)
  expect(countWords('ar', [])).toBe('لا مواقع')
  expect(countWords('en', many(74))).toBe('74 places, none of them an approved outlet so far')
  const { outlets: words } = JSON.parse(read('content/words/ar.json')) as { outlets: Tree }
  expect(countedMessages(words).size).toBe(2)
})

test('distances are rounded to what a position in this list can bear, with Latin digits', () => {
  expect(distanceWords('ar', 312)).toBe('300 متر')
  expect(distanceWords('ar', 3000)).toBe('3 كيلومترات')
  expect(distanceWords('ar', 12_400)).toBe('12 كيلومترًا')
  expect(distanceWords('en', 1500)).toBe('1.5 kilometres')
  const [muscat, salalah] = [
    { latitude: 23.59, longitude: 58.41 },
    { latitude: 17.02, longitude: 54.09 },
  ]
  expect(metresBetween(muscat, salalah) / 1000).toBeCloseTo(860, -1)
})

test('the nearest places are near, and an outlet without a position names those of its wilayat', () => {
  const souq = outlets.find(({ slug }) => slug === 'nizwa-souq') as Outlet
  expect(nearestTo(souq, outlets, 3).map(({ outlet }) => outlet.slug)).toContain('nizwa-fort')
  const unplaced = nearestTo({ ...souq, position: undefined }, outlets, 4)
  expect(unplaced.length).toBeGreaterThan(0)
  expect(unplaced.every(({ outlet, metres }) => outlet.wilayat === 'nizwa' && metres === null)).toBe(true)
})

test('marks at one place stand side by side, each reachable, none far away', () => {
  const mall = { x: 100, y: 100 }
  const spread = spreadMarks([mall, mall, mall, { x: 300, y: 300 }], 26)
  for (const [index, one] of spread.entries())
    for (const other of spread.slice(index + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(25)
  expect(spread[0]).toEqual(mall)
  expect(spread[3]).toEqual({ x: 300, y: 300 })
  for (const place of spread.slice(0, 3)) expect(Math.hypot(place.x - 100, place.y - 100)).toBeLessThan(60)
})

test('each governorate has its number on the map and its shape in the geometry, each kind an outline of its own', () => {
  expect(governorateAnchors.map(({ id }) => id)).toEqual(governorateIds)
  const { features } = JSON.parse(read('content/map/om-governorates.geojson')) as {
    features: { properties: { id: string } }[]
  }
  expect(governorateAnchors.map(({ shape }) => shape).sort()).toEqual(
    features.map(({ properties }) => properties.id).sort(),
  )
  const signs = Object.values(outletSigns)
  expect(new Set(signs.map(({ outline }) => outline)).size).toBe(5)
  expect(new Set(signs.map(({ drawing }) => drawing)).size).toBe(5)
})

test('a tile server is a setting that is refused without TLS, without its places and without its credit', () => {
  expect(readTileServer({ url: '', credit: '' })).toBeNull()
  expect(readTileServer({ url: 'https://tiles.example/{z}/{x}/{y}.png', credit: '© Example' })).toMatchObject({
    origin: 'https://tiles.example',
    host: 'tiles.example',
  })
  expect(() => readTileServer({ url: 'http://tiles.example/{z}/{x}/{y}.png', credit: '© Example' })).toThrow('https')
  expect(() => readTileServer({ url: 'https://tiles.example/map.png', credit: '© Example' })).toThrow('{z}')
  expect(() => readTileServer({ url: 'https://tiles.example/{z}/{x}/{y}.png', credit: '' })).toThrow('MAP_TILE_CREDIT')
})
