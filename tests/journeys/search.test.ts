import { expect, test } from 'vitest'
import { axeFindings, documentFaults, listenTo } from './inspect.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'
import type { Page } from 'playwright-core'

const languages = ['ar', 'en'] as const

const countOf = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).first()
const titlesOf = (page: Page) => page.locator('.found h3 a').allInnerTexts()

async function openSearch(page: Page, language: Language, query?: string): Promise<void> {
  await open(page, `/${language}/search/${query === undefined ? '' : `?${new URLSearchParams({ q: query })}`}`)
  if (query !== undefined) await settled(page, language)
}

/** Waits until the search says what it found. */
async function settled(page: Page, language: Language): Promise<void> {
  const { working } = wordsOf(language).finding.search
  await expect.poll(() => countOf(page).innerText()).not.toBe(working)
}

async function ask(page: Page, language: Language, query: string): Promise<void> {
  await page.getByRole('searchbox').fill(query)
  await page.getByRole('searchbox').press('Enter')
  await settled(page, language)
}

const found: [language: Language, query: string, title: string][] = [
  ['ar', 'سوق مطرح', 'سوق مطرح'],
  ['ar', 'سُوق مَطرَح', 'سوق مطرح'],
  ['ar', 'الخصوصيه', 'الخصوصية'],
  ['ar', 'حلوي', wordsOf('ar').home.title],
  ['ar', 'الحلوى', wordsOf('ar').home.title],
  ['ar', 'معرض', wordsOf('ar').exhibitions.title],
  ['ar', 'مُعَارِض', wordsOf('ar').exhibitions.title],
  ['ar', '٣٧٤', 'نحو 374 مواطنة في مصنع بصحار'],
  ['ar', 'اسره منتجه', wordsOf('ar').exhibitions.title],
  ['en', 'mutrah souq', 'Mutrah Souq'],
  ['en', 'stalls', wordsOf('en').exhibitions.title],
  ['en', 'loan', 'Financing small and medium projects'],
]

test.for(found)('%s: «%s» leads to «%s»', async ([language, query, title]) => {
  const page = await newVisitor()
  await openSearch(page, language, query)
  expect(await titlesOf(page)).toContain(title)
})

test.for(languages)(
  'a search shows what it found, says how much, and its address can be sent to somebody (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone' })
    const heard = listenTo(page)
    const words = wordsOf(language).finding.search
    await openSearch(page, language)
    expect(await countOf(page).count()).toBe(0)
    const query = language === 'ar' ? 'معرض' : 'exhibition'
    await ask(page, language, query)
    const titles = await titlesOf(page)
    expect(titles.length).toBeGreaterThan(3)
    expect(await countOf(page).innerText()).toContain(query)
    expect(await page.title()).toContain(query)
    expect(await page.locator('.found mark').first().isVisible()).toBe(true)
    expect(new URL(page.url()).searchParams.get('q')).toBe(query)

    expect(await documentFaults(page, language, 'public')).toEqual([])
    expect(await axeFindings(page)).toEqual([])
    const address = page.url()
    await page.locator('.found h3 a').first().click()
    await page.goBack()
    await settled(page, language)
    expect(await titlesOf(page)).toEqual(titles)

    const friend = await newVisitor()
    await open(friend, address)
    await settled(friend, language)
    expect(await titlesOf(friend)).toEqual(titles)
    expect(await friend.getByRole('searchbox').inputValue()).toBe(query)
    expect(await friend.getByRole('heading', { name: words.index, exact: true }).isVisible()).toBe(true)
    expect(heard).toEqual([])
  },
)

test('exhibitions are found as they are now, with their state and days', async () => {
  const page = await newVisitor()
  await openSearch(page, 'ar', 'معارض نزوى')
  const first = page.locator('[data-part="exhibitions"] li').first()
  expect(await first.locator('a').getAttribute('href')).toMatch(/^\/ar\/exhibitions\/[a-z0-9-]+\/$/)
  expect(await first.locator('[data-about]').innerText()).not.toBe('')
  expect(await first.locator('p').innerText()).toMatch(/20\d\d · /)
})

test.for(languages)('nothing found says so, helps, and offers the other language (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  const words = wordsOf(language).finding.search
  await openSearch(page, language, 'qqqzzz')
  expect(await countOf(page).innerText()).toContain('qqqzzz')
  expect(await page.getByText(words.help[0] ?? '').isVisible()).toBe(true)
  expect(await axeFindings(page)).toEqual([])
  const other = language === 'ar' ? 'en' : 'ar'
  const link = page.locator('[data-part="other"]')
  expect(await link.getAttribute('href')).toBe(`/${other}/search/?q=qqqzzz`)
  await link.click()
  await settled(page, other)
  expect(await page.getByRole('searchbox').inputValue()).toBe('qqqzzz')
})

test('more results come on request, and the keyboard goes on at the first of them', async () => {
  const page = await newVisitor()
  await openSearch(page, 'ar', 'ولاية')
  const before = await page.locator('[data-part="pages"] li').count()
  expect(before).toBe(10)
  await page.getByRole('button', { name: wordsOf('ar').finding.search.more }).press('Enter')
  await expect.poll(() => page.locator('[data-part="pages"] li').count()).toBe(20)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    await page.locator('[data-part="pages"] li').nth(10).locator('a').innerText(),
  )
})

test('the index is loaded only when it is searched, and from this site alone', async () => {
  const page = await newVisitor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await openSearch(page, 'ar')
  await page.getByRole('searchbox').fill('سوق')
  await page.waitForLoadState('networkidle')
  expect(asked.filter((url) => /pagefind|api/.test(url))).toEqual([])
  await ask(page, 'ar', 'سوق')
  expect(asked.filter((url) => url.includes('/pagefind/')).length).toBeGreaterThan(3)
  const { origin } = new URL(page.url())
  expect(asked.filter((url) => !url.startsWith(origin))).toEqual([])
  expect(await page.context().cookies()).toEqual([])
})

test('a search that cannot be made says so and points to the index', async () => {
  const page = await newVisitor()
  await page.route('**/pagefind/**', (route) => route.abort())
  await openSearch(page, 'ar', 'سوق')
  expect(await countOf(page).innerText()).toBe(wordsOf('ar').finding.search.failed)
  await page.unroute('**/pagefind/**')
  await ask(page, 'ar', 'سوق مطرح')
  expect(await titlesOf(page)).toContain('سوق مطرح')
})

test('when exhibitions cannot be asked for, the pages are found all the same', async () => {
  const page = await newVisitor()
  await page.route('**/api/v1/exhibitions', (route) => route.fulfill({ status: 503 }))
  await openSearch(page, 'ar', 'سوق مطرح')
  expect(await titlesOf(page)).toContain('سوق مطرح')
  expect(await page.getByText(wordsOf('ar').finding.search.partly).isVisible()).toBe(true)
})

test.for(languages)('without JavaScript the page is an index of titles, and says why (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const words = wordsOf(language).finding.search
  await open(page, `/${language}/search/`)
  expect(await page.locator('noscript p').innerText()).toBe(words.noScript)
  expect(await page.locator('noscript p').isVisible()).toBe(true)
  await page.getByRole('searchbox').fill('souq')
  await page.getByRole('button', { name: words.button }).click()
  expect(new URL(page.url()).searchParams.get('q')).toBe('souq')
  const index = page.getByRole('region', { name: words.index, exact: true })
  const links = await index.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(links.length).toBeGreaterThan(60)
  for (const href of links.filter((_, place) => place % 9 === 0)) {
    const answer = await open(page, href)
    expect(answer.status(), href).toBe(200)
  }
})

test.for(languages)('the header leads to search (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  await open(page, `/${language}/exhibitions/`)
  await page
    .getByRole('banner')
    .getByRole('link', { name: wordsOf(language).site.nav.search })
    .click()
  expect(new URL(page.url()).pathname).toBe(`/${language}/search/`)
})
