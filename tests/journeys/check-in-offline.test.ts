import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDays, muscatDay } from '../../worker/contract/dates.ts'
import { answerAfter, checkInElsewhere, gatePath, isInSince, nextExpected, show, signInAtGate } from './at-gate.ts'
import { axeFindings } from './inspect.ts'
import { keptText } from './kept.ts'
import { keptInDatabase, preparedPhone } from './prepared-phone.ts'
import { open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const

const already = (language: Language) => fill(wordsOf(language).desk.gate.answers.again, { time: '' }).trim()

/** What the same phone holds of another gate. */
const queueAtAnotherGate = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('tamkeen-gate')
        request.addEventListener('error', () => reject(request.error))
        request.addEventListener('success', () => {
          const change = request.result.transaction('queue', 'readwrite')
          change.objectStore('queue').add({
            slug: 'another-gate',
            reference: 'TMK-0THERG8E',
            pass: null,
            at: new Date().toISOString(),
            refusal: null,
          })
          change.addEventListener('complete', () => {
            request.result.close()
            resolve()
          })
        })
      }),
  )

test.for(languages)(
  'a prepared phone checks people in without a network and tells it when back (%s)',
  async (language) => {
    const { gate: words } = wordsOf(language).desk
    const [scanned, later] = [await nextExpected(), 'TMK-00000000']
    const { page, gate } = await preparedPhone(language)
    const kept = (await keptText(page)) + (await keptInDatabase(page))
    expect(kept).toContain(scanned.reference)
    expect(kept).not.toMatch(/\b7\d{7}\b/)

    gate.isClosed = true
    await page.reload()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    await page.locator('.gate-kept li').first().waitFor()
    expect(await page.locator('.desk-bar').count()).toBe(0)

    const forged = scanned.pass.replace(`:${scanned.stall}:`, ':Z-99:')
    expect(await show(page, forged)).toContain(words.answers.pass_invalid)
    expect(await show(page, later)).toContain(words.answers.unlisted)
    const said = await show(page, scanned.pass)
    expect(said).toContain(words.answers.saved)
    expect(said).toContain(scanned.stall)
    expect(await show(page, scanned.reference)).toContain(already(language))
    expect(await page.locator('[data-connection]').innerText()).toContain(words.offline.unsent.one)
    expect(await axeFindings(page)).toEqual([])
    expect(await isInSince(scanned.reference)).toBeNull()

    // A second reload, and the queue is there still.
    await page.reload()
    await expect.poll(() => page.locator('[data-connection]').innerText()).toContain(words.offline.unsent.one)
    gate.isClosed = false
    await page.getByRole('button', { name: words.offline.send }).click()
    await expect.poll(() => isInSince(scanned.reference)).not.toBeNull()
    await expect.poll(() => page.locator('[data-connection]').innerText()).not.toContain(words.offline.unsent.one)
    await open(page, gatePath(language))
    expect(await page.getByRole('row').filter({ hasText: scanned.reference }).getByRole('button').count()).toBe(0)
  },
)

test('two gates without a network let the same pass in: one check-in, at the earlier time', async () => {
  const { pass, reference } = await nextExpected()
  const [one, other] = [await preparedPhone('ar'), await preparedPhone('en')]
  for (const { gate } of [one, other]) gate.isClosed = true
  expect(await show(one.page, pass)).toContain(wordsOf('ar').desk.gate.answers.saved)
  expect(await show(other.page, pass)).toContain(wordsOf('en').desk.gate.answers.saved)
  const firstAt = /"at":"([^"]+)"/.exec(await keptInDatabase(one.page))?.[1]

  // The later one is back first.
  for (const { page, gate } of [other, one]) {
    gate.isClosed = false
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await expect.poll(async () => (await keptInDatabase(page)).includes(pass)).toBe(false)
  }
  expect(await isInSince(reference)).toBe(firstAt)
  expect(await checkInElsewhere(reference)).toMatchObject({ repeated: true, checkedInAt: firstAt })
})

test('check-ins survive a session that ended, and the phone asks to sign in again', async () => {
  const { gate: words } = wordsOf('ar').desk
  const { reference } = await nextExpected()
  const { page, gate } = await preparedPhone('ar')
  gate.isClosed = true
  await show(page, reference)
  await page.context().clearCookies()
  gate.isClosed = false
  await page.getByRole('button', { name: words.offline.send }).click()
  const signIn = page.getByRole('link', { name: words.offline.signIn })
  await signIn.waitFor()
  expect(await page.locator('[data-connection]').innerText()).toContain(words.offline.survives)
  await signIn.click()
  await page.waitForURL('**/desk/sign-in/')
  await signInAtGate(page, 'ar')
  await open(page, gatePath('ar'))
  await expect.poll(() => isInSince(reference)).not.toBeNull()
})

test('what was not accepted stays on the phone, with its cause, until somebody removes it', async () => {
  const { gate: words } = wordsOf('en').desk
  const { reference } = await nextExpected()
  const { page, gate } = await preparedPhone('en')
  gate.isClosed = true
  await show(page, 'TMK-00000000')
  await answerAfter(page, () => page.getByRole('button', { name: words.anyway }).click())
  await show(page, reference)
  // Tapped by mistake: it is taken off the phone before it is sent.
  await page.getByRole('button', { name: words.unqueue }).click()
  gate.isClosed = false
  await page.getByRole('button', { name: words.offline.send }).click()
  const refused = page.locator('[data-refused] li')
  await expect.poll(() => refused.allInnerTexts().then((texts) => texts.join())).toContain('TMK-00000000')
  expect(await refused.innerText()).toContain(words.answers.booking_not_found)
  expect(await isInSince(reference)).toBeNull()
  await refused.getByRole('button').click()
  await expect.poll(() => refused.count()).toBe(0)
})

test('the phone forgets when told to, but not what was not sent unless somebody insists', async () => {
  const { gate: words } = wordsOf('ar').desk
  const { reference } = await nextExpected()
  const { page, gate } = await preparedPhone('ar')
  gate.isClosed = true
  await show(page, reference)
  await page.getByRole('button', { name: words.offline.remove }).click()
  await page.getByText(words.offline.loses).waitFor()
  expect(await keptInDatabase(page)).toContain(reference)
  await queueAtAnotherGate(page)
  await page.getByRole('button', { name: words.offline.removeAnyway }).click()
  await expect.poll(() => keptInDatabase(page)).not.toContain(reference)
  expect(await keptInDatabase(page)).toContain('TMK-0THERG8E')
  await page.reload().catch(() => null)
  expect(await page.locator('gate-station').count()).toBe(0)
  gate.isClosed = false
  expect(await isInSince(reference)).toBeNull()
})

test('signing out takes the list and the page off the phone, and keeps what was not sent', async () => {
  const { desk } = wordsOf('ar')
  const { reference } = await nextExpected()
  const { page } = await preparedPhone('ar')
  await page.context().setOffline(true)
  await show(page, reference)
  await page.route('**/check-ins', (route) => route.abort())
  await page.context().setOffline(false)
  await page.getByRole('button', { name: desk.signOut }).click()
  await page.waitForURL('**/desk/sign-in/')
  const left = await keptInDatabase(page)
  expect(left).toContain(reference)
  expect(left).not.toContain('tamkeen-gate-list')
  expect(await page.evaluate(() => caches.has('tamkeen-gate-1'))).toBe(false)
  await page.unroute('**/check-ins')
  await signInAtGate(page, 'ar')
  await open(page, gatePath('ar'))
  await expect.poll(() => isInSince(reference)).not.toBeNull()
})

test('a list of yesterday is of no use', async () => {
  const { gate: words } = wordsOf('en').desk
  const { page, gate } = await preparedPhone('en')
  gate.isClosed = true
  await page.clock.setFixedTime(`${addDays(muscatDay(Date.now()), 1)}T06:00:00Z`)
  expect(await show(page, 'TMK-00000000')).toContain(words.answers.list_over)
  await page.reload()
  await expect.poll(() => keptInDatabase(page)).not.toContain('tamkeen-gate-list')
  // The service worker has a clock of its own, so the copy's time is moved instead.
  await page.evaluate(async () => {
    const cache = await caches.open('tamkeen-gate-1')
    const copy = await cache.match(location.pathname)
    const headers = new Headers(copy?.headers)
    headers.set('X-Kept-Until', new Date(0).toISOString())
    await cache.put(location.pathname, new Response(await copy?.text(), { headers }))
  })
  await page.reload().catch(() => null)
  expect(await page.locator('gate-station').count()).toBe(0)
})
