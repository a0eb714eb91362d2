import { expect, test } from 'vitest'
import { formatInstant } from '../../worker/contract/dates.ts'
import { bookByApi, readExhibition } from './api.ts'
import { applicationOf, bookPath, exhibitionPath, field, goOn, pressSend, writeApplication } from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const nextPhone = phonesOf('refusals')
const languages = ['ar', 'en'] as const

test.for(languages)('before it opens, an exhibition says when, and takes nothing (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking, exhibitions: about } = wordsOf(language)
  const { bookingOpensAt } = await readExhibition(exhibitions.notOpen.slug)
  const time = formatInstant(language, bookingOpensAt)
  expect((await open(page, bookPath(language, exhibitions.notOpen))).status()).toBe(409)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.refusals.booking_not_open.title)
  expect(await page.locator('main').innerText()).toContain(fill(booking.refusals.booking_not_open.text, { time }))
  expect(await page.locator('main form').count()).toBe(0)

  await answerTo(page, () => page.getByRole('link', { name: booking.toExhibition }).click())
  expect(await page.locator('main').innerText()).toContain(fill(about.opensAt, { time }))
  expect(await page.getByRole('link', { name: about.book, exact: true }).count()).toBe(0)
})

test.for(languages)(
  'when booking is closed, the page says so and leads to an application already made (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const { booking } = wordsOf(language)
    for (const exhibition of [exhibitions.live, exhibitions.finished]) {
      expect((await open(page, bookPath(language, exhibition))).status()).toBe(409)
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.refusals.booking_closed.title)
    }
    await answerTo(page, () => page.getByRole('link', { name: booking.toFind }).first().click())
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.find.title)
  },
)

test.for(languages)(
  'a phone that has applied already gets a page of its own; the answers can be corrected (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const { booking } = wordsOf(language)
    const phone = nextPhone()
    const first = await bookByApi(exhibitions.round.slug, phone)
    const application = applicationOf(phone)
    await writeApplication(page, language, exhibitions.round, application)
    await field(page, 'consent').check()
    expect((await pressSend(page)).status()).toBe(409)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.refusals.already_booked.title)
    // Phones are not verified: the page must not tell who wrote the number what it opens.
    expect(await page.content()).not.toContain(first.reference)

    await answerTo(page, () => page.getByRole('button', { name: booking.changeAnswers }).click())
    expect(await field(page, 'applicant.name').inputValue()).toBe(application.name)
    await field(page, 'applicant.phone').fill(nextPhone())
    await goOn(page)
    await goToCheck()
    await pressSend(page)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.panel.pending)

    /** "Change answers" may lead straight back to the check, or through the steps with every answer kept. */
    async function goToCheck(): Promise<void> {
      while ((await page.getByRole('heading', { level: 1 }).innerText()) !== booking.steps.check) await goOn(page)
    }
  },
)

test('an address that is no exhibition is a page that says so', async () => {
  const page = await newVisitor({ hasScript: false })
  for (const path of [exhibitionPath('ar', { slug: 'nowhere' }), bookPath('ar', { slug: 'nowhere' })]) {
    expect((await open(page, path)).status()).toBe(404)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(wordsOf('ar').site.notFound.title)
  }
})
