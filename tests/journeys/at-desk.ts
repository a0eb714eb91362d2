import type { Page } from 'playwright-core'
import { seededStaff } from '../../db/seed/staff.ts'
import type { Colleague } from './api.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOn, type Language } from './words.ts'

export const deskPath = (language: Language, rest = '') => `/${language}/desk/${rest}`
export const listPath = (language: Language, { slug }: { slug: string }) =>
  deskPath(language, `exhibitions/${slug}/bookings/`)

/** A colleague signed in with one click, in a browser of their own. */
export async function newColleague(
  who: Colleague,
  language: Language,
  wish: Parameters<typeof newVisitor>[0] = {},
): Promise<Page> {
  const page = await newVisitor(wish)
  await signIn(page, who, language)
  return page
}

export async function signIn(page: Page, who: Colleague, language: Language): Promise<void> {
  await open(page, deskPath(language))
  await answerTo(page, () => page.getByRole('button', { name: seededStaff[who].name[language] }).click())
}

/** Looks for a booking in the exhibition's list and opens it. */
export async function openBooking(page: Page, language: Language, exhibition: { slug: string }, reference: string) {
  await open(page, listPath(language, exhibition))
  await search(page, reference)
  await answerTo(page, () => page.getByRole('link', { name: reference }).click())
}

export async function search(page: Page, q: string): Promise<void> {
  const { desk } = await wordsOn(page)
  await page.getByLabel(desk.list.searchLabel).fill(q)
  await answerTo(page, () => page.getByRole('button', { name: desk.list.searchButton, exact: true }).click())
}

/** The references in the list that is shown. */
export const listed = (page: Page): Promise<string[]> => page.locator('.desk-table tbody th bdi').allInnerTexts()

export const state = (page: Page) => page.locator('.desk-head .tag').innerText()
