import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seededStaff } from '../../db/seed/staff.ts'
import { actAtDesk, freeStalls, messagesOf, searchAtDesk } from './api.ts'
import { field } from './application.ts'
import { deskPath, listPath, newColleague, openBooking, state } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const exhibition = exhibitions.reviewed
const nextPhone = phonesOf('deskEntry')
const languages = ['ar', 'en'] as const

async function openForm(page: Page, language: Language): Promise<void> {
  await open(page, listPath(language, exhibition))
  await answerTo(page, () => page.getByRole('link', { name: wordsOf(language).desk.home.enter }).click())
}

async function writePaper(page: Page, phone: string, stall: string): Promise<void> {
  await page.locator('[name=enteredFrom][value=paper]').check()
  await page.locator('[name="applicant.kind"][value=productive_family]').check()
  await field(page, 'applicant.name').fill('صفية الجابرية')
  await field(page, 'applicant.wilayat').selectOption('nizwa')
  await field(page, 'applicant.phone').fill(phone)
  await field(page, 'product.category').selectOption('pottery')
  await field(page, 'product.tradeName').fill('فخار نزوى')
  await field(page, 'stall').selectOption(stall)
  await field(page, 'consent').check()
}

const save = (page: Page, language: Language) =>
  answerTo(page, () => page.getByRole('button', { name: wordsOf(language).desk.enter.button }).click())

test.for(languages)('whoever enters a paper application cannot decide it; a colleague can (%s)', async (language) => {
  const { desk } = wordsOf(language)
  const [stall = ''] = await freeStalls(exhibition.slug)
  const page = await newColleague('officer', language, { hasScript: false })
  await openForm(page, language)
  await writePaper(page, nextPhone(), stall)
  await save(page, language)

  const reference = /TMK-[0-9A-Z]{8}/.exec(page.url())?.[0] ?? ''
  expect(await page.getByRole('status').innerText()).toContain(desk.done.enter)
  expect(await state(page)).toBe(desk.states.pending)
  expect(await page.locator('.desk-acts').innerText()).toContain(desk.one.ownEntry)
  expect(await page.getByRole('button', { name: desk.acts.confirm.button }).count()).toBe(0)
  for (const act of ['check', 'confirm']) expect(await actAtDesk('officer', reference, act)).toBe(403)
  expect((await messagesOf(reference))[0]?.template).toBe('booking_received')

  const colleague = await newColleague('officer2', language, { hasScript: false })
  await openBooking(colleague, language, exhibition, reference)
  expect(await colleague.locator('main').innerText()).toContain(seededStaff.officer.name[language])
  await answerTo(colleague, () => colleague.getByRole('button', { name: desk.acts.confirm.button }).click())
  expect(await state(colleague)).toBe(desk.states.confirmed)
})

test.for(languages)(
  'a paper application with something missing comes back with every answer (%s)',
  async (language) => {
    const { errors } = wordsOf(language)
    const [stall = ''] = await freeStalls(exhibition.slug)
    const page = await newColleague('officer', language, { hasScript: false })
    await openForm(page, language)
    await writePaper(page, '7000', stall)
    await field(page, 'product.tradeName').fill('')
    expect((await save(page, language)).status()).toBe(422)
    expect(await page.title()).toMatch(new RegExp(`^${wordsOf(language).site.errorPrefix} `))
    expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([
      errors['applicant.phone'].too_short,
      errors['product.tradeName'].required,
    ])
    expect(await field(page, 'applicant.name').inputValue()).toBe('صفية الجابرية')
    expect(await field(page, 'stall').inputValue()).toBe(stall)
    expect(await field(page, 'consent').isChecked()).toBe(true)
  },
)

test('a second tap on the button enters one application', async () => {
  const page = await newColleague('officer', 'ar', { hasScript: false })
  const [stall = ''] = await freeStalls(exhibition.slug)
  const phone = nextPhone()
  await openForm(page, 'ar')
  await writePaper(page, phone, stall)
  await answerTo(page, () => page.getByRole('button', { name: wordsOf('ar').desk.enter.button }).dblclick())
  await expect.poll(() => page.url()).toContain('TMK-')
  expect(await searchAtDesk(exhibition.slug, phone)).toHaveLength(1)
})

test('a paper application is not taken for an exhibition that is not open', async () => {
  const page = await newColleague('officer', 'ar')
  await open(page, `${listPath('ar', exhibitions.live)}enter/`)
  expect(await page.locator('main').innerText()).toContain(wordsOf('ar').desk.enter.closed)
  expect(await page.locator('main form').count()).toBe(0)
  expect((await open(page, deskPath('ar', 'nowhere/'))).status()).toBe(404)
})
