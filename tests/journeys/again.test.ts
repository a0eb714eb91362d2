import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bookByApi, freeStalls, linksIn, messagesOf, readBookingByApi, searchAtDesk, stallState } from './api.ts'
import { applicationOf, bookPath, field, pressSend, sendApplication, writeApplication } from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const exhibition = exhibitions.round
const nextPhone = phonesOf('again')
const languages = ['ar', 'en'] as const

const countBookings = async (phone: string) => (await searchAtDesk(exhibition.slug, phone)).length
const shown = (page: Page) => page.locator('main').innerText()

test.for(languages)(
  'going back and sending again says "already sent" and books nothing more (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const { booking, codes } = wordsOf(language)
    const phone = nextPhone()
    await writeApplication(page, language, exhibition, applicationOf(phone))
    const reference = await sendApplication(page)
    expect(await shown(page)).toContain(booking.panel.pending)

    await page.goBack()
    await field(page, 'consent').check()
    expect((await pressSend(page)).status()).toBe(200)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.sent.title)
    expect(await shown(page)).toContain(reference)
    expect(await shown(page)).toContain(codes.booking.pending)

    await page.reload()
    expect(await shown(page)).toContain(reference)
    expect(await countBookings(phone)).toBe(1)
    await answerTo(page, () => page.getByRole('link', { name: booking.sent.open }).click())
    expect(await shown(page)).toContain(booking.panel.pending)
  },
)

test('a sent form with changed answers is not recorded and shows nothing of the first', async () => {
  const page = await newVisitor({ hasScript: false })
  const { booking, site, fields } = wordsOf('en')
  const phone = nextPhone()
  await writeApplication(page, 'en', exhibition, applicationOf(phone))
  const reference = await sendApplication(page)

  await page.goBack()
  const change = `${site.change} ${fields['product.tradeName']}`
  await answerTo(page, () => page.getByRole('button', { name: change, exact: true }).click())
  await field(page, 'product.tradeName').fill('Another name')
  await answerTo(page, () => page.getByRole('button', { name: site.continue, exact: true }).click())
  await field(page, 'consent').check()
  expect((await pressSend(page)).status()).toBe(422)
  expect(await shown(page)).toContain(booking.sent.changed)
  expect(await shown(page)).not.toContain(reference)
  const [line] = await searchAtDesk(exhibition.slug, phone)
  expect(line?.product.tradeName).not.toBe('Another name')
})

test('reloading the confirmation shows it again', async () => {
  const page = await newVisitor()
  await writeApplication(page, 'ar', exhibition, applicationOf(nextPhone()))
  const reference = await sendApplication(page)
  await page.reload()
  expect(await shown(page)).toContain(reference)
})

test('a second tap on the button makes one booking', async () => {
  const page = await newVisitor({ device: 'phone' })
  const phone = nextPhone()
  await writeApplication(page, 'ar', exhibition, applicationOf(phone))
  await field(page, 'consent').check()
  await answerTo(page, () => page.getByRole('button', { name: wordsOf('ar').booking.send }).dblclick())
  await expect.poll(() => shown(page)).toContain('TMK-')
  expect(await countBookings(phone)).toBe(1)
})

test('one form sent many times at once makes one booking', async () => {
  const page = await newVisitor({ hasScript: false })
  const phone = nextPhone()
  await writeApplication(page, 'ar', exhibition, applicationOf(phone))
  await field(page, 'consent').check()
  const form = Object.fromEntries(
    await page
      .locator('#step')
      .evaluate((element) =>
        element instanceof HTMLFormElement
          ? [...new FormData(element)].map(([name, value]): [string, string] => [name, String(value)])
          : [],
      ),
  )
  const send = () => page.request.post(bookPath('ar', exhibition), { form, maxRedirects: 0 })
  const answers = await Promise.all(Array.from({ length: 6 }, send))
  const references = await Promise.all(
    answers.map(async (answer) =>
      /TMK-[0-9A-Z]{8}/.exec(answer.status() === 303 ? (answer.headers().location ?? '') : await answer.text())?.at(0),
    ),
  )
  expect(answers.map((answer) => answer.status()).filter((status) => status === 303)).toHaveLength(1)
  expect(new Set(references).size).toBe(1)
  expect(await countBookings(phone)).toBe(1)
})

test('a visit to any address changes nothing', async () => {
  const page = await newVisitor({ hasScript: false })
  const [stall = ''] = await freeStalls(exhibition.slug)
  const phone = nextPhone()
  const booking = await bookByApi(exhibition.slug, phone, { stall })
  const [, release = ''] = linksIn((await messagesOf(booking.reference))[0])
  const other = nextPhone()
  const answers = new URLSearchParams({
    step: 'check',
    idempotencyKey: crypto.randomUUID(),
    'applicant.kind': 'productive_family',
    'applicant.name': 'شيخة المعمرية',
    'applicant.phone': other,
    'applicant.wilayat': 'as-seeb',
    'product.category': 'halwa',
    'product.tradeName': 'حلوى',
    stall: 'any',
    consent: '2026-11',
  })
  const here = `/ar/bookings/${booking.reference}/`
  await open(page, linksIn((await messagesOf(booking.reference))[0])[0] ?? '')
  for (const path of [
    `${here}?act=withdraw-now`,
    `${here}?act=withdraw`,
    release,
    `${bookPath('ar', exhibition)}?${answers}`,
  ]) {
    expect((await open(page, path)).status()).toBe(200)
  }
  const after = await readBookingByApi(booking)
  expect(after.state).toBe('pending')
  expect(after.applicant.phone).toBe(phone)
  expect(await stallState(exhibition.slug, stall)).toBe('taken')
  expect(await countBookings(other)).toBe(0)
})
