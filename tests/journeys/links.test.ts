import { expect, test } from 'vitest'
import { bookByApi, linksIn, messagesOf, readBookingByApi, searchAtDesk, stallState } from './api.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const exhibition = exhibitions.confirmedAtOnce
const nextPhone = phonesOf('links')
const languages = ['ar', 'en'] as const

test.for(languages)('the link in a message opens the booking at its clean address (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking: words } = wordsOf(language)
  const { reference } = await bookByApi(exhibition.slug, nextPhone(), { language })
  const [message] = await messagesOf(reference)
  const [link = ''] = linksIn(message)
  expect(link).toMatch(new RegExp(`^/${language}/b/${reference}/`))

  await open(page, link)
  expect(new URL(page.url()).pathname).toBe(`/${language}/bookings/${reference}/`)
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(words.panel.confirmed)
  const cookies = await page.context().cookies()
  expect(cookies.map(({ path }) => path).toSorted()).toEqual(['/ar/bookings/', '/en/bookings/'])
  for (const { httpOnly, secure, sameSite } of cookies) {
    expect({ httpOnly, secure, sameSite }).toEqual({ httpOnly: true, secure: true, sameSite: 'Lax' })
  }
  await answerTo(page, () => page.locator('a[hreflang]').click())
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
    wordsOf(language === 'ar' ? 'en' : 'ar').booking.panel.confirmed,
  )
})

test('nothing on the way from a message to the booking keeps the token', async () => {
  const { reference } = await bookByApi(exhibition.slug, nextPhone())
  const page = await newVisitor({ hasScript: false })
  let [path = ''] = linksIn((await messagesOf(reference))[0])
  while (path !== `/ar/bookings/${reference}/`) {
    const answer = await page.request.get(path, { maxRedirects: 0 })
    expect(answer.status()).toBeGreaterThanOrEqual(300)
    expect(answer.headers()).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
    path = answer.headers().location ?? ''
  }
})

test.for(languages)('"this was not us" asks first; only the button releases the number (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking: words } = wordsOf(language)
  const heading = () => page.getByRole('heading', { level: 1 }).innerText()
  const phone = nextPhone()
  const booking = await bookByApi(exhibition.slug, phone, { language })
  const [opening = '', release = ''] = linksIn((await messagesOf(booking.reference))[0])

  await open(page, release)
  await page.reload()
  expect(await heading()).toBe(words.release.title)
  expect(await page.content()).not.toContain(phone)
  expect((await readBookingByApi(booking)).applicant.phone).toBe(phone)

  await answerTo(page, () => page.getByRole('button', { name: words.release.button }).click())
  expect(await heading()).toBe(words.release.done)
  expect(await searchAtDesk(exhibition.slug, phone)).toEqual([])
  const after = await readBookingByApi(booking)
  expect([after.state, after.applicant.phone]).toEqual(['confirmed', null])
  expect(await stallState(exhibition.slug, booking.stall ?? '')).toBe('taken')

  // The message's other link went to a phone that is not the applicant's.
  expect((await open(page, opening)).status()).toBe(404)
  // The number is free for whoever it belongs to.
  expect((await bookByApi(exhibition.slug, phone)).state).toBe('confirmed')
})

test.for(languages)('a link with a wrong or cut token opens nothing and offers the form (%s)', async (language) => {
  const page = await newVisitor({ hasScript: false })
  const { booking: words, fields } = wordsOf(language)
  const { reference } = await bookByApi(exhibition.slug, nextPhone(), { language })
  const [link = ''] = linksIn((await messagesOf(reference))[0])
  for (const wrong of [link.slice(0, -3), `/${language}/b/${reference}/x`, link.replace(reference, 'TMK-00000000')]) {
    expect((await open(page, wrong)).status()).toBe(404)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(words.link.title)
    expect(await page.context().cookies()).toEqual([])
  }
  expect(await page.getByLabel(fields.reference, { exact: true }).count()).toBe(1)
})
