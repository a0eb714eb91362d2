import { beforeAll, expect, test } from 'vitest'
import { formatInstant } from '../../worker/contract/dates.ts'
import type { BookingAnswer } from '../../worker/contract/booking.ts'
import {
  bookByApi,
  freeStalls,
  linksIn,
  messagesOf,
  readBookingByApi,
  sendByApi,
  stallState,
  withdrawByApi,
} from './api.ts'
import {
  applicationOf,
  exhibitionPath,
  field,
  goOn,
  pressSend,
  referenceIn,
  sendApplication,
  startApplication,
  writeApplicant,
  writeApplication,
  writeProduct,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const exhibition = exhibitions.filled
const nextPhone = phonesOf('waitlist')
let holders: BookingAnswer[] = []

const nextHolder = (): BookingAnswer => {
  const holder = holders.pop()
  if (!holder) throw new Error('Every holder has withdrawn already.')
  return holder
}

/** Books every free stall, so that the hall is full. */
async function fillTheHall(): Promise<void> {
  for (const stall of await freeStalls(exhibition.slug)) {
    holders.push(await bookByApi(exhibition.slug, nextPhone(), { stall }))
  }
}

beforeAll(fillTheHall)

test('when the hall is full a family waits, is offered the stall that falls free, and accepts it', async () => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking, errors, exhibitions: about } = wordsOf('ar')
  const heading = () => page.getByRole('heading', { level: 1 }).innerText()
  const shown = () => page.locator('main').innerText()

  await open(page, exhibitionPath('ar', exhibition))
  await expect.poll(() => page.reload().then(shown)).toContain(about.wait)
  await startApplication(page, 'ar', exhibition)
  const application = applicationOf(nextPhone())
  await writeApplicant(page, application)
  await goOn(page)
  await writeProduct(page, application)
  await goOn(page)
  await goOn(page)
  expect(await heading()).toBe(booking.steps.full)
  expect((await goOn(page)).status()).toBe(422)
  expect(await page.locator('.error-summary a').allInnerTexts()).toEqual([errors.joinWaitlist.required])
  await field(page, 'joinWaitlist').check()
  await goOn(page)
  const reference = await sendApplication(page)

  expect(await heading()).toBe(booking.panel.waitlisted)
  expect(await shown()).toContain(fill(booking.meaning.waitlisted, { rank: 1 }))
  expect(await shown()).not.toContain(booking.panel.confirmed)

  const left = nextHolder()
  await withdrawByApi(left)
  await page.reload()
  expect(await heading()).toBe(booking.panel.offered)
  const [offer] = await messagesOf(reference)
  expect(offer?.template).toBe('booking_offered')
  expect(offer?.text).toContain(left.stall)
  // Whoever comes now does not get past the one who waited.
  expect(await stallState(exhibition.slug, left.stall ?? '')).toBe('taken')
  expect((await sendByApi(exhibition.slug, nextPhone(), { stall: left.stall })).body.code).toBe('exhibition_full')

  await open(page, linksIn(offer)[0] ?? '')
  await answerTo(page, () =>
    page.getByRole('button', { name: fill(booking.accept, { stall: left.stall ?? '' }) }).click(),
  )
  expect(await heading()).toBe(booking.panel.confirmed)
  expect(await shown()).toContain(left.stall)
})

test('an offer says until when, and whoever declines it passes it on to the next', async () => {
  const page = await newVisitor({ hasScript: false })
  const { booking } = wordsOf('en')
  const shown = () => page.locator('main').innerText()
  await writeApplication(page, 'en', exhibition, applicationOf(nextPhone(), { joinsWaitlist: true }))
  await sendApplication(page)
  const next = await bookByApi(exhibition.slug, nextPhone(), { joinWaitlist: true })
  expect(next.state).toBe('waitlisted')

  const left = nextHolder()
  await withdrawByApi(left)
  await page.reload()
  const [cookie] = await page.context().cookies()
  const offer = await readBookingByApi({ reference: referenceIn(page), manageToken: cookie?.value ?? '' })
  expect([offer.state, offer.stall]).toEqual(['offered', left.stall])
  expect(await shown()).toContain(formatInstant('en', offer.offerExpiresAt ?? ''))

  await answerTo(page, () => page.getByRole('button', { name: booking.decline, exact: true }).click())
  await answerTo(page, () => page.locator('main form button[value="withdraw-now"]').click())
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.panel.withdrawn)
  const after = await readBookingByApi(next)
  expect([after.state, after.stall]).toEqual(['offered', left.stall])
})

test('whoever does not ask to wait gets a page of its own, with every answer kept to join the list', async () => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const { booking } = wordsOf('ar')
  const heading = () => page.getByRole('heading', { level: 1 }).innerText()
  await withdrawByApi(nextHolder())
  const free = await freeStalls(exhibition.slug)
  expect(free).toHaveLength(1)
  const application = applicationOf(nextPhone())
  await writeApplication(page, 'ar', exhibition, application)
  holders.push(await bookByApi(exhibition.slug, nextPhone(), { stall: free[0] }))

  await field(page, 'consent').check()
  expect((await pressSend(page)).status()).toBe(409)
  expect(await heading()).toBe(booking.refusals.exhibition_full.title)
  await answerTo(page, () => page.getByRole('button', { name: booking.wait, exact: true }).click())
  expect(referenceIn(page)).toMatch(/^TMK-/)
  expect(await heading()).toBe(booking.panel.waitlisted)
  expect(await page.locator('main').innerText()).toContain(application.tradeName)
})
