import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { exhibitionPath } from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { colours, lightness } from './paper.ts'
import { newVisitor, open } from './visitor.ts'

const nextPhone = phonesOf('print')
const languages = ['ar', 'en'] as const

async function printed(path: string): Promise<Page> {
  const page = await newVisitor()
  await open(page, path)
  // A dark window must not print as one.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  return page
}

test.for(languages)(
  'a confirmation prints black on white with a large stall number, without navigation (%s)',
  async (language) => {
    const { reference, stall } = await bookByApi(exhibitions.confirmedAtOnce.slug, nextPhone(), { language })
    const page = await printed(linksIn((await messagesOf(reference))[0])[0] ?? '')
    expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0)
    expect(await page.locator('a[hreflang], form, button').filter({ visible: true }).count()).toBe(0)
    const number = page.locator('.panel bdi', { hasText: stall ?? '' })
    expect(await number.first().isVisible()).toBe(true)
    const size = await number.first().evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
    expect(size).toBeGreaterThanOrEqual(48)
    expect(await page.locator('.panel').innerText()).toContain(reference)
    const { texts, grounds } = await colours(page)
    expect(texts.filter((colour) => lightness(colour) > 0.4)).toEqual([])
    expect(grounds.filter((colour) => lightness(colour) < 0.95)).toEqual([])
  },
)

test.for(languages)(
  'a hall prints with every stall, taken ones struck through, and its table unfolded (%s)',
  async (language) => {
    const page = await printed(exhibitionPath(language, exhibitions.reviewed))
    expect(await page.locator('nav').filter({ visible: true }).count()).toBe(0)
    const stalls = page.locator('.hall [data-stall]')
    expect(await stalls.filter({ visible: true }).count()).toBe(await stalls.count())
    const taken = page.locator('.hall [data-stall][data-state=taken]').first()
    expect(await taken.evaluate((element) => getComputedStyle(element).textDecorationLine)).toBe('line-through')
    const rows = page.locator('tr[data-stall]')
    expect(await rows.count()).toBe(await stalls.count())
    expect(await rows.filter({ visible: true }).count()).toBe(await rows.count())
    const { texts, grounds } = await colours(page)
    expect(texts.filter((colour) => lightness(colour) > 0.5)).toEqual([])
    expect(grounds.filter((colour) => lightness(colour) < 0.95)).toEqual([])
  },
)
