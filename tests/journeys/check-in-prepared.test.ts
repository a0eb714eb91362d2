import { expect, test } from 'vitest'
import { searchAtDesk } from './api.ts'
import { answerAfter, gatePath, isInSince, nextExpected, show, signInAtGate } from './at-gate.ts'
import { exhibitions } from './demonstration.ts'
import { openGate } from './gate.ts'
import { keptText } from './kept.ts'
import { keptInDatabase, preparedPhone } from './prepared-phone.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

test('whoever was undone is let in again, also without a network', async () => {
  const { gate: words } = wordsOf('ar').desk
  const { reference } = await nextExpected()
  const { page, gate } = await preparedPhone('ar')
  expect(await show(page, reference)).toContain(words.answers.go)
  await page.locator('[data-undo] summary').click()
  await page.locator('[data-undo] select').selectOption('organiser_error')
  await answerTo(page, () => page.getByRole('button', { name: words.undo.button }).click())
  await expect.poll(() => keptInDatabase(page)).not.toContain(`"reference":"${reference}"`)
  gate.isClosed = true
  expect(await show(page, reference)).toContain(words.answers.saved)
})

test('what is on its way cannot be taken off the phone, and is undone instead', async () => {
  const { gate: words } = wordsOf('en').desk
  const { reference } = await nextExpected()
  const { page, gate } = await preparedPhone('en')
  gate.isClosed = true
  await show(page, reference)
  gate.isClosed = false
  gate.delayMs = 2_000
  await page.getByRole('button', { name: words.offline.send }).click()
  await page.getByRole('button', { name: words.unqueue }).click()
  await page.getByText(words.unqueuedLate).waitFor()
  expect(await isInSince(reference)).not.toBeNull()
  expect(await page.locator('[data-undo]').isVisible()).toBe(true)
  expect(await page.getByRole('button', { name: words.unqueue }).isVisible()).toBe(false)
})

test('one decision is one check-in, however often it is tapped', async () => {
  const { gate: words } = wordsOf('en').desk
  const { page, gate } = await preparedPhone('en')
  gate.isClosed = true
  await show(page, 'TMK-00000000')
  await answerAfter(page, () => page.getByRole('button', { name: words.anyway }).dblclick())
  expect((await keptInDatabase(page)).split('TMK-00000000').length - 1).toBe(2)
  expect(await page.locator('[data-connection]').innerText()).toContain(words.offline.unsent.one)
})

test('a phone says that the network is gone and that it is back, without a scan', async () => {
  const { gate: words } = wordsOf('ar').desk
  const { page, gate } = await preparedPhone('ar')
  const line = () => page.locator('[data-connection]').innerText()
  gate.isClosed = true
  await page.reload()
  await expect.poll(line).toContain(words.offline.disconnected)
  gate.isClosed = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(line).toContain(words.offline.connected)
})

test('a phone whose date is wrong is prepared all the same, and tells the right time', async () => {
  const { gate: words } = wordsOf('en').desk
  const { reference } = await nextExpected()
  const gate = await openGate()
  const page = await newVisitor({ device: 'phone', gate })
  await signInAtGate(page, 'en')
  await page.clock.setFixedTime(Date.now() + 3 * 24 * 3_600_000)
  await open(page, gatePath('en'))
  await page.getByRole('button', { name: words.offline.button }).click()
  await page.getByRole('button', { name: words.offline.remove }).waitFor()
  const until = await page.evaluate(async () => {
    const cache = await caches.open('tamkeen-gate-1')
    return (await cache.match(location.pathname))?.headers.get('X-Kept-Until') ?? ''
  })
  expect(until > new Date(Date.now() + 2 * 24 * 3_600_000).toISOString()).toBe(true)
  gate.isClosed = true
  expect(await show(page, reference)).toContain(words.answers.saved)
  const at = /"at":"([^"]+)"/.exec(await keptInDatabase(page))?.[1] ?? ''
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(120_000)
})

test('a phone that an officer prepared keeps no names, and every file that its scripts ask for', async () => {
  const { reference } = await nextExpected()
  const { page } = await preparedPhone('ar', 'officer')
  const [booking] = await searchAtDesk(exhibitions.live.slug, reference)
  const shown = await page.locator(`[data-line="${reference}"]`).innerText()
  const kept = (await keptText(page)) + (await keptInDatabase(page))
  for (const name of [booking?.applicant.name ?? '', booking?.product.tradeName ?? '']) {
    expect(name).not.toBe('')
    expect(shown).toContain(name)
    expect(kept).not.toContain(name)
  }
  const { files, asked } = await page.evaluate(async () => {
    const cache = await caches.open('tamkeen-gate-1')
    const keys = (await cache.keys()).map(({ url }) => new URL(url).pathname)
    const scripts = keys.filter((path) => path.endsWith('.js'))
    const texts = await Promise.all(scripts.map(async (path) => (await cache.match(path))?.text() ?? ''))
    const named = texts.join().matchAll(/["'`](?:\.\/|\/?_astro\/)([\w.-]+\.(?:js|css))["'`]/g)
    return { files: keys, asked: [...new Set([...named].map(([, name]) => `/_astro/${name}`))] }
  })
  expect(asked.some((path) => /camera/.test(path))).toBe(true)
  expect(asked.filter((path) => !files.includes(path))).toEqual([])
})
