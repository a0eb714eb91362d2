import type { Page, Response } from 'playwright-core'
import type { Arrangement } from '../../worker/contract/codes.ts'
import { answerTo, open } from './visitor.ts'
import { wordsOn, type Language } from './words.ts'

/** What a person writes into the five steps. */
export interface Application {
  name: string
  phone: string
  tradeName: string
  /** A stall's code, or `any`. */
  stall?: string
  zones?: readonly string[]
  arrangements?: readonly Arrangement[]
  joinsWaitlist?: boolean
  delegate?: { organisation: string; name: string; phone: string; familyLabel: string }
}

export const applicationOf = (phone: string, change: Partial<Application> = {}): Application => ({
  name: 'شيخة المعمرية',
  phone,
  tradeName: 'سعفيات الدار',
  stall: 'any',
  ...change,
})

export const exhibitionPath = (language: Language, { slug }: { slug: string }) => `/${language}/exhibitions/${slug}/`
export const bookPath = (language: Language, exhibition: { slug: string }) =>
  `${exhibitionPath(language, exhibition)}book/`

export const field = (page: Page, name: string) => page.locator(`[name="${name}"]:not([type=hidden])`)

/** Presses the button that goes on, whatever the step calls it. */
export async function goOn(page: Page): Promise<Response> {
  const { site } = await wordsOn(page)
  return answerTo(page, () => page.getByRole('button', { name: site.continue, exact: true }).click())
}

/** From the start page to the first question. */
export async function startApplication(page: Page, language: Language, exhibition: { slug: string }): Promise<void> {
  await open(page, bookPath(language, exhibition))
  await answerTo(page, () => page.locator('main form button').click())
}

export async function writeApplicant(page: Page, application: Application): Promise<void> {
  await field(page, 'applicant.kind').first().check()
  await field(page, 'applicant.name').fill(application.name)
  await field(page, 'applicant.wilayat').selectOption('as-seeb')
  await field(page, 'applicant.phone').fill(application.phone)
  if (!application.delegate) return
  await page.locator('summary').click()
  for (const [name, text] of Object.entries(application.delegate)) await field(page, `delegate.${name}`).fill(text)
}

export async function writeProduct(page: Page, { tradeName }: Application): Promise<void> {
  await field(page, 'product.category').selectOption('palm_frond')
  await field(page, 'product.tradeName').fill(tradeName)
}

export async function chooseArrangements(page: Page, { arrangements = [] }: Application): Promise<void> {
  for (const arrangement of arrangements) await page.locator(`[name=arrangements][value=${arrangement}]`).check()
}

/** Touches a stall on the plan, or the choice above it. */
export async function chooseStall(page: Page, code: string): Promise<void> {
  if (code === 'any') await page.locator('[name=stall][value=any]').check()
  else await page.locator(`.hall label[data-stall="${code}"]`).click()
}

export async function choosePlace(page: Page, { stall = 'any', zones, joinsWaitlist }: Application): Promise<void> {
  for (const zone of zones ?? []) await page.locator(`[name=zones][value=${zone}]`).check()
  if (!zones && (await page.locator('[name=stall]:not([type=hidden])').count()) > 0) await chooseStall(page, stall)
  if (joinsWaitlist) await field(page, 'joinWaitlist').check()
}

/** Every question answered, as far as the page that shows the answers. */
export async function writeApplication(
  page: Page,
  language: Language,
  exhibition: { slug: string },
  application: Application,
): Promise<void> {
  await startApplication(page, language, exhibition)
  await answerQuestions(page, application)
}

/** The four steps of questions, from the first one on. */
export async function answerQuestions(page: Page, application: Application): Promise<void> {
  await writeApplicant(page, application)
  await goOn(page)
  await writeProduct(page, application)
  await goOn(page)
  await chooseArrangements(page, application)
  await goOn(page)
  await choosePlace(page, application)
  await goOn(page)
}

export async function pressSend(page: Page): Promise<Response> {
  const { booking } = await wordsOn(page)
  return answerTo(page, () => page.getByRole('button', { name: booking.send, exact: true }).click())
}

/** Agrees and sends; gives the answer and, when it is the booking's page, the reference. */
export async function sendApplication(page: Page): Promise<string> {
  await field(page, 'consent').check()
  await pressSend(page)
  return referenceIn(page)
}

/** The reference in the address of the page that is open. */
export function referenceIn(page: Page): string {
  const reference = /\/bookings\/(TMK-[0-9A-Z]{8})\/$/.exec(new URL(page.url()).pathname)?.[1]
  if (!reference) throw new Error(`${page.url()} is no booking's page.`)
  return reference
}
