import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { field, heading, holderOf, press, referenceIn, shown } from './at-pledge.ts'
import { acceptPledge, actOnPledge, makeNeed, newCompany, pledgeByApi } from './pledge-api.ts'
import { sendForm } from './stops.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const
const visitors = [
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: false },
] as const

test.for(visitors)(
  'a company goes from a need to a pledge, finds it again and withdraws it, without JavaScript ($language)',
  async ({ language, device, hasScript }) => {
    const page = await newVisitor({ device, hasScript })
    const { site, pledge, pledges, companies, errors } = wordsOf(language)
    const title = `طاولات ${language} ${Date.now()}`
    const need = await makeNeed({ ar: title, en: title.replace('طاولات', 'Tables') })
    const company = newCompany()

    await open(page, `/${language}/companies/needs/`)
    const name = fill(companies.needs.pledgeOf, { title: need.title[language] })
    await answerTo(page, () => page.getByRole('link', { name, exact: true }).click())
    expect(await shown(page)).toContain(need.title[language])
    await press(page, pledge.start.button)

    // What is missing is said, and what was written stays.
    await field(page, `company.name.${language}`).fill(company[language])
    expect((await press(page, site.continue)).status()).toBe(422)
    expect(await page.locator('.error-summary').innerText()).toContain(errors['company.email'].required)
    expect(await field(page, `company.name.${language}`).inputValue()).toBe(company[language])
    await field(page, 'company.contactName').fill('هدى الريامية')
    await field(page, 'company.email').fill(company.email)
    await press(page, site.continue)

    // The need has filled in its line; another line is added, taken away, added again.
    expect(await heading(page)).toBe(pledge.steps.lines)
    expect(await field(page, 'lines.0.need').inputValue()).toBe(need.id)
    expect(await field(page, 'lines.0.quantity').inputValue()).toBe('20')
    await field(page, 'lines.0.dueOn').fill('٢٠/٥/٢٠٢٧')
    await press(page, pledge.addLine)
    await field(page, 'lines.1.kind').selectOption('jobs')
    await press(page, fill(pledge.removeLine, { n: 2 }))
    expect(await field(page, 'lines.1.kind').count()).toBe(0)
    await press(page, pledge.addLine)
    await field(page, 'lines.1.kind').selectOption('jobs')
    await field(page, 'lines.1.quantity').fill('3')
    await field(page, 'lines.1.unit').selectOption('kilogram')
    await field(page, 'lines.1.dueOn').fill('2027-05-20')
    expect((await press(page, site.continue)).status()).toBe(422)
    const wrong = fill(pledge.ofLine, { n: 2, sentence: errors['lines.unit'].not_allowed })
    expect(await page.locator('.error-summary').innerText()).toContain(wrong)
    expect(await field(page, 'lines.0.dueOn').inputValue()).toBe('٢٠/٥/٢٠٢٧')
    await field(page, 'lines.1.unit').selectOption('job')
    await press(page, site.continue)

    await page.locator('[name=naming][value=sector]').check()
    await press(page, site.continue)
    expect(await heading(page)).toBe(pledge.steps.check)
    expect(await shown(page)).toContain(company[language])
    expect((await press(page, pledge.send)).status()).toBe(422)
    await field(page, 'consent').check()
    expect((await press(page, pledge.send)).status()).toBe(200)
    const reference = referenceIn(page)
    expect(await heading(page)).toBe(pledges.panel.pledged)
    expect(await shown(page)).toContain(need.title[language])
    const cookies = await page.context().cookies()
    expect(cookies.map(({ path }) => path).toSorted()).toEqual(['/ar/pledges/', '/en/pledges/'])

    await sendAgain(page, language, reference)
    await findAgain(page, language, reference, company.email)
    await withdraw(page, language)
  },
)

async function sendAgain(page: Page, language: Language, reference: string): Promise<void> {
  const { pledge } = wordsOf(language)
  await page.goBack()
  await field(page, 'consent').check()
  expect((await press(page, pledge.send)).status()).toBe(200)
  expect(await heading(page)).toBe(pledge.sent.title)
  expect(await shown(page)).toContain(reference)
  await answerTo(page, () => page.getByRole('link', { name: pledge.sent.open }).click())
}

async function findAgain(page: Page, language: Language, reference: string, email: string): Promise<void> {
  const { pledges, fields } = wordsOf(language)
  await press(page, pledges.finish)
  expect(await shown(page)).toContain(pledges.find.finished)
  expect(await page.context().cookies()).toEqual([])
  await open(page, `/${language}/pledges/${reference}/`)
  expect(await shown(page)).not.toContain(email)
  await page.getByLabel(fields.contact, { exact: true }).fill('nobody@example.om')
  expect((await press(page, pledges.find.button)).status()).toBe(404)
  expect(await page.locator('.error-summary').innerText()).toContain(pledges.find.notFound)
  await open(page, `/${language}/pledges/`)
  await page.getByLabel(fields.pledgeReference, { exact: true }).fill(` ${reference.toLowerCase()} `)
  await page.getByLabel(fields.contact, { exact: true }).fill(email.toUpperCase())
  await press(page, pledges.find.button)
  expect(referenceIn(page)).toBe(reference)
}

async function withdraw(page: Page, language: Language): Promise<void> {
  const { pledges } = wordsOf(language)
  await press(page, pledges.withdraw)
  expect(await heading(page)).toBe(pledges.withdrawAsk.title)
  await press(page, pledges.withdrawAsk.yes)
  expect(await heading(page)).toBe(pledges.panel.withdrawn)
  expect(await page.getByRole('button', { name: pledges.withdraw, exact: true }).count()).toBe(0)
}

test.for(languages)('a company proposes a change, sees it, and takes it back (%s)', async (language) => {
  const { pledges, errors, pledge: form } = wordsOf(language)
  const pledge = await pledgeByApi([
    { kind: 'equipment', quantity: 30, unit: 'piece' },
    { kind: 'transport', quantity: 4, unit: 'trip' },
  ])
  await acceptPledge(pledge.reference)
  const page = await holderOf(pledge, language)
  await answerTo(page, () => page.getByRole('link', { name: pledges.change.toPage }).click())

  expect((await press(page, pledges.change.send)).status()).toBe(422)
  expect(await page.locator('.error-summary').innerText()).toContain(pledges.change.same)
  await field(page, 'lines.0.quantity').fill('0')
  await field(page, 'note').fill('وصلتنا شحنة أصغر')
  expect((await press(page, pledges.change.send)).status()).toBe(422)
  expect(await page.locator('.error-summary').innerText()).toContain(errors['lines.quantity'].out_of_range)
  expect(await field(page, 'note').inputValue()).toBe('وصلتنا شحنة أصغر')
  await field(page, 'lines.0.quantity').fill('25')
  await press(page, fill(form.removeLine, { n: 2 }))
  await press(page, pledges.change.send)

  expect(await shown(page)).toContain(pledges.change.sent)
  expect((await open(page, `/${language}/pledges/${pledge.reference}/change/`)).status()).toBe(409)
  await open(page, `/${language}/pledges/${pledge.reference}/`)
  await press(page, pledges.change.takeBack)
  expect(await shown(page)).toContain(pledges.change.takenBack)
  expect(await page.getByRole('link', { name: pledges.change.toPage }).count()).toBe(1)
})

test('whoever asks can download what is held and have the contact erased', async () => {
  const pledge = await pledgeByApi([{ kind: 'goods', quantity: 50, unit: 'piece' }])
  await acceptPledge(pledge.reference)
  const page = await holderOf(pledge)
  const { pledges } = wordsOf('ar')
  const file = await page.request.get(`/ar/pledges/${pledge.reference}/data.json`)
  expect(await file.text()).toContain(pledge.company.email)
  await press(page, pledges.data.erase)
  await press(page, pledges.data.eraseYes)
  expect(await shown(page)).toContain(pledges.contactErased)
  expect(await page.content()).not.toContain(pledge.company.email)
  expect(await shown(page)).toContain(pledge.company.ar)
})

test('a pledge that was declined says why, and nothing can be done with it', async () => {
  const pledge = await pledgeByApi([{ kind: 'services', quantity: 5, unit: 'day' }])
  const text = 'اللوحات تحمل دعاية لمنتج.'
  await actOnPledge('manager', pledge.reference, 'decline', { reason: { code: 'other', text } })
  const page = await holderOf(pledge)
  expect(await heading(page)).toBe(wordsOf('ar').pledges.panel.declined)
  expect(await shown(page)).toContain(text)
  const refused = await sendForm(page, { act: 'withdraw-now' })
  expect(refused.status()).toBe(409)
})
