import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { heading, holderOf, shown } from './at-pledge.ts'
import { colours, lightness } from './paper.ts'
import { acceptPledge, pledgeByApi, receive } from './pledge-api.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const

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
    expect((await open(page, `${here}statement/${new Date().getFullYear()}/`)).status()).toBe(409)

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
