import { expect, test } from 'vitest'
import { messagesOf } from './api.ts'
import {
  applicationOf,
  chooseArrangements,
  exhibitionPath,
  field,
  goOn,
  pressSend,
  referenceIn,
  startApplication,
  writeApplicant,
  writeProduct,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const exhibition = exhibitions.ballot
const nextPhone = phonesOf('ballot')
const zones = exhibition.hall.zones.slice(0, 2)

test.for([
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: true },
] as const)(
  'a family enters the draw with the zones it prefers and gets a draw code ($language, script: $hasScript)',
  async ({ language, device, hasScript }) => {
    const page = await newVisitor({ device, hasScript })
    const { booking, exhibitions: about } = wordsOf(language)
    const application = applicationOf(nextPhone(), { arrangements: ['step_free'] })
    const shown = () => page.locator('main').innerText()

    await open(page, exhibitionPath(language, exhibition))
    expect(await page.getByRole('link', { name: about.apply }).count()).toBeGreaterThan(0)
    await startApplication(page, language, exhibition)
    await writeApplicant(page, application)
    await goOn(page)
    await writeProduct(page, application)
    await goOn(page)
    await chooseArrangements(page, application)
    await goOn(page)

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.steps.zones)
    expect(await shown()).toContain(booking.start.published)
    expect(await page.locator('[name=stall]').count()).toBe(0)
    for (const { title } of zones) await page.getByLabel(title[language], { exact: true }).check()
    await goOn(page)
    for (const { title } of zones) expect(await shown()).toContain(title[language])
    expect(await shown()).toContain(booking.start.published)

    await field(page, 'consent').check()
    await pressSend(page)
    const reference = referenceIn(page)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(booking.panel.applied)
    const code = await page.locator('bdi', { hasText: /^[0-9A-HJKMNP-TV-Z]{6}$/ }).innerText()
    expect(await shown()).toContain(booking.drawCodeAbout)
    expect(await shown()).toContain(booking.meaning.applied)
    expect(reference).not.toContain(code)
    expect((await messagesOf(reference))[0]?.text).toContain(reference)
  },
)

test('whoever prefers no zone enters the draw for all of them', async () => {
  const page = await newVisitor({ hasScript: false })
  const { booking } = wordsOf('ar')
  const application = applicationOf(nextPhone())
  await startApplication(page, 'ar', exhibition)
  await writeApplicant(page, application)
  await goOn(page)
  await writeProduct(page, application)
  await goOn(page)
  await goOn(page)
  await goOn(page)
  expect(await page.locator('main').innerText()).toContain(booking.allZones)
  await field(page, 'consent').check()
  await pressSend(page)
  expect(await page.locator('main').innerText()).toContain(booking.allZones)
})
