import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { DeskNeed } from '../../worker/contract/desk-needs.ts'
import type { PledgeAnswer } from '../../worker/contract/pledge.ts'
import { asStaff, call, type Colleague } from './api.ts'
import { deskPath, newColleague, state } from './at-desk.ts'
import { axeFindings, documentFaults, headerFaults } from './inspect.ts'
import { answerTo, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...headers },
  body: JSON.stringify(body),
})

async function pledgeByApi(lines: Record<string, unknown>[]): Promise<string> {
  const { status, body } = await call<PledgeAnswer>(
    '/pledges',
    json({
      company: { name: { ar: 'شركة الاختبار', en: 'Test Company' }, contactName: 'سالم', email: 'csr@company.test' },
      lines: lines.map((line) => ({ kind: 'equipment', unit: 'piece', quantity: 10, dueOn: '2027-09-01', ...line })),
      naming: 'name',
      showAmounts: true,
      language: 'ar',
      consent: { version: '2026-11', accepted: true },
    }),
  )
  if (status !== 201) throw new Error(`The pledge was refused: ${JSON.stringify(body)}`)
  return body.reference
}

const pagePath = (reference: string, language: (typeof languages)[number] = 'ar') =>
  deskPath(language, `pledges/${reference}/`)

const press = (page: Page, name: string) => answerTo(page, () => page.getByRole('button', { name }).first().click())

async function openPledge(who: Colleague, reference: string, language: Language): Promise<Page> {
  const page = await newColleague(who, language, { hasScript: false })
  await open(page, pagePath(reference, language))
  return page
}

/** Unfolds the form of a line and fills it in. */
async function receive(page: Page, n: number, quantity: string, receipt: string) {
  const language = page.url().includes('/en/') ? 'en' : 'ar'
  const words = wordsOf(language).desk.pledges
  const line = page.locator(`#line-${n}`)
  await line.locator('summary', { hasText: words.acts.receive.open }).click()
  await line.getByLabel(words.acts.receive.quantity).fill(quantity)
  await line.getByLabel(words.acts.receive.receiptNumber).fill(receipt)
  await line.getByLabel(words.acts.receive.evidence).fill('عُدّت عند الباب')
  return answerTo(page, () => line.getByRole('button', { name: words.acts.receive.button }).click())
}

test.for(languages)(
  'a need becomes a pledge, two deliveries and a certificate, with scripts off (%s)',
  async (language) => {
    const { codes, desk } = wordsOf(language)
    const words = desk.pledges
    const title = { ar: `طاولات لاختبار الرحلة ${language}`, en: `Tables of the journey ${language}` }
    const receipt = (n: number) => `J-${n}-${language.toUpperCase()}`
    const manager = await newColleague('manager', language, { hasScript: false })
    await open(manager, deskPath(language, 'needs/new/'))
    const { form } = desk.needs
    await manager.getByLabel(form.titleAr).fill(title.ar)
    await manager.getByLabel(form.titleEn).fill(title.en)
    expect((await press(manager, desk.needs.create.button)).status()).toBe(422)
    expect(await manager.locator('.error-summary a').count()).toBeGreaterThan(3)
    expect(await manager.getByLabel(form.titleEn).inputValue()).toBe(title.en)
    await manager.getByLabel(form.kind).selectOption('equipment')
    await manager.getByLabel(form.unit).selectOption('piece')
    await manager.getByLabel(form.asked).fill('١٢')
    await manager.getByLabel(form.by).fill('2027-10-01')
    await manager.getByLabel(form.governorate).selectOption('muscat')
    await press(manager, desk.needs.create.button)
    expect(await manager.getByRole('status').innerText()).toContain(desk.done['need-created'])
    const href = await manager.getByRole('link', { name: title[language] }).getAttribute('href')
    const need = href?.split('/').at(-2) ?? ''

    const reference = await pledgeByApi([{ need, quantity: 10 }])
    const officer = await openPledge('officer', reference, language)
    const late = await openPledge('officer2', reference, language)
    expect((await press(officer, words.acts.verify.button)).status()).toBe(422)
    await officer.getByLabel(words.acts.verify.note).fill('مدير المسؤولية الاجتماعية')
    await press(officer, words.acts.verify.button)
    expect(await state(officer)).toBe(codes.pledge.verified)

    // A colleague who opened the page before is told who was faster, and loses nothing of what was typed.
    await late.getByLabel(words.acts.verify.note).fill('اتصلت أنا أيضًا')
    expect((await press(late, words.acts.verify.button)).status()).toBe(409)
    const alert = await late.getByRole('alert').innerText()
    expect(alert).toContain(words.conflict.title)
    expect(alert).toContain('اتصلت أنا أيضًا')

    await open(manager, pagePath(reference, language))
    expect(await manager.locator('.desk-capacity').innerText()).toContain(title[language])
    await press(manager, words.acts.accept.button)
    expect(await state(manager)).toBe(codes.pledge.accepted)
    // Whoever accepted is offered no delivery.
    expect(await manager.getByText(words.acts.receive.open).count()).toBe(0)

    const receiver = await openPledge('receiver', reference, language)
    expect(await receiver.locator('main').innerText()).not.toContain('csr@company.test')
    expect((await receive(receiver, 1, '11', receipt(1))).status()).toBe(422)
    expect(await receiver.locator('#line-1').getByLabel(words.acts.receive.receiptNumber).inputValue()).toBe(receipt(1))
    await open(receiver, pagePath(reference, language))
    await receive(receiver, 1, '6', receipt(1))
    expect(await state(receiver)).toBe(codes.pledge.partly_delivered)
    await receive(receiver, 2, '4', receipt(2))
    expect(await state(receiver)).toBe(codes.pledge.fulfilled)
    await open(manager, pagePath(reference, language))
    await manager.getByRole('link', { name: words.documents.certificate }).click()
    expect(await manager.locator('main').innerText()).toContain(reference)
    expect(new URL(manager.url()).pathname).toBe(`${pagePath(reference, language)}certificate/`)

    const { body } = await call<{ items: DeskNeed[] }>('/desk/needs?governorate=muscat', {
      headers: await asStaff('manager'),
    })
    expect(body.items.find(({ id }) => id === need)).toMatchObject({ promised: 10, delivered: 10, state: 'partly_met' })
  },
)

test.for(languages)('the desk’s pages of companies are sound in both schemes and at 320 px (%s)', async (language) => {
  const reference = await pledgeByApi([{}, { kind: 'jobs', unit: 'job', quantity: 3 }])
  const headers = await asStaff('manager')
  const { body: made } = await call<DeskNeed>(
    '/desk/needs',
    json(
      {
        title: { ar: 'وظائف', en: 'Jobs' },
        kind: 'jobs',
        unit: 'job',
        asked: 5,
        governorate: 'dhofar',
        by: '2027-10-01',
      },
      headers,
    ),
  )
  const page = await newColleague('manager', language, { device: 'phone' })
  const paths = [
    'needs/',
    'needs/new/',
    `needs/${made.id}/`,
    'pledges/',
    'pledges/?view=board',
    'pledges/?view=lines',
    'pledges/enter/',
    `pledges/${reference}/`,
  ]
  for (const path of paths) {
    const answer = await open(page, deskPath(language, path))
    expect(await headerFaults(answer, 'desk'), path).toEqual([])
    const faults = await documentFaults(page, language, 'desk')
    // The switch keeps what the address asks for.
    const isAsked = (fault: string) => path.includes('?') && fault.startsWith('language switch')
    expect(
      faults.filter((fault) => !isAsked(fault)),
      path,
    ).toEqual([])
    expect(await axeFindings(page), path).toEqual([])
  }
  await call(`/desk/pledges/${reference}/verify`, json({ note: 'سألناهم' }, await asStaff('officer')))
  await open(page, pagePath(reference, language))
  expect(await axeFindings(page)).toEqual([])
})
