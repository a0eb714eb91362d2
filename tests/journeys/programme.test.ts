import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { trackSlugs } from '../../site/programme/track-slugs.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const
const pathOf = (page: Page) => new URL(page.url()).pathname
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const answersOn = (page: Page) => page.locator('main nav a')

const folder = (language: Language) => `/${language}/programme/which-track/`
const isResult = (path: string) => trackSlugs.some((track) => path.endsWith(`/which-track/${track}/`))

/** Gives every answer from the question that is open, in turn, and the results they end on. */
async function walk(page: Page, language: Language, asked = 1): Promise<string[]> {
  const { programme, site } = wordsOf(language)
  const question = pathOf(page)
  expect(asked).toBeLessThanOrEqual(4)
  expect(await page.locator('main').innerText()).toContain(programme.path.decides)
  const results: string[] = []
  for (let index = 0; index < (await answersOn(page).count()); index++) {
    await answerTo(page, () => answersOn(page).nth(index).click())
    if (isResult(pathOf(page))) {
      results.push(pathOf(page))
      expect(await page.getByRole('heading', { name: programme.path.why }).count()).toBe(1)
      expect(await page.getByRole('heading', { name: programme.path.next }).count()).toBe(1)
      expect(await page.locator('main').innerText()).toContain(programme.path.decides)
      // The answer just given is named there, and its question can be asked again.
      await answerTo(page, () => page.locator(`main a[href="${question}"]`).first().click())
    } else {
      results.push(...(await walk(page, language, asked + 1)))
      await answerTo(page, () => page.getByRole('link', { name: site.back, exact: true }).click())
    }
    expect(pathOf(page)).toBe(question)
  }
  return results
}

test.for(languages)('every answer leads by links to a track, without JavaScript (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { programme } = wordsOf(language)
  await open(page, `/${language}/programme/`)
  await answerTo(page, () => page.getByRole('link', { name: programme.toWhichTrack }).first().click())
  expect(pathOf(page)).toBe(folder(language))
  await answerTo(page, () => page.getByRole('link', { name: programme.path.start }).click())
  const results = await walk(page, language)
  expect(new Set(results)).toEqual(new Set(trackSlugs.map((track) => `${folder(language)}${track}/`)))
  expect(await page.context().cookies()).toEqual([])
})

test.for(languages)('a result is an address to send: whoever opens it sees the same track (%s)', async (language) => {
  const { programme } = wordsOf(language)
  for (const track of trackSlugs) {
    const page = await newVisitor({ hasScript: false })
    await open(page, `${folder(language)}${track}/`)
    const section = page.locator('section', { hasText: programme.path.shareTitle }).last()
    const [address = ''] = await section.locator('bdi a').evaluateAll((links) => links.map((link) => link.textContent))
    expect(new URL(address).pathname).toBe(pathOf(page))
    const sent = await section.getByRole('link', { name: programme.path.share }).getAttribute('href')
    const message = new URL(sent ?? '').searchParams.get('text') ?? ''
    expect(new URL(sent ?? '').host).toBe('wa.me')
    expect(message).toContain(await heading(page))
    expect(message).toContain(address)
    expect(
      await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toContain(`/${language}/programme/${track}/`)
  }
})
