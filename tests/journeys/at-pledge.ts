import type { Page } from 'playwright-core'
import type { MadePledge } from './pledge-api.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
export const shown = (page: Page) => page.locator('main').innerText()
export const field = (page: Page, name: string) => page.locator(`[name="${name}"]:not([type=hidden])`)
export const press = (page: Page, name: string) =>
  answerTo(page, () => page.getByRole('button', { name, exact: true }).click())
export const referenceIn = (page: Page) =>
  /\/pledges\/(PLG-[0-9A-Z]{8})\/$/.exec(new URL(page.url()).pathname)?.[1] ?? ''

/** Somebody who has a pledge open on their device. */
export async function holderOf({ reference, company }: MadePledge, language: Language = 'ar'): Promise<Page> {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  await open(page, `/${language}/pledges/${reference}/`)
  await field(page, 'contact').fill(company.email)
  await press(page, wordsOf(language).pledges.find.button)
  return page
}
