import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import {
  answerQuestions,
  applicationOf,
  field,
  goOn,
  pressSend,
  startApplication,
  writeApplicant,
  writeProduct,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const exhibition = exhibitions.round
const nextPhone = phonesOf('errors')
const languages = ['ar', 'en'] as const

let page: Page
beforeEach(async () => {
  page = await newVisitor({ device: 'phone', hasScript: false })
})

const hasFocus = (selector: string) =>
  page.evaluate((wanted) => document.activeElement === document.querySelector(wanted), selector)

test.for(languages)('a refused step says so first, in title, summary and field (%s)', async (language) => {
  const words = wordsOf(language)
  await startApplication(page, language, exhibition)
  await field(page, 'applicant.name').fill('شيخة المعمرية')
  const answer = await goOn(page)

  expect(answer.status()).toBe(422)
  expect(await page.title()).toMatch(
    new RegExp(`^${words.site.errorPrefix} ${words.booking.steps.applicant.slice(0, 3)}`),
  )
  expect(await page.locator('main > *').first().getAttribute('class')).toBe('error-summary')
  await expect.poll(() => hasFocus('.error-summary')).toBe(true)
  expect(await field(page, 'applicant.name').inputValue()).toBe('شيخة المعمرية')

  const sentence = words.errors['applicant.phone'].required
  const phone = field(page, 'applicant.phone')
  expect(await phone.getAttribute('aria-invalid')).toBe('true')
  const described = (await phone.getAttribute('aria-describedby'))?.split(' ') ?? []
  expect(await page.locator(`#${described.at(-1)}`).innerText()).toContain(sentence)
  await page.locator('.error-summary').getByRole('link', { name: sentence }).click()
  expect(await hasFocus('[name="applicant.phone"]')).toBe(true)
})

const wrongAnswers: Record<string, Record<string, string>> = {
  'applicant.name': { required: '', too_short: 'م', too_long: 'م'.repeat(101), wrong_characters: '12345' },
  'applicant.phone': {
    required: '',
    too_short: '7000512',
    too_long: '700051234',
    wrong_format: '10005123',
    wrong_characters: '7000abcd',
  },
  'applicant.email': { wrong_format: 'shaikha', too_long: `${'s'.repeat(120)}@example.com` },
}

test.for(languages)('empty, short, long and wrong answers have a sentence each (%s)', async (language) => {
  // The sentences differ by the code of what is wrong; content/words has one for each.
  const sentences: Record<string, Partial<Record<string, string>> | undefined> = wordsOf(language).errors
  await startApplication(page, language, exhibition)
  await writeApplicant(page, applicationOf(nextPhone()))
  for (const [name, answers] of Object.entries(wrongAnswers)) {
    const right = await field(page, name).inputValue()
    const said = new Set<string>()
    for (const [code, typed] of Object.entries(answers)) {
      await field(page, name).fill(typed)
      await goOn(page)
      const links = await page.locator('.error-summary a').allInnerTexts()
      expect(links, `${name} ${code}`).toEqual([sentences[name]?.[code]])
      expect(await field(page, name).inputValue()).toBe(typed)
      said.add(links[0] ?? '')
    }
    expect(said.size).toBe(Object.keys(answers).length)
    await field(page, name).fill(right)
  }
  expect((await goOn(page)).status()).toBe(200)
})

test('every step asks for what it needs', async () => {
  const words = wordsOf('ar')
  await startApplication(page, 'ar', exhibition)
  const refused = async (...sentences: string[]) => {
    expect(await page.locator('.error-summary a').allInnerTexts()).toEqual(sentences)
  }
  await writeApplicant(page, applicationOf(nextPhone()))
  await goOn(page)
  await goOn(page)
  await refused(words.errors['product.category'].required, words.errors['product.tradeName'].required)
  await writeProduct(page, applicationOf(''))
  await goOn(page)
  await goOn(page)
  await goOn(page)
  await refused(words.errors.stall.required)
  await page.locator('[name=stall][value=any]').check()
  await goOn(page)
  expect((await pressSend(page)).status()).toBe(422)
  await refused(words.errors.consent.required)
})

test.for(languages)('a change leads straight back to the answers (%s)', async (language) => {
  const { booking, fields, site } = wordsOf(language)
  const application = applicationOf(nextPhone())
  await startApplication(page, language, exhibition)
  await answerQuestions(page, application)
  await answerTo(page, () =>
    page.getByRole('button', { name: `${site.change} ${fields['product.tradeName']}`, exact: true }).click(),
  )
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.steps.product)
  expect(await field(page, 'product.tradeName').inputValue()).toBe(application.tradeName)

  await field(page, 'product.tradeName').fill('')
  await goOn(page)
  expect(await page.locator('.error-summary a').count()).toBe(1)
  await field(page, 'product.tradeName').fill('نسيج الجبل')
  await goOn(page)

  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.steps.check)
  expect(await page.locator('main').innerText()).toContain('نسيج الجبل')
  expect(await page.locator('main').innerText()).toContain(application.name)
})

test.for(languages)('"back" keeps every answer, the page\'s own and the browser\'s (%s)', async (language) => {
  const application = applicationOf(nextPhone(), { arrangements: ['step_free'] })
  await startApplication(page, language, exhibition)
  await answerQuestions(page, application)
  for (let step = 0; step < 4; step += 1) await pressBack(page, language)
  expect(await field(page, 'applicant.name').inputValue()).toBe(application.name)
  expect(await field(page, 'applicant.phone').inputValue()).toBe(application.phone)
  await goOn(page)
  expect(await field(page, 'product.tradeName').inputValue()).toBe(application.tradeName)
  await goOn(page)
  expect(await page.locator('[name=arrangements][value=step_free]').isChecked()).toBe(true)

  await page.goBack()
  expect(await field(page, 'product.tradeName').inputValue()).toBe(application.tradeName)
  await page.goBack()
  expect(await field(page, 'applicant.name').inputValue()).toBe(application.name)
})

async function pressBack(on: Page, language: Language): Promise<void> {
  await answerTo(on, () => on.getByRole('button', { name: wordsOf(language).site.back, exact: true }).click())
}

test('pressing Enter in a field goes on, not back', async () => {
  await startApplication(page, 'en', exhibition)
  await writeApplicant(page, applicationOf(nextPhone()))
  await answerTo(page, () => field(page, 'applicant.phone').press('Enter'))
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(wordsOf('en').booking.steps.product)
})

test('a filled trap field sends nothing and says why', async () => {
  const { errors } = wordsOf('ar')
  await startApplication(page, 'ar', exhibition)
  await answerQuestions(page, applicationOf(nextPhone()))
  await page.locator('[name=website]').evaluate((input) => input.setAttribute('value', 'https://spam.example'))
  await field(page, 'consent').check()
  expect((await pressSend(page)).status()).toBe(422)
  expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([errors.website.not_allowed])
  expect(await page.locator('[name=website]').inputValue()).toBe('')
  expect(await field(page, 'consent').isChecked()).toBe(true)
})
