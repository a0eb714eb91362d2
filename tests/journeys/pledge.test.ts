import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { inspectBoth } from './inspect-both.ts'
import { colours, lightness } from './paper.ts'
import { acceptPledge, actOnPledge, makeNeed, newCompany, pledgeByApi, receive, type MadePledge } from './pledge-api.ts'
import { at, sendForm, sent, type Stop } from './stops.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const
const visitors = [
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: false },
] as const

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const shown = (page: Page) => page.locator('main').innerText()
const field = (page: Page, name: string) => page.locator(`[name="${name}"]:not([type=hidden])`)
const press = (page: Page, name: string) =>
  answerTo(page, () => page.getByRole('button', { name, exact: true }).click())
const referenceIn = (page: Page) => /\/pledges\/(PLG-[0-9A-Z]{8})\/$/.exec(new URL(page.url()).pathname)?.[1] ?? ''

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

/** Somebody who has a pledge open on their device. */
async function holderOf({ reference, company }: MadePledge, language: Language = 'ar'): Promise<Page> {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  await open(page, `/${language}/pledges/${reference}/`)
  await field(page, 'contact').fill(company.email)
  await press(page, wordsOf(language).pledges.find.button)
  return page
}

async function expectOnPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.locator('nav, footer.footer, h1, button').filter({ visible: true }).count()).toBe(0)
  const { texts, grounds } = await colours(page)
  expect(texts.filter((colour) => lightness(colour) > 0.4)).toEqual([])
  expect(grounds.filter((colour) => lightness(colour) < 0.95)).toEqual([])
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
}

test.for(languages)(
  'the letter is there at once, the certificate when all has come, both in two languages and black on white (%s)',
  async (language) => {
    const pledge = await pledgeByApi([
      { kind: 'training_places', quantity: 12, unit: 'place' },
      { kind: 'cash_handover', quantity: 2_000_000, unit: 'baisa' },
    ])
    const { reference, company } = pledge
    const page = await holderOf(pledge, language)
    const here = `/${language}/pledges/${reference}/`
    expect((await open(page, `${here}letter/`)).status()).toBe(200)
    const letter = await page.locator('.paper').innerText()
    for (const { documents } of languages.map(wordsOf)) {
      expect(letter).toContain(documents.letter.title)
      expect(letter).toContain(documents.letter.not)
      expect(letter).toContain(documents.letter.money)
    }
    for (const part of [reference, company.ar, company.en, `/ar/verify/${reference}/`]) expect(letter).toContain(part)
    await expectOnPaper(page)

    expect((await open(page, `${here}certificate/`)).status()).toBe(409)
    expect(await heading(page)).toBe(wordsOf(language).documents.certificate.none)
    expect((await open(page, `${here}statement/2026/`)).status()).toBe(409)

    await acceptPledge(reference)
    await receive(reference, 1, 7)
    await open(page, here)
    expect(await shown(page)).toContain(fill(wordsOf(language).pledges.remainder, { n: 1 }))
    await receive(reference, 3, 5)
    expect((await open(page, `${here}certificate/`)).status()).toBe(200)
    const certificate = await page.locator('.paper').innerText()
    expect(certificate).toContain(wordsOf(language).documents.certificate.not)
    expect(certificate).toContain('7')
    expect(certificate).not.toContain(wordsOf(language).codes.lineKind.cash_handover)
    await expectOnPaper(page)
  },
)

test('the yearly statement gathers a company’s pledges, and its file has the columns that the page explains', async () => {
  const first = await pledgeByApi([{ kind: 'jobs', quantity: 6, unit: 'job' }])
  await acceptPledge(first.reference)
  await receive(first.reference, 1, 6)
  const page = await holderOf(first, 'en')
  const { statement } = wordsOf('en').documents
  await open(page, `/en/pledges/${first.reference}/`)
  await answerTo(page, () =>
    page
      .getByRole('link', { name: /statement/ })
      .first()
      .click(),
  )
  const paper = await page.locator('.paper').innerText()
  const number = /STM-[0-9A-Z]{8}/.exec(paper)?.[0] ?? ''
  expect(paper).toContain('6 jobs')
  await expectOnPaper(page)
  const year = new Date().getFullYear()
  const file = await page.request.get(`/en/pledges/${first.reference}/statement/${year}.csv`)
  const [columns = '', line = ''] = (await file.text()).replace('\ufeff', '').split('\r\n')
  expect(columns.split(',')).toEqual(Object.values(statement.fileColumns))
  expect(line).toContain(`${first.reference},Jobs,job,6,6,`)
  const explained = await page.locator('.file-columns dt').allInnerTexts()
  expect(columns.split(',').filter((column) => column !== statement.fileColumns.unit)).toEqual(explained)

  const stranger = await newVisitor({ hasScript: false })
  await open(stranger, `/en/verify/${number}/`)
  expect(await shown(stranger)).toContain(number)
  expect(await shown(stranger)).not.toContain(first.company.en)
})

test.for(languages)(
  'verifying tells the reference, the kind, the state and a day, and no more (%s)',
  async (language) => {
    const { verify, codes } = wordsOf(language)
    const { reference, company } = await pledgeByApi([{ kind: 'goods', quantity: 40, unit: 'piece', note: 'صناديق' }])
    const page = await newVisitor({ device: 'phone', hasScript: false })
    expect((await open(page, `/${language}/verify/${reference.toLowerCase()}/`)).status()).toBe(200)
    const html = await page.content()
    for (const part of [reference, verify.kinds.letter, codes.pledge.pledged]) expect(html).toContain(part)
    for (const secret of [company.ar, company.en, company.email, company.registration, codes.lineKind.goods])
      expect(await shown(page)).not.toContain(secret)
    expect((await open(page, `/${language}/verify/PLG-00000000/`)).status()).toBe(404)
    expect(await heading(page)).toBe(verify.notFound)
  },
)

test('the impact page names who wished it, tells of a sector without the name, and of a hidden company nothing', async () => {
  const line = { kind: 'services', quantity: 77, unit: 'hour' }
  const named = await pledgeByApi([line])
  const bySector = await pledgeByApi([line], { naming: 'sector', showAmounts: false })
  const hidden = await pledgeByApi([line], { naming: 'hidden' })
  const waiting = await pledgeByApi([line])
  for (const { reference } of [named, bySector, hidden]) await acceptPledge(reference)
  const page = await newVisitor({ hasScript: false })
  for (const language of languages) {
    await open(page, `/${language}/companies/impact/`)
    const { companies, codes } = wordsOf(language)
    const text = await shown(page)
    expect(text).toContain(named.company[language])
    expect(text).toContain(fill(companies.impact.sectorOnly, { sector: codes.sector.retail }))
    for (const path of [`/${language}/companies/impact/`, `/${language}/companies/impact.csv`]) {
      const answer = await (await page.request.get(path)).text()
      for (const { company } of [bySector, hidden, waiting])
        for (const secret of [company.ar, company.en, company.email, company.registration])
          expect(answer, path).not.toContain(secret)
    }
  }
})

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

const written = {
  'company.name.ar': 'شركة الواحة',
  'company.contactName': 'هدى الريامية',
  'company.email': 'csr-stop@example.om',
  'lines.0.kind': 'equipment',
  'lines.0.quantity': '20',
  'lines.0.unit': 'piece',
  'lines.0.dueOn': '1/5/2027',
}
const step = (name: string, fields: Record<string, string>): Stop =>
  sent(name, 'companies/pledge/', 'step', { idempotencyKey: crypto.randomUUID(), ...fields })
const steps = [
  step('the company with errors', { step: 'company' }),
  step('two lines', { ...written, step: 'lines', line: 'add' }),
  step('the lines with errors', { step: 'lines', 'lines.0.quantity': 'x' }),
  step('the naming', { ...written, goto: 'naming' }),
  step('the check with errors', { ...written, step: 'check' }),
]

test('the pledge journey: both languages are whole, alike and free of findings', async () => {
  const page = await newVisitor({ device: 'phone' })
  for (const stop of steps) await inspectBoth(stop, page)
})

test('a pledge’s own pages: both languages are whole, alike and free of findings', async () => {
  const stranger = await newVisitor({ device: 'phone' })
  const pledge = await pledgeByApi([{ kind: 'jobs', quantity: 6, unit: 'job' }])
  const here = `pledges/${pledge.reference}/`
  const strange = [
    at('the form for the e-mail', here, 'person'),
    at('a link that opens nothing', `p/${pledge.reference}/nothing`, 'person'),
    at('verifying a letter', `verify/${pledge.reference}/`, 'person'),
  ]
  for (const stop of strange) await inspectBoth(stop, stranger)

  const holder = await holderOf(pledge)
  const opened = await newVisitor({ device: 'phone' })
  await opened.context().addCookies(await holder.context().cookies())
  await inspectBoth(at('a recorded pledge', here, 'person'), opened)
  await inspectBoth(at('no certificate', `${here}certificate/`, 'person'), opened)
  await inspectBoth(sent('the question before withdrawing', here, 'person', { act: 'withdraw' }), opened)
  await acceptPledge(pledge.reference)
  await inspectBoth(at('a change', `${here}change/`, 'person'), opened)
  await receive(pledge.reference, 1, 6)
  await inspectBoth(at('a fulfilled pledge', here, 'person'), opened)
  await inspectBoth(at('a certificate', `${here}certificate/`, 'person'), opened)
  await inspectBoth(at('a statement', `${here}statement/2026/`, 'person'), opened)
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
