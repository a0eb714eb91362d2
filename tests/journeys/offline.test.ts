import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bundleServiceWorker, bundleSwitchOff } from '../../site/offline-integration.ts'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { applicationOf, bookPath, exhibitionPath, writeApplication } from './application.ts'
import { deskPath, signIn } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { openGate, type Gate } from './gate.ts'
import { listenTo } from './inspect.ts'
import { keptPaths, keptText, notice, waitUntilKept } from './kept.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const nextPhone = phonesOf('offline')
const languages = ['ar', 'en'] as const
const { round, confirmedAtOnce } = exhibitions

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

/** How many of the page's style sheets did not come. */
const unstyled = (page: Page) =>
  page.evaluate(
    () => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter(({ sheet }) => !sheet).length,
  )

/** Somebody whose phone keeps what it visits, and the way to the product. */
async function newKeeper(): Promise<{ page: Page; gate: Gate }> {
  const gate = await openGate()
  return { gate, page: await newVisitor({ device: 'phone', gate }) }
}

/** Opens a page and waits until it is kept. */
async function visit(page: Page, path: string): Promise<void> {
  await open(page, path)
  await waitUntilKept(page, path)
}

test.for(languages)('a visited page opens without a network, and says how old it is (%s)', async (language) => {
  const { page, gate } = await newKeeper()
  const { offline: words } = wordsOf(language)
  const heard = listenTo(page)
  const path = exhibitionPath(language, round)
  await visit(page, path)
  expect(await notice(page).count()).toBe(0)
  const title = await heading(page)

  gate.isClosed = true
  await page.reload()
  expect(await heading(page)).toBe(title)
  expect(await notice(page).innerText()).toContain(String(new Date().getFullYear()))
  expect(await notice(page).innerText()).toContain(words.again)
  // Its styles came along.
  expect(await unstyled(page)).toBe(0)
  expect(await page.evaluate(() => document.fonts.check('1rem "Readex Pro"'))).toBe(true)

  gate.isClosed = false
  await answerTo(page, () => page.getByRole('link', { name: words.again }).click())
  expect(await notice(page).count()).toBe(0)
  expect(heard.filter((line) => !line.includes('ERR_EMPTY_RESPONSE'))).toEqual([])
})

test('keeping a page asks for none of its styles, scripts and fonts a second time', async () => {
  const { page, gate } = await newKeeper()
  await visit(page, '/ar/')
  await waitUntilKept(page, '/ar/outlets/')
  await visit(page, '/ar/exhibitions/')
  const files = gate.asked.filter((line) => line.includes('/_astro/'))
  expect(files.some((line) => line.endsWith('.woff2'))).toBe(true)
  expect(files.filter((line, index) => files.indexOf(line) !== index)).toEqual([])
})

test.for(languages)('the list of outlets opens without a network although nobody visited it (%s)', async (language) => {
  const { page, gate } = await newKeeper()
  await open(page, `/${language}/`)
  await waitUntilKept(page, `/${language}/outlets/`)
  gate.isClosed = true
  await open(page, `/${language}/outlets/?governorate=muscat`)
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await heading(page)).toBe(wordsOf(language).outlets.title)
  expect(await notice(page).count()).toBe(1)
  expect(await unstyled(page)).toBe(0)
})

test.for(languages)('instead of a page that is not kept comes a list of those that are (%s)', async (language) => {
  const { page, gate } = await newKeeper()
  const { offline: words } = wordsOf(language)
  await visit(page, `/${language}/exhibitions/`)
  gate.isClosed = true
  await open(page, exhibitionPath(language, round))
  expect(await page.locator('html').getAttribute('lang')).toBe(language)
  expect(await heading(page)).toBe(words.title)
  expect(await notice(page).innerText()).toContain(words.absent)
  await answerTo(page, () =>
    page
      .getByRole('link', { name: wordsOf(language).exhibitions.title })
      .last()
      .click(),
  )
  expect(await notice(page).count()).toBe(1)

  await open(page, `/${language}/offline/`)
  await page.getByRole('button', { name: words.removeAll }).click()
  await expect.poll(() => page.getByRole('status').innerText()).toBe(words.allRemoved)
  expect((await keptPaths(page)).filter((path) => path.endsWith('/exhibitions/'))).toEqual([])
})

test('a network that does not answer in time is no longer waited for, where there is a copy', async () => {
  const { page, gate } = await newKeeper()
  await visit(page, '/ar/exhibitions/')
  gate.delayMs = 15_000
  await open(page, `/ar/exhibitions/`)
  expect(await notice(page).count()).toBe(1)
})

test.for(languages)(
  "a booking's page is kept only when the person asks, without its answers (%s)",
  async (language) => {
    const { page, gate } = await newKeeper()
    const { offline: words } = wordsOf(language)
    const { keep } = words
    const phone = nextPhone()
    const { reference, stall } = await bookByApi(confirmedAtOnce.slug, phone, { language })
    const path = `/${language}/bookings/${reference}/`
    await open(page, linksIn((await messagesOf(reference))[0])[0] ?? '')
    await waitUntilKept(page, `/${language}/offline/`)
    expect(await keptPaths(page)).not.toContain(path)

    await page.getByRole('button', { name: keep.button }).click()
    await page.getByRole('button', { name: keep.remove }).waitFor()
    expect(await keptPaths(page)).toContain(path)
    gate.isClosed = true
    await page.reload()
    expect(await notice(page).count()).toBe(1)
    const shown = await page.locator('main').innerText()
    expect(shown).toContain(reference)
    expect(shown).toContain(stall)
    expect(await page.locator('form').count()).toBe(0)
    const text = await keptText(page)
    expect(text).not.toContain(phone)
    expect(text).not.toContain('زوينة الهنائية')

    await page.getByRole('button', { name: keep.remove }).click()
    await page.getByRole('button', { name: keep.button }).waitFor()
    await page.reload()
    expect(await heading(page)).toBe(words.title)
    expect(await page.locator('main').innerText()).not.toContain(reference)
  },
)

test('the list of what is kept names a kept booking, and removes it', async () => {
  const { page, gate } = await newKeeper()
  const { offline: words, booking } = wordsOf('ar')
  const { reference } = await bookByApi(confirmedAtOnce.slug, nextPhone())
  await open(page, linksIn((await messagesOf(reference))[0])[0] ?? '')
  await page.getByRole('button', { name: words.keep.button }).click()
  await page.getByRole('button', { name: words.keep.remove }).waitFor()
  gate.isClosed = true
  await open(page, `/ar/offline/`)
  const row = page.getByRole('listitem').filter({ hasText: booking.panel.confirmed })
  await row.getByRole('button').click()
  await expect.poll(() => page.getByRole('status').innerText()).toBe(words.removed)
  await open(page, `/ar/bookings/${reference}/`)
  expect(await heading(page)).toBe(words.title)
})

test('"finish on this phone" leaves nothing of a booking behind', async () => {
  const { page } = await newKeeper()
  const { offline: words, booking } = wordsOf('ar')
  const { reference } = await bookByApi(confirmedAtOnce.slug, nextPhone())
  await open(page, linksIn((await messagesOf(reference))[0])[0] ?? '')
  await page.getByRole('button', { name: words.keep.button }).click()
  await page.getByRole('button', { name: words.keep.remove }).waitFor()
  await answerTo(page, () => page.getByRole('button', { name: booking.finish }).click())
  await expect.poll(() => keptText(page)).not.toContain(reference)
})

test('nothing that is written in a form is ever kept', async () => {
  const { page } = await newKeeper()
  await visit(page, exhibitionPath('ar', round))
  const application = applicationOf(nextPhone(), { tradeName: 'سعفيات لا تُحفظ' })
  await open(page, exhibitionPath('ar', round))
  await page.goto(bookPath('ar', round))
  await writeApplication(page, 'ar', round, application)
  expect(await page.locator('main').innerText()).toContain(application.tradeName)
  await open(page, `/ar/exhibitions/?typed=${encodeURIComponent(application.tradeName)}`)
  await waitUntilKept(page, '/ar/exhibitions/')
  const text = await keptText(page)
  for (const written of [application.tradeName, application.name, application.phone, 'idempotencyKey'])
    expect(text).not.toContain(written)
  expect((await keptPaths(page)).filter((path) => path.includes('/book'))).toEqual([])
})

test('the desk and the API never pass through the service worker', async () => {
  const { page } = await newKeeper()
  await visit(page, '/ar/exhibitions/')
  const passed: string[] = []
  page.on('response', (response) => {
    if (response.fromServiceWorker()) passed.push(new URL(response.url()).pathname)
  })
  await signIn(page, 'officer', 'ar')
  await open(page, deskPath('ar', 'outbox/'))
  await page.evaluate(() => fetch('/api/v1/exhibitions'))
  await open(page, `/ar/`)
  expect(passed).toContain('/ar/')
  expect(passed.filter((path) => path.includes('/desk/') || path.startsWith('/api/'))).toEqual([])
  expect((await keptPaths(page)).filter((path) => path.includes('/desk/') || path.startsWith('/api/'))).toEqual([])
})

test('a new version takes over by itself and removes what older ones kept elsewhere', async () => {
  const { page, gate } = await newKeeper()
  await visit(page, '/ar/exhibitions/')
  await page.evaluate(async () => (await caches.open('tamkeen-pages-0')).put('/ar/old/', new Response('old')))
  const before = await keptPaths(page)
  expect(before).toContain('/ar/old/')
  gate.serviceWorker = await bundleServiceWorker([{ url: '/ar/offline/', revision: 'newer' }])
  await open(page, `/ar/`)
  await expect.poll(() => keptPaths(page)).not.toContain('/ar/old/')
  await expect.poll(() => keptPaths(page)).not.toContain('/en/offline/')
  gate.isClosed = true
  await open(page, `/ar/exhibitions/`)
  expect(await notice(page).count()).toBe(1)
})

test('the operator can switch it off: the worker and everything it kept are gone', async () => {
  const { page, gate } = await newKeeper()
  await visit(page, '/ar/exhibitions/')
  gate.serviceWorker = await bundleSwitchOff()
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  expect(await keptPaths(page)).toEqual([])
})

test('the site is whole when the service worker is broken', async () => {
  const { page, gate } = await newKeeper()
  const heard = listenTo(page)
  gate.serviceWorker = 'throw new Error("broken")'
  await open(page, `/ar/exhibitions/`)
  await page.waitForLoadState('networkidle')
  expect((await open(page, exhibitionPath('ar', round))).status()).toBe(200)
  expect(heard).toEqual([])
})
