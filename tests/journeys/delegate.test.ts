import { expect, test } from 'vitest'
import { linksIn, messagesOf } from './api.ts'
import {
  answerQuestions,
  applicationOf,
  field,
  goOn,
  pressSend,
  sendApplication,
  startApplication,
  writeApplicant,
  writeProduct,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const exhibition = exhibitions.confirmedAtOnce
const nextPhone = phonesOf('delegate')

test.for([
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: true },
] as const)(
  'an association books for two families and writes its own details once ($language, script: $hasScript)',
  async ({ language, device, hasScript }) => {
    const page = await newVisitor({ device, hasScript })
    const { booking } = wordsOf(language)
    const association = { organisation: 'جمعية المرأة العمانية بالسيب', name: 'لطيفة البلوشية', phone: nextPhone() }
    const first = applicationOf('', { delegate: { ...association, familyLabel: '12' } })

    await startApplication(page, language, exhibition)
    await answerQuestions(page, first)
    expect(await page.locator('main').innerText()).toContain(booking.consentFamily)
    const reference = await sendApplication(page)
    const message = (await messagesOf(reference)).find(({ template }) => template === 'booking_received')
    expect([message?.recipient, message?.phone]).toEqual(['delegate', association.phone])

    await answerTo(page, () => page.getByRole('button', { name: booking.another }).click())
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.steps.applicant)
    expect(await field(page, 'delegate.organisation').inputValue()).toBe(association.organisation)
    expect(await field(page, 'delegate.name').inputValue()).toBe(association.name)
    expect(await field(page, 'delegate.phone').inputValue()).toBe(association.phone)
    expect(await field(page, 'delegate.familyLabel').inputValue()).toBe('')
    expect(await field(page, 'applicant.name').inputValue()).toBe('')

    await writeApplicant(page, applicationOf('', { name: 'أسرة ثانية' }))
    await field(page, 'delegate.familyLabel').fill('13')
    await goOn(page)
    await writeProduct(page, first)
    await goOn(page)
    await goOn(page)
    await page.locator('[name=stall][value=any]').check()
    await goOn(page)
    expect(await sendApplication(page)).not.toBe(reference)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.panel.confirmed)

    await open(page, linksIn(message)[0] ?? '')
    expect(await page.locator('main').innerText()).toContain(association.organisation)
  },
)

test('one family of an association has one application at an exhibition', async () => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking } = wordsOf('ar')
  const delegate = {
    organisation: 'جمعية المرأة العمانية بالسيب',
    name: 'لطيفة البلوشية',
    phone: nextPhone(),
    familyLabel: '٧',
  }
  await startApplication(page, 'ar', exhibition)
  await answerQuestions(page, applicationOf('', { delegate }))
  await sendApplication(page)
  await startApplication(page, 'ar', exhibition)
  await answerQuestions(page, applicationOf('', { delegate: { ...delegate, familyLabel: '7' } }))
  await field(page, 'consent').check()
  expect((await pressSend(page)).status()).toBe(409)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.refusals.already_booked.title)
})

test('a half-filled association says what is missing', async () => {
  const page = await newVisitor({ hasScript: false })
  const { errors } = wordsOf('en')
  await startApplication(page, 'en', exhibition)
  await writeApplicant(page, applicationOf(nextPhone()))
  await page.locator('summary').click()
  await field(page, 'delegate.name').fill('Latifa Al Balushi')
  expect((await goOn(page)).status()).toBe(422)
  expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([
    errors['delegate.organisation'].required,
    errors['delegate.phone'].required,
    errors['delegate.familyLabel'].required,
  ])
  expect(await page.locator('details').getAttribute('open')).not.toBeNull()
})
