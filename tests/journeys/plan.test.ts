import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bookByApi, freeStalls, readExhibition, withdrawByApi } from './api.ts'
import {
  applicationOf,
  chooseStall,
  exhibitionPath,
  field,
  goOn,
  startApplication,
  writeApplicant,
  writeProduct,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const exhibition = exhibitions.round
const nextPhone = phonesOf('plan')

const onPlan = (page: Page, code: string) => page.locator(`.hall [data-stall="${code}"]`)
const inTable = (page: Page, code: string) => page.locator(`tr[data-stall="${code}"]`)

/** Stops the page's clock. The browser keeps an answer of the API for five seconds of its own, which are not waited for. */
async function stopTheClock(page: Page): Promise<void> {
  await page.clock.install()
  await page.route('**/api/v1/**', (route) => route.continue())
}

/** Lets the time pass until the plan has looked at the stalls again. */
async function letThePlanLook(page: Page): Promise<void> {
  const looked = page.waitForResponse((response) => response.url().includes('/api/v1/exhibitions/'))
  await page.clock.runFor(20_000)
  await looked
}

async function goToStalls(page: Page, language: Language): Promise<void> {
  const application = applicationOf(nextPhone())
  await startApplication(page, language, exhibition)
  await writeApplicant(page, application)
  await goOn(page)
  await writeProduct(page, application)
  await goOn(page)
  await goOn(page)
}

test.for(['ar', 'en'] as const)(
  'the plan follows the stalls while a family chooses, and keeps its choice (%s)',
  async (language) => {
    const page = await newVisitor()
    const { codes, exhibitions: words } = wordsOf(language)
    const [mine = '', other = ''] = await freeStalls(exhibition.slug)
    await stopTheClock(page)
    await goToStalls(page, language)
    await chooseStall(page, mine)

    const taken = await bookByApi(exhibition.slug, nextPhone(), { stall: other })
    await letThePlanLook(page)
    await expect.poll(() => onPlan(page, other).getAttribute('data-state')).toBe('taken')
    expect(await onPlan(page, other).locator('input').isDisabled()).toBe(true)
    expect(await onPlan(page, other).locator('input').getAttribute('aria-label')).toContain(codes.stall.taken)
    expect(await inTable(page, other).textContent()).toContain(codes.stall.taken)
    expect(await onPlan(page, mine).locator('input').isChecked()).toBe(true)

    await withdrawByApi(taken)
    await letThePlanLook(page)
    await expect.poll(() => onPlan(page, other).getAttribute('data-state')).toBe('free')
    expect(await onPlan(page, other).locator('input').isEnabled()).toBe(true)

    await bookByApi(exhibition.slug, nextPhone(), { stall: mine })
    await letThePlanLook(page)
    await expect.poll(() => page.getByRole('status').innerText()).toBe(fill(words.gone, { code: mine }))
    expect(await field(page, 'stall').locator(':scope:checked').count()).toBe(1)
  },
)

test('on the public plan a stall that goes is no link any more', async () => {
  const page = await newVisitor({ device: 'phone' })
  const [code = ''] = await freeStalls(exhibition.slug)
  await stopTheClock(page)
  await open(page, exhibitionPath('ar', exhibition))
  expect(await onPlan(page, code).getAttribute('href')).toContain(code)
  await bookByApi(exhibition.slug, nextPhone(), { stall: code })
  await letThePlanLook(page)
  await expect.poll(() => onPlan(page, code).getAttribute('data-state')).toBe('taken')
  expect(await onPlan(page, code).getAttribute('href')).toBeNull()
  expect(await inTable(page, code).locator('a[href]').count()).toBe(0)
})

test('without JavaScript every visit shows the stalls as they are', async () => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const [code = ''] = await freeStalls(exhibition.slug)
  await open(page, exhibitionPath('ar', exhibition))
  expect(await onPlan(page, code).getAttribute('data-state')).toBe('free')
  const booking = await bookByApi(exhibition.slug, nextPhone(), { stall: code })
  await page.reload()
  expect(await onPlan(page, code).getAttribute('data-state')).toBe('taken')
  await withdrawByApi(booking)
  await page.reload()
  expect(await onPlan(page, code).getAttribute('data-state')).toBe('free')
})

test('a stall touched on the public plan is the one chosen in step 4', async () => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  const [code = ''] = await freeStalls(exhibition.slug)
  await open(page, exhibitionPath('en', exhibition))
  await answerTo(page, () => onPlan(page, code).click())
  const { start } = wordsOf('en').booking
  expect(await page.locator('main').innerText()).toContain(fill(start.wish, { stall: code }))
  await answerTo(page, () => page.getByRole('button', { name: start.button.first_come }).click())
  const application = applicationOf(nextPhone())
  await writeApplicant(page, application)
  await goOn(page)
  await writeProduct(page, application)
  await goOn(page)
  await goOn(page)
  expect(await onPlan(page, code).locator('input').isChecked()).toBe(true)
})

test.for(['ar', 'en'] as const)(
  'a stall is chosen with the keyboard alone, and has a name that is read out (%s)',
  async (language) => {
    const page = await newVisitor({ hasScript: false })
    const { codes, exhibitions: words } = wordsOf(language)
    await goToStalls(page, language)
    const { stalls, zones } = await readExhibition(exhibition.slug)
    const stall = stalls.find(({ state, features }) => state === 'free' && features.includes('step_free'))
    const named = fill(words.stallNameWith, {
      code: stall?.code ?? '',
      zone: zones.find(({ id }) => id === stall?.zone)?.title[language] ?? '',
      features: (stall?.features ?? []).map((feature) => codes.feature[feature]).join(words.listSeparator),
      state: codes.stall.free,
    })
    // On the plan, and in the table that is folded.
    expect(await page.getByRole('radio', { name: named, exact: true }).count()).toBe(1)
    expect(await page.getByRole('radio', { name: named, exact: true, includeHidden: true }).count()).toBe(2)

    await page.locator('[name=stall][value=any]').focus()
    const chosen = () => page.locator('[name=stall]:checked').first().inputValue()
    const seen = new Set<string>()
    for (let presses = 0; presses < stalls.length; presses += 1) {
      await page.keyboard.press('ArrowDown')
      seen.add(await chosen())
      if (seen.has(stall?.code ?? '')) break
    }
    expect([...seen]).toContain(stall?.code)
    const focus = await page.evaluate(() => {
      const stallElement = document.activeElement?.closest('.stall')
      return stallElement && getComputedStyle(stallElement).outlineStyle
    })
    expect(focus).not.toBe('none')
    expect((await goOn(page)).status()).toBe(200)
    expect(await page.locator('main').innerText()).toContain(stall?.code ?? '-')
  },
)

test('free stalls of the public plan are links in the order of the tab key', async () => {
  const page = await newVisitor({ hasScript: false })
  await open(page, exhibitionPath('en', exhibition))
  const links = page.locator('.hall a[href]')
  const [first, second] = [await links.nth(0).getAttribute('data-stall'), await links.nth(1).getAttribute('data-stall')]
  await links.nth(0).focus()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-stall'))).toBe(second)
  expect(await links.nth(0).getAttribute('aria-label')).toContain(first)
  await page.keyboard.press('Shift+Tab')
  await answerTo(page, () => page.keyboard.press('Enter'))
  expect(page.url()).toContain(`stall=${first}`)
})
