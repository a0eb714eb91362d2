import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { budgets, weighPage } from '../bench/page-weight.ts'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { field } from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults } from './inspect.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const { confirmedAtOnce, ballot } = exhibitions
const nextPhone = phonesOf('families')

const association = (phone: string, familyLabel: string) => ({
  organisation: 'جمعية المرأة العمانية بالسيب',
  name: 'لطيفة البلوشية',
  phone,
  familyLabel,
})
const family = (phone: string | null) => ({ kind: 'productive_family', name: 'زوينة', phone, wilayat: 'as-seeb' })

/** Two families of one delegate: one with a phone of its own in a hall, one without in a ballot. */
async function twoFamilies() {
  const [phone, own] = [nextPhone(), nextPhone()]
  const first = await bookByApi(confirmedAtOnce.slug, own, { delegate: association(phone, 'أسرة 12') })
  const second = await bookByApi(ballot.slug, '', { applicant: family(null), delegate: association(phone, 'أسرة 13') })
  return { phone, own, first, second }
}

const linkIn = async (reference: string, template: string, recipient: string): Promise<string> => {
  const messages = await messagesOf(reference)
  return linksIn(messages.find((one) => one.template === template && one.recipient === recipient))[0] ?? ''
}
const inLanguage = (language: Language, path: string) => path.replace(/^\/(ar|en)\//, `/${language}/`)
const mainText = (page: Page) => page.locator('main').innerText()
const press = (page: Page, act: string) => answerTo(page, () => page.locator(`button[value=${act}]`).click())

test.for(['ar', 'en'] as const)(
  'without JavaScript a delegate opens its families by a link, and a family takes its booking over (%s)',
  async (language) => {
    const { phone, own, first, second } = await twoFamilies()
    const { families: words, booking, site } = wordsOf(language)
    const here = `/${language}/bookings/families/`

    const delegate = await newVisitor({ device: 'phone', hasScript: false })
    await open(delegate, here)
    expect((await press(delegate, 'ask')).status()).toBe(422)
    expect(await delegate.title()).toContain(site.errorPrefix)
    // A phone that nobody has is told the same.
    for (const asked of [nextPhone(), phone]) {
      await field(delegate, 'phone').fill(asked)
      await press(delegate, 'ask')
      expect(await mainText(delegate)).toContain(words.sentTitle)
      expect(new URL(delegate.url()).search).toBe('?sent')
    }
    const asked = (await messagesOf(second.reference)).filter(({ template }) => template === 'delegate_proof')
    expect(asked.map(({ phone: to }) => to)).toEqual([phone])

    await open(delegate, inLanguage(language, await linkIn(first.reference, 'delegate_proof', 'delegate')))
    expect(new URL(delegate.url()).pathname).toBe(here)
    const listed = delegate.locator('.family-lines a', { hasText: 'أسرة' })
    expect(await listed.allInnerTexts()).toEqual([expect.stringContaining('13'), expect.stringContaining('12')])
    const cookies = await delegate.context().cookies()
    expect(cookies.map(({ path }) => path)).toEqual(['/ar/bookings/', '/en/bookings/'])
    expect(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Lax')).toBe(true)

    await answerTo(delegate, () => listed.filter({ hasText: '12' }).click())
    expect(await delegate.locator('h1').innerText()).toBe(booking.panel.confirmed)
    expect(await delegate.locator('button[value=take-over]').count()).toBe(0)

    const person = await newVisitor({ device: 'phone', hasScript: false })
    await open(person, inLanguage(language, await linkIn(first.reference, 'booking_received', 'applicant')))
    await press(person, 'take-over')
    expect(await person.locator('h1').innerText()).toBe(booking.takeOver.title)
    await press(person, 'take-over-now')
    expect(await mainText(person)).toContain(booking.takeOver.done)
    expect(await mainText(person)).toContain(first.reference)
    expect(await mainText(person)).toContain(own)
    expect(await mainText(person)).not.toContain(phone)

    await delegate.reload()
    expect(await mainText(delegate)).not.toContain(own)
    expect(await delegate.locator('h1').innerText()).toContain(first.reference)
    // It typed the family's phone itself: the link goes to that phone, and nothing opens here.
    await field(delegate, 'phone').fill(own)
    await press(delegate, 'find')
    expect(await mainText(delegate)).toContain(booking.find.linkSentTitle)
    expect(await linkIn(first.reference, 'booking_link', 'applicant')).not.toBe('')
    await open(delegate, here)
    expect(await listed.allInnerTexts()).toEqual([expect.stringContaining('13')])
    await press(delegate, 'finish')
    expect(await delegate.context().cookies()).toEqual([])
    await open(delegate, here)
    expect(await listed.count()).toBe(0)
  },
)

test.for(['ar', 'en'] as const)('the pages of a delegation are whole and free of findings (%s)', async (language) => {
  const { first } = await twoFamilies()
  const page = await newVisitor({ device: 'phone' })
  await open(page, inLanguage(language, await linkIn(first.reference, 'delegate_proof', 'delegate')))
  expect(await documentFaults(page, language, 'person')).toEqual([])
  expect(await axeFindings(page)).toEqual([])
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`)[0] ?? ''
  const weight = await weighPage(inject('url'), `/${language}/bookings/families/`, { headers: { Cookie: cookie } })
  expect(weight.html).toBeGreaterThan(2000)
  expect(weight.total).toBeLessThanOrEqual(budgets.page)

  const person = await newVisitor({ device: 'phone' })
  await open(person, inLanguage(language, await linkIn(first.reference, 'booking_received', 'applicant')))
  await press(person, 'take-over')
  expect(await documentFaults(person, language, 'person')).toEqual([])
  expect(await axeFindings(person)).toEqual([])
})
