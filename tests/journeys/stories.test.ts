import { expect, test } from 'vitest'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const

test.for(languages)(
  'a story is one tap from the list, and says how it is known, without JavaScript (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    await open(page, `/${language}/stories/`)
    // The whole card is the link's target, its drawing too.
    await page.locator('.story-card .story-picture').first().click({ force: true })
    await page.waitForURL('**/stories/sohar-factory/')
    const words = wordsOf(language).stories
    const record = page.locator('.story-record')
    for (const term of [words.terms.source, words.terms.consent, words.terms.reviewed, words.terms.facts])
      expect(await record.getByText(term, { exact: true }).isVisible()).toBe(true)
    expect(await record.innerText()).toContain(words.consentKinds.published_statement)
  },
)

test.for(languages)('a shared story sends its title and address, and nothing else (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/stories/sohar-factory/`)
  const href = await page.getByRole('link', { name: wordsOf(language).stories.share }).getAttribute('href')
  const [title, address, ...more] = new URL(href ?? '').searchParams.get('text')?.split('\n') ?? []
  expect(title).toBe(await page.getByRole('heading', { level: 1 }).innerText())
  expect(new URL(address ?? '').pathname).toBe(`/${language}/stories/sohar-factory/`)
  expect(more).toEqual([])
})

test('a story prints black on white with its drawing', async () => {
  const page = await newVisitor()
  await open(page, '/ar/stories/sohar-factory/')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.locator('.story-picture').isVisible()).toBe(true)
  expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0)
  const colour = await page
    .locator('main p')
    .first()
    .evaluate((element) => getComputedStyle(element).color)
  expect(colour).toBe('rgb(0, 0, 0)')
})
