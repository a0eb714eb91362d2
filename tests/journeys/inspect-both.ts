import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeFindings, documentFaults, headerFaults, listenTo, shapeOf, type Shape } from './inspect.ts'
import type { Stop } from './stops.ts'
import type { Language } from './words.ts'

/** The pages of one file of tests by their titles: no two may share one. */
const titles = new Map<string, string>()

/** Opens a page in both languages, one after the other, and expects nothing to be wrong with either. */
export async function inspectBoth(stop: Stop, page: Page): Promise<void> {
  expectAlike(stop, [await inspect(stop, page, 'ar'), await inspect(stop, page, 'en')])
}

export async function inspect(stop: Stop, page: Page, language: Language): Promise<Shape> {
  const heard = listenTo(page)
  const answer = await stop.open(page, language)
  expect(await headerFaults(answer, stop.audience), `headers, ${language}`).toEqual([])
  expect(await documentFaults(page, language, stop.audience), `document, ${language}`).toEqual([])
  const shape = await shapeOf(page)
  expect(await axeFindings(page), `axe, ${language}`).toEqual([])
  expect(heard).toEqual([])
  if (stop.audience === 'public') expect(await page.context().cookies()).toEqual([])
  return shape
}

export function expectAlike(stop: Stop, [arabic, english]: [Shape, Shape]): void {
  expect(english.headings).toEqual(arabic.headings)
  expect(english.fields).toEqual(arabic.fields)
  for (const { title } of [arabic, english]) {
    expect(titles.get(title), `the title of ${stop.name}`).toBeUndefined()
    titles.set(title, stop.name)
  }
}
