import type { Page } from 'playwright-core'
import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'

export type { Language }
export { counted, fill, wordsOf } from '../../content/words.ts'

/** The language of the page that is open. */
export async function languageOf(page: Page): Promise<Language> {
  return (await page.locator('html').getAttribute('lang')) === 'en' ? 'en' : 'ar'
}

/** The words of the page that is open. */
export const wordsOn = async (page: Page) => wordsOf(await languageOf(page))
