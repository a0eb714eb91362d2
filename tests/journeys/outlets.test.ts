import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { governorates } from '../../worker/contract/places.ts'
import { listenTo } from './inspect.ts'
import { itemOf, listedOn } from './map-page.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const

const filters = (page: Page) => page.getByRole('navigation').filter({ has: page.locator('#by-kind') })

test.for(languages)(
  'without JavaScript the list is filtered by links, both filters together, and taken back (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const { outlets: words } = wordsOf(language)
    await open(page, `/${language}/outlets/`)
    const all = await listedOn(page)
    await page.locator('summary').click()
    const mall = filters(page).getByRole('link', { name: words.kinds.mall })
    const count = Number(/\d+/.exec(await mall.innerText())?.[0])
    await answerTo(page, () => mall.click())
    expect(page.url()).toContain('?category=mall')
    expect(await listedOn(page)).toHaveLength(count)
    expect(await page.locator('.outlets .sign--mall').count()).toBe(count)

    await page.locator('summary').click()
    const muscat = governorates[0]?.[language].replace('محافظة ', '') ?? ''
    await answerTo(page, () =>
      filters(page)
        .getByRole('link', { name: new RegExp(`^${muscat}`) })
        .click(),
    )
    expect(new URL(page.url()).search).toBe('?category=mall&governorate=muscat')
    const both = await listedOn(page)
    expect(both.length).toBeGreaterThan(0)
    expect(both.length).toBeLessThan(count)
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toContain(governorates[0]?.[language])
    expect(await page.title()).toContain(words.kinds.mall)
    expect(await filters(page).locator('[aria-current=true]').count()).toBe(2)

    for (let taken = 0; taken < 2; taken += 1) {
      await page.locator('summary').click()
      const back = filters(page)
        .getByRole('link', { name: words.filters.all })
        .and(page.locator(':not([aria-current])'))
      await answerTo(page, () => back.first().click())
    }
    expect(await listedOn(page)).toEqual(all)
  },
)

test('the governorates come in their official order, each with how many places it has', async () => {
  const page = await newVisitor({ hasScript: false })
  await open(page, '/en/outlets/')
  const groups = page.locator('section.outlets')
  const names = await groups
    .locator('h2')
    .evaluateAll((heads) => heads.map((head) => head.firstChild?.textContent?.trim()))
  expect(names).toEqual(governorates.map(({ en }) => en))
  for (const group of await groups.all()) {
    const said = /\d+|One/.exec(await group.locator('h2 small').innerText())?.[0].replace('One', '1')
    expect(await group.locator('li').count()).toBe(Number(said))
  }
})

test('without JavaScript the drawn map shows the same numbers, and a press on one is that filter', async () => {
  const page = await newVisitor({ hasScript: false })
  await open(page, '/ar/outlets/?category=airport')
  const counts = await page.locator('.drawn-count text').allTextContents()
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe((await listedOn(page)).length)
  await answerTo(page, () => page.locator('.drawn-count').first().click())
  expect(new URL(page.url()).search).toMatch(/^\?category=airport&governorate=/)
  expect(await page.locator('.land--chosen').count()).toBe(1)
})

test.for(languages)('a choice that fits no place says so and leads back to all of them (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { outlets: words } = wordsOf(language)
  await open(page, `/${language}/outlets/?category=airport&governorate=al-buraimi`)
  expect(await page.getByRole('status').first().innerText()).toContain(words.count.zero)
  expect(await page.locator('main').innerText()).toContain(words.none)
  await answerTo(page, () => page.getByRole('link', { name: words.filters.clear }).click())
  expect((await listedOn(page)).length).toBeGreaterThan(70)
})

test('a link to one outlet of a filtered list opens there and shows which one is meant', async () => {
  // Chromium's emulated phone does not follow a fragment without JavaScript.
  const page = await newVisitor({ hasScript: false })
  await open(page, '/ar/outlets/?governorate=ad-dakhiliyah#nizwa-souq')
  const item = itemOf(page, 'nizwa-souq')
  await expect.poll(() => item.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(900)
  const colour = (slug: string) => itemOf(page, slug).evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await colour('nizwa-souq')).not.toBe(await colour('nizwa-fort'))
})

test.for(languages)(
  'the page of a place says what it is, how sure that is, and how to get there (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const heard = listenTo(page)
    const { outlets: words } = wordsOf(language)
    await open(page, `/${language}/outlets/wadi-darbat/`)
    const text = await page.locator('main').innerText()
    for (const said of [words.status.proposed, words.page.proposed, words.kind.tourist_site, words.page.directionsLow])
      expect(text).toContain(said)
    expect(text).toMatch(language === 'ar' ? /في حدود 3 كيلومترات/ : /within 3 kilometres/)
    const hrefs = await page
      .locator('.directions a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs[0]).toMatch(/^geo:17\.105,54\.453\?q=17\.105,54\.453\(/)
    expect(hrefs[1]).toMatch(/^https:\/\/www\.openstreetmap\.org\/\?mlat=17\.105&mlon=54\.453#map=/)
    expect(hrefs[2]).toMatch(/^https:\/\/www\.google\.com\/maps\/search\//)
    expect(await page.locator('.locator-ring--area').count()).toBe(1)
    expect(await page.locator('.locator-point').count()).toBe(0)
    expect(await page.locator('.near-outlets li').count()).toBeGreaterThan(1)
    await answerTo(page, () => page.getByRole('link', { name: words.page.onMap }).click())
    expect(new URL(page.url()).hash).toBe('#wadi-darbat')
    expect(heard).toEqual([])
  },
)

test('a position that is known is a point on the drawing', async () => {
  const page = await newVisitor({ hasScript: false })
  await open(page, '/en/outlets/city-centre-muscat/')
  expect(await page.locator('.locator-point').count()).toBe(1)
  expect(await page.locator('main').innerText()).toContain('The point is known to within 300 metres.')
})

test('both files can be fetched from the page', async () => {
  const page = await newVisitor()
  await open(page, '/ar/outlets/')
  const { files } = wordsOf('ar').outlets
  for (const name of [files.csv, files.geojson]) {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    expect((await download).suggestedFilename()).toMatch(/^outlets\.(csv|geojson)$/)
  }
})

test.for(languages)('the list prints whole, black on white, without its map and its buttons (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/outlets/`)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const items = page.locator('.outlets li')
  expect(await items.filter({ visible: true }).count()).toBe((await listedOn(page)).length)
  for (const hidden of ['.map', '.filters', 'outlet-finder button', '.to-map'])
    expect(await page.locator(hidden).filter({ visible: true }).count(), hidden).toBe(0)
  const marks = page.locator('.outlet-mark')
  expect(await marks.filter({ visible: true }).count()).toBe(await marks.count())
  const { ink, height } = await items.first().evaluate((item) => ({
    ink: getComputedStyle(item).color,
    height: item.getBoundingClientRect().height,
  }))
  expect(ink).toBe('rgb(0, 0, 0)')
  // A dense list: one or two lines of small type each.
  expect(height).toBeLessThan(45)
})

test.for([320, 390, 768, 1280])(
  'the list and a page fit a window of %i px, and so do letters twice as large',
  async (width) => {
    const page = await newVisitor({ hasScript: false })
    await page.setViewportSize({ width, height: 800 })
    for (const path of ['/ar/outlets/', '/en/outlets/', '/en/outlets/royal-opera-house-muscat-opera-galleria/']) {
      for (const letters of ['100%', '200%']) {
        await open(page, path)
        await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters)
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(wider, `${path} ${letters}`).toBe(0)
      }
    }
  },
)
