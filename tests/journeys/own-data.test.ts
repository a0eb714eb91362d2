import { expect, test } from 'vitest'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults } from './inspect.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const nextPhone = phonesOf('ownData')

test.for(['ar', 'en'] as const)(
  'without JavaScript a person sees, downloads, corrects and erases their data (%s)',
  async (language) => {
    const phone = nextPhone()
    const { reference } = await bookByApi(exhibitions.confirmedAtOnce.slug, phone)
    const words = wordsOf(language).ownData
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const here = `/${language}/bookings/${reference}/data/`

    await open(page, here)
    expect(new URL(page.url()).pathname).toBe(`/${language}/bookings/${reference}/`)
    const [link = ''] = linksIn((await messagesOf(reference))[0])
    await open(page, link.replace(/^\/(ar|en)\//, `/${language}/`))
    await page.getByRole('link', { name: words.toPage }).click()
    expect(new URL(page.url()).pathname).toBe(here)
    expect(await page.locator('main').innerText()).toContain(phone)

    const file = await page.request.get(`/${language}/bookings/${reference}/data.json`)
    expect(await file.json()).toMatchObject({ booking: { reference, applicant: { phone } } })
    expect(file.headers()['cache-control']).toBe('no-store')

    await page.getByRole('button', { name: words.correctButton }).click()
    expect(await page.title()).toContain(wordsOf(language).site.errorPrefix)
    await page.getByLabel(words.correctLabel).fill('الاسم التجاري «حلوى نزوى»')
    await page.getByRole('button', { name: words.correctButton }).click()
    expect(await page.locator('main').innerText()).toContain(words.correctDone)
    expect(await page.locator('main').innerText()).toContain(words.requestKinds.correct)

    await page.getByRole('button', { name: words.eraseButton }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(words.eraseAsk)
    await page.getByRole('link', { name: words.eraseNo }).click()
    expect(await page.locator('main').innerText()).toContain(phone)
    await page.getByRole('button', { name: words.consentButton }).click()
    await page.getByRole('button', { name: words.eraseYes }).click()
    expect(await page.locator('main').innerText()).toContain(words.erased)
    await open(page, here)
    expect(await page.locator('main').innerText()).not.toContain(phone)
    expect(await page.context().cookies()).toEqual([])
  },
)

test.for(['ar', 'en'] as const)('the page of one’s data is whole and free of findings (%s)', async (language) => {
  const { reference } = await bookByApi(exhibitions.confirmedAtOnce.slug, nextPhone())
  const page = await newVisitor({ device: 'phone' })
  const [link = ''] = linksIn((await messagesOf(reference))[0])
  await open(page, link.replace(/^\/(ar|en)\//, `/${language}/`))
  await open(page, `/${language}/bookings/${reference}/data/`)
  expect(await documentFaults(page, language, 'person')).toEqual([])
  expect(await axeFindings(page)).toEqual([])
})
