import { expect, test } from 'vitest'
import { seededStaff } from '../../db/seed/staff.ts'
import { bookByApi, freeStalls, linksIn, messagesOf, stallState } from './api.ts'
import { deskPath, listed, listPath, newColleague, openBooking, search, signIn, state } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const exhibition = exhibitions.reviewed
const nextPhone = phonesOf('desk')
const languages = ['ar', 'en'] as const

/** An application that waits for its decision. */
async function newApplication(name = 'غاية الشكيلية') {
  const [stall = ''] = await freeStalls(exhibition.slug)
  const phone = nextPhone()
  const applicant = { kind: 'productive_family', name, phone, wilayat: 'as-seeb' }
  const booking = await bookByApi(exhibition.slug, phone, { applicant, stall })
  return { ...booking, stall, phone }
}

test.for(languages)('an officer signs in and out (%s)', async (language) => {
  const page = await newVisitor()
  const { desk } = wordsOf(language)
  await signIn(page, 'officer', language)
  expect(new URL(page.url()).pathname).toBe(deskPath(language))
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(desk.today.title)
  expect(await page.locator('body').innerText()).toContain(seededStaff.officer.name[language])
  expect(await page.getByRole('rowheader', { name: exhibition.title[language] }).count()).toBe(1)
  expect(await page.getByRole('rowheader', { name: exhibitions.filled.title[language] }).count()).toBe(0)

  await answerTo(page, () => page.getByRole('button', { name: desk.signOut }).click())
  await open(page, deskPath(language))
  expect(new URL(page.url()).pathname).toBe(deskPath(language, 'sign-in/'))
})

test.for(languages)(
  'an officer filters the list and finds a booking by reference, phone and name (%s)',
  async (language) => {
    const { desk } = wordsOf(language)
    const { reference, phone } = await newApplication('زبيدة القمشوعية')
    const page = await newColleague('officer', language, { hasScript: false })
    await open(page, listPath(language, exhibition))
    expect(await listed(page)).toContain(reference)
    await answerTo(page, () => page.getByRole('link', { name: desk.states.confirmed, exact: true }).click())
    expect(await listed(page)).not.toContain(reference)
    expect(new Set(await page.locator('tbody .tag').allInnerTexts())).toEqual(new Set([desk.states.confirmed]))

    const typed = phone.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))
    for (const q of [reference.toLowerCase(), `+968 ${typed}`]) {
      await search(page, q)
      expect(await listed(page)).toEqual([reference])
      expect(page.url()).not.toContain(phone)
    }
    await search(page, 'زبيده')
    expect(await listed(page)).toContain(reference)
    await search(page, 'TMK-00000000')
    expect(await listed(page)).toEqual([])
    expect(await page.locator('main').innerText()).toContain(desk.list.found.zero)
  },
)

test.for(languages)('an officer checks and confirms a booking, and its family reads it (%s)', async (language) => {
  const { desk } = wordsOf(language)
  const { reference } = await newApplication()
  const page = await newColleague('officer', language)
  await openBooking(page, language, exhibition, reference)
  expect(await state(page)).toBe(desk.states.pending)

  await answerTo(page, () => page.getByRole('button', { name: desk.acts.check.button }).click())
  expect(await page.getByRole('status').innerText()).toContain(desk.done.check)
  expect(await page.getByRole('button', { name: desk.acts.check.button }).count()).toBe(0)
  expect(await page.locator('main').innerText()).toContain(seededStaff.officer.name[language])

  await answerTo(page, () => page.getByRole('button', { name: desk.acts.confirm.button }).click())
  expect(await state(page)).toBe(desk.states.confirmed)
  const history = await page.locator('.desk-history').innerText()
  for (const act of ['booked', 'check', 'confirm'] as const) expect(history).toContain(desk.history[act])

  const [message] = await messagesOf(reference)
  expect(message?.template).toBe('booking_confirmed')
  const family = await newVisitor({ device: 'phone', hasScript: false })
  await open(family, linksIn(message)[0] ?? '')
  expect(await family.getByRole('heading', { level: 1 }).innerText()).toBe(wordsOf('ar').booking.panel.confirmed)
})

test.for(languages)('a declined family reads the reason, and the stall is free again (%s)', async (language) => {
  const { desk, codes } = wordsOf(language)
  const { reference, stall } = await newApplication()
  const page = await newColleague('officer', language)
  await openBooking(page, language, exhibition, reference)
  const decline = () =>
    answerTo(page, () => page.getByRole('button', { name: desk.acts.decline.button, exact: true }).click())

  await page.locator('summary', { hasText: desk.acts.decline.open }).click()
  expect((await decline()).status()).toBe(422)
  expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([desk.errors['reason.code']])
  await page.getByLabel(desk.acts.decline.reason).selectOption({ label: codes.reason.other })
  expect((await decline()).status()).toBe(422)
  expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([desk.errors['reason.text']])
  await page.getByLabel(desk.acts.decline.text).fill('هذا المعرض للحرف اليدوية.')
  await decline()
  expect(await state(page)).toBe(desk.states.declined)
  expect(await stallState(exhibition.slug, stall)).toBe('free')

  const { booking, codes: theirCodes } = wordsOf('ar')
  const family = await newVisitor({ device: 'phone', hasScript: false })
  await open(family, linksIn((await messagesOf(reference))[0])[0] ?? '')
  const read = await family.locator('main').innerText()
  for (const part of [
    booking.panel.declined,
    theirCodes.reason.other,
    'هذا المعرض للحرف اليدوية.',
    booking.next.declined,
  ]) {
    expect(read).toContain(part)
  }
})

test('whoever decides second is told what happened, and what was written is kept', async () => {
  const { desk, codes } = wordsOf('ar')
  const { reference } = await newApplication()
  const [first, second] = [await newColleague('officer', 'ar'), await newColleague('officer2', 'ar')]
  for (const page of [first, second]) await openBooking(page, 'ar', exhibition, reference)
  await second.locator('summary', { hasText: desk.acts.decline.open }).click()
  await second.getByLabel(desk.acts.decline.reason).selectOption({ label: codes.reason.duplicate })
  await second.getByLabel(desk.acts.decline.text).fill('وصل الطلب مرتين.')

  await answerTo(first, () => first.getByRole('button', { name: desk.acts.confirm.button }).click())
  const answer = await answerTo(second, () =>
    second.getByRole('button', { name: desk.acts.decline.button, exact: true }).click(),
  )
  expect(answer.status()).toBe(409)
  const told = await second.getByRole('alert').innerText()
  expect(told).toContain(desk.conflict.title)
  expect(told).toContain(seededStaff.officer.name.ar)
  expect(await second.locator('main').innerText()).toContain('وصل الطلب مرتين.')
  expect(await state(second)).toBe(desk.states.confirmed)
  expect((await messagesOf(reference)).map(({ template }) => template)).toEqual([
    'booking_confirmed',
    'booking_received',
  ])
})

test('the outbox shows what families are sent, and sends it again when asked', async () => {
  const { desk } = wordsOf('en')
  const { reference } = await newApplication()
  const page = await newColleague('officer', 'en')
  await answerTo(page, () => page.getByRole('link', { name: desk.nav.outbox }).click())
  const message = page.getByRole('article').filter({ hasText: reference })
  expect(await message.innerText()).toContain(desk.outbox.templates.booking_received)
  expect(await message.innerText()).toContain(desk.outbox.states.queued)
  expect(await message.locator('blockquote').getAttribute('dir')).toBe('rtl')

  // What the demonstration tells of the past was sent long ago.
  const sent = page.getByRole('article').filter({ hasText: desk.outbox.states.sent }).first()
  while ((await sent.count()) === 0) {
    await answerTo(page, () => page.getByRole('link', { name: desk.outbox.older }).click())
  }
  const again = await sent.getByRole('link').innerText()
  await answerTo(page, () => sent.getByRole('button').click())
  expect(await page.getByRole('status').innerText()).toContain(desk.done.resend)
  await open(page, page.url().replace(/\?.*/, ''))
  while ((await page.getByRole('article').filter({ hasText: again }).count()) === 0) {
    await answerTo(page, () => page.getByRole('link', { name: desk.outbox.older }).click())
  }
  const states = await page.getByRole('article').filter({ hasText: again }).locator('.tag').allInnerTexts()
  expect(states).toContain(desk.outbox.states.queued)
})

test('an officer of other governorates is told so, before any name is read', async () => {
  const page = await newColleague('officer', 'en')
  const { problems } = wordsOf('en')
  expect((await open(page, listPath('en', exhibitions.filled))).status()).toBe(403)
  expect(await page.locator('main').innerText()).toContain(problems.not_your_governorate)
  expect(await page.locator('.desk-table').count()).toBe(0)
})

test.for(languages)('a viewer reads lists without names and phones and opens no booking (%s)', async (language) => {
  const { reference, phone } = await newApplication('ميمونة البلوشية')
  const page = await newColleague('viewer', language)
  await open(page, listPath(language, exhibition))
  expect(await listed(page)).toContain(reference)
  expect(await page.content()).not.toContain('ميمونة')
  expect(await page.content()).not.toContain(phone)
  expect((await open(page, deskPath(language, `bookings/${reference}/`))).status()).toBe(403)
  expect((await open(page, deskPath(language, 'outbox/'))).status()).toBe(403)
})
