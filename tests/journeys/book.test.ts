import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { freeStalls, stallState } from './api.ts'
import {
  applicationOf,
  chooseArrangements,
  chooseStall,
  field,
  goOn,
  pressSend,
  referenceIn,
  writeApplicant,
  writeProduct,
  type Application,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const exhibition = exhibitions.confirmedAtOnce
const nextPhone = phonesOf('book')

const visitors = [
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: true },
] as const

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test.for(visitors)(
  'a family books a stall, finds the booking again and withdraws it ($language, $device, script: $hasScript)',
  async ({ language, device, hasScript }) => {
    const page = await newVisitor({ device, hasScript })
    const [stall = ''] = await freeStalls(exhibition.slug)
    const application = applicationOf(nextPhone(), { stall, arrangements: ['power'] })

    await findTheStartPage(page, language)
    await answerEveryQuestion(page, language, application)
    const reference = await sendAndRead(page, language, application)
    expect(await stallState(exhibition.slug, stall)).toBe('taken')
    await finishOnThisPhone(page, language, reference)
    await findAgain(page, language, reference, application)
    await withdraw(page, language)
    expect(await stallState(exhibition.slug, stall)).toBe('free')
  },
)

async function findTheStartPage(page: Page, language: Language): Promise<void> {
  const words = wordsOf(language)
  await open(page, `/${language}/`)
  await page.getByRole('navigation').getByRole('link', { name: words.site.nav.exhibitions }).click()
  await expect.poll(() => heading(page).innerText()).toBe(words.exhibitions.title)
  await answerTo(page, () => page.getByRole('link', { name: exhibition.title[language] }).click())
  expect(await heading(page).innerText()).toBe(exhibition.title[language])
  await answerTo(page, () => page.getByRole('link', { name: words.exhibitions.book }).first().click())
  expect(await heading(page).innerText()).toContain(exhibition.title[language])
  expect(await page.locator('main').innerText()).toContain(words.booking.start.never)
  await answerTo(page, () => page.getByRole('button', { name: words.booking.start.button.first_come }).click())
}

async function answerEveryQuestion(page: Page, language: Language, application: Application): Promise<void> {
  const { booking, codes } = wordsOf(language)
  const expectStep = async (n: number, title: string) => {
    expect(await heading(page).innerText()).toBe(title)
    expect(await page.title()).toContain(title)
    expect(await page.locator('main').innerText()).toContain(fill(booking.step, { n }))
  }
  await expectStep(1, booking.steps.applicant)
  await writeApplicant(page, application)
  await goOn(page)
  await expectStep(2, booking.steps.product)
  await writeProduct(page, application)
  await goOn(page)
  await expectStep(3, booking.steps.arrangements)
  await chooseArrangements(page, application)
  await goOn(page)
  await expectStep(4, booking.steps.stall)
  await chooseStall(page, application.stall ?? '')
  await goOn(page)
  await expectStep(5, booking.steps.check)
  const written = await page.locator('main').innerText()
  for (const answer of [application.name, application.phone, application.tradeName, application.stall ?? '']) {
    expect(written).toContain(answer)
  }
  expect(written).toContain(codes.arrangement.power)
  expect(await field(page, 'consent').isChecked()).toBe(false)
}

async function sendAndRead(page: Page, language: Language, application: Application): Promise<string> {
  const { booking } = wordsOf(language)
  await field(page, 'consent').check()
  expect((await pressSend(page)).status()).toBe(200)
  const reference = referenceIn(page)
  expect(await heading(page).innerText()).toBe(booking.panel.confirmed)
  const shown = await page.locator('main').innerText()
  for (const part of [
    reference,
    application.stall ?? '',
    booking.nextTitle,
    booking.referenceAbout,
    booking.calendar,
  ]) {
    expect(shown).toContain(part)
  }
  const shared = decodeURIComponent((await page.locator('a[href^="https://wa.me/"]').getAttribute('href')) ?? '')
  expect(shared).toContain(`/exhibitions/${exhibition.slug}/`)
  expect(shared).not.toContain('TMK')
  expect(shared).not.toContain(application.name)
  return reference
}

async function finishOnThisPhone(page: Page, language: Language, reference: string): Promise<void> {
  const { booking, fields } = wordsOf(language)
  await answerTo(page, () => page.getByRole('button', { name: booking.finish }).click())
  expect(await page.locator('main').innerText()).toContain(booking.find.finished)
  expect(await page.context().cookies()).toEqual([])
  await open(page, `/${language}/bookings/${reference}/`)
  expect(await page.getByLabel(fields.phone, { exact: true }).count()).toBe(1)
  expect(await page.locator('main').innerText()).not.toContain(booking.panel.confirmed)
}

async function findAgain(page: Page, language: Language, reference: string, { phone }: Application): Promise<void> {
  const { booking, fields, site } = wordsOf(language)
  const arabicDigits = phone.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))
  await answerTo(page, () =>
    page.getByRole('navigation').getByRole('link', { name: site.nav.bookings }).first().click(),
  )
  await page.getByLabel(fields.reference, { exact: true }).fill(` ${reference.toLowerCase().replace('-', ' ')} `)
  await page.getByLabel(fields.phone, { exact: true }).fill(`+968 ${arabicDigits.slice(0, 4)} ${arabicDigits.slice(4)}`)
  await answerTo(page, () => page.getByRole('button', { name: booking.find.button }).click())
  expect(referenceIn(page)).toBe(reference)
  expect(await heading(page).innerText()).toBe(booking.panel.confirmed)
}

async function withdraw(page: Page, language: Language): Promise<void> {
  const { booking } = wordsOf(language)
  await answerTo(page, () => page.getByRole('button', { name: booking.withdraw, exact: true }).click())
  expect(await heading(page).innerText()).toBe(booking.withdrawAsk.title)
  await answerTo(page, () => page.getByRole('link', { name: booking.withdrawAsk.no }).click())
  expect(await heading(page).innerText()).toBe(booking.panel.confirmed)
  await answerTo(page, () => page.getByRole('button', { name: booking.withdraw, exact: true }).click())
  await answerTo(page, () => page.getByRole('button', { name: booking.withdrawAsk.yes }).click())
  expect(await heading(page).innerText()).toBe(booking.panel.withdrawn)
  expect(await page.getByRole('button', { name: booking.withdraw, exact: true }).count()).toBe(0)
}
