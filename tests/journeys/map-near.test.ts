import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { listenTo } from './inspect.ts'
import { itemOf, listedOn, openMap } from './map-page.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const
const nizwa = { latitude: 22.9333, longitude: 57.53 }

const said = (page: Page) => page.locator('[data-says]').innerText()
const nearest = (page: Page, language: Language) =>
  page.getByRole('button', { name: wordsOf(language).outlets.near.button })

async function standIn(page: Page, place: { latitude: number; longitude: number }): Promise<void> {
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation(place)
}

test.for(languages)(
  'the nearest come first with how far they are, and the position goes nowhere (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone' })
    const heard = listenTo(page)
    const { near } = wordsOf(language).outlets
    await standIn(page, nizwa)
    await open(page, `/${language}/outlets/`)
    const before = await listedOn(page)
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`))
    expect(await page.locator('main').innerText()).toContain(near.private)
    await nearest(page, language).click()
    await expect.poll(() => listedOn(page)).not.toEqual(before)
    const after = await listedOn(page)
    expect(after.slice(0, 2).sort()).toEqual(['nizwa-fort', 'nizwa-souq'])
    expect([...after].sort()).toEqual([...before].sort())
    expect(await said(page)).toMatch(language === 'ar' ? /أقربها .*متر/ : /Nearest: .* metres/)
    const away = await itemOf(page, 'mutrah-souq').locator('.outlet-away').innerText()
    expect(away).toMatch(language === 'ar' ? /^1\d\d كيلومترًا? تقريبًا$/ : /^about 1\d\d kilometres$/)
    expect(sent.filter((line) => /22\.9|57\.5|POST/.test(line))).toEqual([])

    await page.getByRole('button', { name: near.restore }).click()
    await expect.poll(() => listedOn(page)).toEqual(before)
    expect(await page.locator('.outlet-away').count()).toBe(0)
    expect(await said(page)).toBe(near.restored)
    expect(heard).toEqual([])
  },
)

test('an outlet whose place nobody knows comes last, and is said to be so', async () => {
  const page = await newVisitor({ device: 'phone' })
  await standIn(page, nizwa)
  await page.route(/\/outlets\/$/, async (route) => {
    const answer = await route.fetch()
    const html = await answer.text()
    await route.fulfill({ response: answer, body: html.replace(/(<li id="nizwa-souq") data-at="[^"]*"/, '$1') })
  })
  await open(page, '/ar/outlets/')
  await nearest(page, 'ar').click()
  await expect.poll(async () => (await listedOn(page)).at(-1)).toBe('nizwa-souq')
  expect(await itemOf(page, 'nizwa-souq').locator('.outlet-away').innerText()).toBe(wordsOf('ar').outlets.near.unknown)
})

test('with the map open the order of distance outlives a filter, and the map shows where one is', async () => {
  const page = await newVisitor()
  await standIn(page, nizwa)
  await openMap(page, 'en')
  await nearest(page, 'en').click()
  await page.locator('.map-here').waitFor()
  const { kinds, near } = wordsOf('en').outlets
  await page.getByRole('link', { name: kinds.mall }).click()
  await expect.poll(async () => (await listedOn(page))[0]).toBe('nizwa-grand-mall')
  expect(await page.locator('.outlet-away').count()).toBe((await listedOn(page)).length)
  await page.getByRole('button', { name: near.restore }).click()
  await expect.poll(() => page.locator('.map-here').count()).toBe(0)
})

test.for(languages)('a refused permission is answered in words, and the list stays as it is (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  await page.context().clearPermissions()
  await open(page, `/${language}/outlets/`)
  const before = await listedOn(page)
  await nearest(page, language).click()
  await expect.poll(() => said(page)).toBe(wordsOf(language).outlets.near.denied)
  expect(await listedOn(page)).toEqual(before)
})

test.for([
  [2, 'unavailable'],
  [3, 'timeout'],
] as const)('a device that answers with error %i is answered in words (%s)', async ([code, reason]) => {
  const page = await newVisitor({ device: 'phone' })
  await page.addInitScript((error) => {
    Object.defineProperty(navigator.geolocation, 'getCurrentPosition', {
      value: (_found: unknown, refuse: (answer: { code: number }) => void) => refuse({ code: error }),
    })
  }, code)
  await open(page, '/ar/outlets/')
  await nearest(page, 'ar').click()
  await expect.poll(() => said(page)).toBe(wordsOf('ar').outlets.near[reason])
})
