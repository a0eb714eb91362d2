import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { trackSlugs } from '../../site/programme/track-slugs.ts'
import { outletCategories } from '../../site/outlets/codes.ts'
import { governorateIds } from '../../worker/contract/places.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const
const pathOf = (page: Page) => new URL(page.url()).pathname
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test.for(languages)(
  'the first screen of a phone says what Tamkeen is and opens its three doors (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const { home } = wordsOf(language)
    const doors = { book: 'exhibitions/', find: 'bookings/', benefits: 'programme/benefits/' } as const
    await page.setViewportSize({ width: 390, height: 740 })
    for (const door of Object.keys(doors) as (keyof typeof doors)[]) {
      await open(page, `/${language}/`)
      expect(await page.getByText(home.lead).isVisible()).toBe(true)
      const link = page.locator('main').getByRole('link', { name: home.doors[door], exact: true })
      const box = await link.getByText(home.doors[door]).boundingBox()
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(740)
      expect(box?.height).toBeGreaterThanOrEqual(44)
      expect((await answerTo(page, () => link.click())).status()).toBe(200)
      expect(pathOf(page)).toBe(`/${language}/${doors[door]}`)
    }
    expect(await page.context().cookies()).toEqual([])
  },
)

test.for(languages)('the home page leads to the exhibitions, outlets, tracks and the story (%s)', async (language) => {
  const page = await newVisitor({ hasScript: false })
  await open(page, `/${language}/`)
  const links = await page
    .locator('main a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')?.replace(/^\/(ar|en)\//, '')))
  expect(links).toEqual(
    expect.arrayContaining([
      'exhibitions/',
      ...outletCategories.map((category) => `outlets/?category=${category}`),
      ...governorateIds.map((governorate) => `outlets/?governorate=${governorate}`),
      ...trackSlugs.map((track) => `programme/${track}/`),
      'programme/which-track/',
      'stories/sohar-factory/',
    ]),
  )
  expect(links.filter((href) => href?.startsWith('exhibitions/') && href !== 'exhibitions/').length).toBeGreaterThan(0)
  for (const href of new Set(links)) {
    const answer = await fetch(`${inject('url')}/${language}/${href}`)
    expect([href, answer.status]).toEqual([href, 200])
  }
})

test.for(languages)('a kind of place and a governorate open the list of outlets filtered (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { outlets } = wordsOf(language)
  await open(page, `/${language}/`)
  await answerTo(page, () => page.getByRole('link', { name: outlets.kinds.traditional_souq, exact: true }).click())
  expect(new URL(page.url()).search).toBe('?category=traditional_souq')
  expect(await heading(page).count()).toBe(1)
  const all = await (await fetch(`${inject('url')}/${language}/outlets/`)).text()
  expect(all.length).toBeGreaterThan((await page.content()).length)
})

test.for(languages)('what the home page states has its date and its cautions (%s)', async (language) => {
  const page = await newVisitor({ hasScript: false })
  await open(page, `/${language}/`)
  const { facts, home } = wordsOf(language)
  const main = await page.locator('main').innerText()
  for (const said of [facts.published, facts.cautions.history, facts.cautions.proposal, home.outletsMark])
    expect(main).toContain(said)
  expect(await page.locator('footer').innerText()).toContain(wordsOf(language).site.caution)
})
