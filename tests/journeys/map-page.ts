import type { Page } from 'playwright-core'
import { open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

/** Opens the list of outlets and asks for its map, which a wide window shows by itself. */
export async function openMap(page: Page, language: Language, query = ''): Promise<void> {
  await open(page, `/${language}/outlets/${query}`)
  const isWide = (page.viewportSize()?.width ?? 0) >= 960
  if (isWide) await page.locator('.map').scrollIntoViewIfNeeded()
  else await page.getByRole('button', { name: wordsOf(language).outlets.map.open }).click()
  await page.locator('[data-mark]').first().waitFor()
}

export const markOf = (page: Page, key: string) => page.locator(`[data-mark="${key}"]`)

export const itemOf = (page: Page, slug: string) => page.locator(`.outlets li[id="${slug}"]`)

export const popup = (page: Page) => page.getByRole('dialog')

export const marksOn = (page: Page): Promise<(string | undefined)[]> =>
  page.locator('[data-mark]').evaluateAll((marks) => marks.map((mark) => (mark as HTMLElement).dataset.mark))

export const listedOn = (page: Page): Promise<string[]> =>
  page.locator('.outlets li[id]').evaluateAll((items) => items.map(({ id }) => id))

/** Which mark, list entry or part of the page has the focus. */
export const focusOn = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const focused = document.activeElement
    return focused instanceof HTMLElement ? (focused.dataset.mark ?? focused.getAttribute('role')) : null
  })

/** Changes the page's HTML on its way: `change` gets the text of the answer. */
export async function rewrite(page: Page, change: (html: string) => string): Promise<void> {
  await page.route(/\/outlets\/(?:\?.*)?$/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: change(await answer.text()) })
  })
}
