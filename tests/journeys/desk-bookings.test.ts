import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seededStaff } from '../../db/seed/staff.ts'
import { actAtDesk, bookByApi, freeStalls, linksIn, messagesOf } from './api.ts'
import { deskPath, listed, listPath, newColleague, openBooking, state } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { stallOf } from './desk-hall.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { counted, wordsOf, type Language } from './words.ts'

const exhibition = exhibitions.reviewed
const nextPhone = phonesOf('deskReview')
const languages = ['ar', 'en'] as const

async function newApplication(): Promise<string> {
  const [stall = ''] = await freeStalls(exhibition.slug)
  return (await bookByApi(exhibition.slug, nextPhone(), { stall })).reference
}
async function newBooking(): Promise<string> {
  const reference = await newApplication()
  expect(await actAtDesk('officer', reference, 'confirm')).toBe(200)
  return reference
}

const reviewPath = (language: Language, at: string) => `${listPath(language, exhibition)}review/?at=${at}`
const shown = (page: Page) => page.locator('.review-head a bdi').innerText()
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('value') ?? '')

test.for(languages)('an officer reviews three bookings with the keyboard alone (%s)', async (language) => {
  const { desk, codes } = wordsOf(language)
  const [one, two, three] = [await newApplication(), await newApplication(), await newApplication()]
  const page = await newColleague('officer', language)
  await open(page, reviewPath(language, one))
  const place = await page.locator('.review-bar strong').innerText()
  await answerTo(page, () => page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight'))
  expect(await shown(page)).toBe(two)
  await answerTo(page, () => page.keyboard.press('k'))
  expect(await shown(page)).toBe(one)
  expect(await page.locator('.review-bar strong').innerText()).toBe(place)

  await page.keyboard.press('c')
  expect(await focused(page)).toBe('confirm')
  await answerTo(page, () => page.keyboard.press('Enter'))
  expect(await shown(page)).toBe(two)
  const notice = await page.getByRole('status').innerText()
  for (const part of [desk.done.confirm, desk.undo.confirm, one]) expect(notice).toContain(part)

  // A key that is typed is a letter, not an act.
  await page.keyboard.press('d')
  await page.getByLabel(desk.acts.decline.reason).selectOption({ label: codes.reason.incomplete })
  await page.keyboard.press('Tab')
  await page.keyboard.type('jc')
  expect(await page.getByLabel(desk.acts.decline.text).first().inputValue()).toBe('jc')
  expect(await shown(page)).toBe(two)
  await page.keyboard.press('Tab')
  await answerTo(page, () => page.keyboard.press('Enter'))
  expect(await shown(page)).toBe(three)
  expect(await page.getByRole('status').innerText()).toContain(desk.undo.decline)

  // A question leaves the booking in its place, and its words reach the family's page only.
  await page.keyboard.press('a')
  await page.keyboard.type('هل المنتج من صنعكم؟')
  await page.keyboard.press('Tab')
  await answerTo(page, () => page.keyboard.press('Enter'))
  expect(await shown(page)).toBe(three)
  const [message] = await messagesOf(three)
  expect(message?.template).toBe('booking_question')
  expect(message?.text).not.toContain('صنعكم')
  const family = await newVisitor({ device: 'phone', hasScript: false })
  await open(family, linksIn(message)[0] ?? '')
  expect(await family.locator('main').innerText()).toContain('هل المنتج من صنعكم؟')

  await page.keyboard.press('?')
  await page.getByRole('button', { name: desk.review.keys.off }).click()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('c')
  expect(await focused(page)).not.toBe('confirm')
  await page.getByRole('button', { name: desk.review.keys.on }).click()
})

test('whoever reviews what a colleague decided meanwhile is told so and shown the next', async () => {
  const { desk } = wordsOf('ar')
  const [one, two] = [await newApplication(), await newApplication()]
  const page = await newColleague('officer', 'ar', { hasScript: false })
  await open(page, reviewPath('ar', one))
  expect(await actAtDesk('officer2', one, 'confirm')).toBe(200)
  const answer = await answerTo(page, () => page.getByRole('button', { name: desk.acts.confirm.button }).click())
  expect(answer.status()).toBe(409)
  const told = await page.getByRole('alert').innerText()
  for (const part of [seededStaff.officer2.name.ar, desk.states.confirmed, desk.conflict.title]) {
    expect(told).toContain(part)
  }
  expect(await shown(page)).toBe(two)
})

test('a form with a mistake is answered for what its sender saw, not for what a colleague did meanwhile', async () => {
  const { desk } = wordsOf('ar')
  const one = await newApplication()
  const page = await newColleague('officer', 'ar', { hasScript: false })
  await open(page, deskPath('ar', `bookings/${one}/`))
  await page.locator('details[data-key="decline"] summary').click()
  const send = () => answerTo(page, () => page.locator('button[name="act"][value="decline"]').click())
  expect((await send()).status()).toBe(422)
  expect(await actAtDesk('officer2', one, 'check')).toBe(200)
  // The mistake once more, on a page that was made after the colleague's act.
  expect((await send()).status()).toBe(422)
  await page.getByLabel(desk.acts.decline.reason).first().selectOption('incomplete')
  expect((await send()).status()).toBe(409)
  expect(await page.getByRole('alert').innerText()).toContain(seededStaff.officer2.name.ar)
  expect((await send()).status()).toBe(200)
})

test('a dry run shows who is offered the stalls before anything happens, and stale ones are told one by one', async () => {
  const { desk } = wordsOf('en')
  const page = await newColleague('manager', 'en', { hasScript: false })
  await open(page, `${listPath('en', exhibitions.full)}waitlist/`)
  const first = await page.locator('.desk-table tbody tr td bdi[dir=ltr]').first().innerText()
  await open(page, `${listPath('en', exhibitions.full)}?state=confirmed`)
  const [one = '', two = ''] = await listed(page)
  for (const index of [0, 1]) await page.locator('input[name="items"]').nth(index).check()
  await answerTo(page, () => page.locator('.desk-bulk button[value="cancel"]').click())
  const dryRun = await page.locator('main').innerText()
  expect(dryRun).toContain(desk.bulk.dryRun)
  expect(dryRun).toContain(desk.bulk.undo.cancel)
  expect(dryRun).toContain(first)
  expect((await messagesOf(one)).map(({ template }) => template)).not.toContain('booking_cancelled')

  const send = () => answerTo(page, () => page.locator('.desk-decide button[name="act"]').click())
  expect((await send()).status()).toBe(422)
  await page.getByLabel(desk.acts.decline.reason).selectOption('organiser_error')
  expect(await actAtDesk('officer', two, 'ask', { text: 'هل وصلتكم الرسالة؟' })).toBe(200)
  await send()
  const result = await page.locator('main').innerText()
  expect(result).toContain(counted('en', desk.bulk.done.cancel, 1))
  expect(result).toContain(counted('en', desk.bulk.notDone, 1))
  expect(result).toContain(seededStaff.officer.name.en)
  expect((await messagesOf(one)).map(({ template }) => template)).toContain('booking_cancelled')
  expect((await messagesOf(two)).map(({ template }) => template)).not.toContain('booking_cancelled')
  expect((await messagesOf(first)).map(({ template }) => template)).toContain('booking_offered')
})

test('an officer moves a booking on the plan, and swaps two without JavaScript', async () => {
  const { desk } = wordsOf('ar')
  const [one, two] = [await newBooking(), await newBooking()]
  const [wanted = ''] = await freeStalls(exhibition.slug)
  const page = await newColleague('officer', 'ar')
  await openBooking(page, 'ar', exhibition, one)
  await answerTo(page, () => page.getByRole('link', { name: desk.acts.move.open }).click())
  await page.locator(`.hall label[data-stall="${wanted}"]`).click()
  await answerTo(page, () => page.getByRole('button', { name: desk.places.continue }).click())
  expect(await page.locator('main').innerText()).toContain(desk.places.before)
  await answerTo(page, () => page.getByRole('button', { name: desk.places.buttons.move }).click())
  expect(await page.getByRole('status').innerText()).toContain(desk.done.move)
  expect(await page.locator('.desk-history').innerText()).toContain(wanted)

  const plain = await newColleague('officer', 'ar', { hasScript: false })
  await open(plain, deskPath('ar', `bookings/${one}/move/`))
  const theirs = await stallOf(plain, two)
  await plain.locator(`.desk-hall-list input[value="${theirs}"]`).check()
  await answerTo(plain, () => plain.getByRole('button', { name: desk.places.continue }).click())
  await answerTo(plain, () => plain.getByRole('button', { name: desk.places.buttons.swap }).click())
  expect(await plain.getByRole('status').innerText()).toContain(desk.done.swap)
  await open(plain, deskPath('ar', `bookings/${two}/`))
  expect(await plain.locator('main').innerText()).toContain(wanted)
})

test('a move that somebody overtook is not done: who, when and what differs is told, and it can be repeated', async () => {
  const { desk } = wordsOf('en')
  const one = await newBooking()
  const [wanted = '', other = ''] = await freeStalls(exhibition.slug)
  const page = await newColleague('officer', 'en', { hasScript: false })
  const choose = async () => {
    await page.locator(`.desk-hall-list input[value="${wanted}"]`).check()
    await answerTo(page, () => page.getByRole('button', { name: desk.places.continue }).click())
    return answerTo(page, () => page.getByRole('button', { name: desk.places.buttons.move }).click())
  }
  await open(page, deskPath('en', `bookings/${one}/move/`))
  await page.locator(`.desk-hall-list input[value="${wanted}"]`).check()
  await answerTo(page, () => page.getByRole('button', { name: desk.places.continue }).click())
  expect(await actAtDesk('officer2', one, 'move', { stall: other })).toBe(200)
  const answer = await answerTo(page, () => page.getByRole('button', { name: desk.places.buttons.move }).click())
  expect(answer.status()).toBe(409)
  const told = await page.getByRole('alert').innerText()
  for (const part of [desk.conflict.title, seededStaff.officer2.name.en, other]) expect(told).toContain(part)
  await choose()
  expect(await state(page)).toBe(desk.states.confirmed)
  expect(await page.locator('.desk-history').innerText()).toContain(wanted)

  const [taken = ''] = await freeStalls(exhibition.slug)
  await open(page, deskPath('en', `bookings/${one}/move/`))
  await page.locator(`.desk-hall-list input[value="${taken}"]`).check()
  await answerTo(page, () => page.getByRole('button', { name: desk.places.continue }).click())
  await bookByApi(exhibition.slug, nextPhone(), { stall: taken })
  const late = await answerTo(page, () => page.getByRole('button', { name: desk.places.buttons.move }).click())
  expect(late.status()).toBe(409)
  expect(await page.getByRole('alert').innerText()).toContain(wordsOf('en').problems.stall_occupied)
})
