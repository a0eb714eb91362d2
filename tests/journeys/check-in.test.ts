import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bookByApi, type Colleague } from './api.ts'
import { newColleague } from './at-desk.ts'
import { answerAfter, gatePath, isInSince, nextExpected, show } from './at-gate.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults, headerFaults } from './inspect.ts'
import { answerTo, open } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const nextPhone = phonesOf('gate')
const languages = ['ar', 'en'] as const

test.for(languages)('a gate checks people in and takes it back, without scripts (%s)', async (language) => {
  const { desk, codes } = wordsOf(language)
  const { gate } = desk
  const { reference, stall, pass } = await nextExpected()
  const elsewhere = await bookByApi(exhibitions.confirmedAtOnce.slug, nextPhone())
  const page = await newColleague('gate', language, { hasScript: false, device: 'phone' })
  await answerTo(page, () => page.getByRole('link', { name: desk.nav.gate, exact: true }).click())
  await answerTo(page, () => page.getByRole('link', { name: gate.open }).click())
  expect(new URL(page.url()).pathname).toBe(gatePath(language))
  const send = async (text: string) => {
    await page.getByLabel(gate.label).fill(text)
    const answer = await answerTo(page, () => page.getByRole('button', { name: gate.button, exact: true }).click())
    return { status: answer.status(), said: await page.getByRole('alert').innerText() }
  }
  for (const [text, status, word] of [
    ['', 422, gate.error],
    ['TMK-00000000', 404, gate.answers.booking_not_found],
    [pass.replace(`:${stall}:`, ':Z-99:'), 422, gate.answers.pass_invalid],
    [elsewhere.reference, 409, gate.answers.pass_other_exhibition],
    [pass, 200, gate.answers.go],
  ] as const) {
    const { status: is, said } = await send(text)
    expect([is, said.includes(word)], text).toEqual([status, true])
  }
  const alert = page.getByRole('alert')
  expect(await alert.innerText()).toContain(stall)
  const again = await send(reference.toLowerCase())
  expect(again.said).toContain(fill(gate.answers.again, { time: '' }).trim())
  expect(await page.locator('body').innerText()).not.toContain('7000')

  await page.locator('summary', { hasText: gate.undo.open }).click()
  const undo = () => answerTo(page, () => page.getByRole('button', { name: gate.undo.button }).click())
  expect((await undo()).status()).toBe(422)
  await page.getByLabel(desk.acts.decline.reason).selectOption({ label: codes.reason.organiser_error })
  expect((await undo()).status()).toBe(200)
  expect(await alert.innerText()).toContain(gate.answers.undone)
  expect(await isInSince(reference)).toBeNull()

  const row = page.getByRole('row').filter({ hasText: reference })
  await answerTo(page, () => row.getByRole('button').click())
  expect(await alert.innerText()).toContain(gate.answers.go)
  expect(await isInSince(reference)).not.toBeNull()
})

/** One answer, and copies of it in every other colour. */
async function showEveryTone(page: Page) {
  await show(page, (await nextExpected()).reference)
  await page.locator('[data-answer]').evaluate((answer) => {
    for (const tone of ['again', 'ask', 'stop']) {
      const copy = answer.cloneNode(true)
      if (copy instanceof HTMLElement) copy.dataset.tone = tone
      answer.after(copy)
    }
  })
}

test.for(languages)('the gate’s pages are whole in both schemes (%s)', async (language) => {
  const page = await newColleague('officer', language, { device: 'phone' })
  for (const path of [`/${language}/desk/gate/`, gatePath(language), gatePath(language, exhibitions.reviewed)]) {
    const answer = await open(page, path)
    expect(await headerFaults(answer, 'desk')).toEqual([])
    expect(await documentFaults(page, language, 'desk')).toEqual([])
    if (path === gatePath(language)) await showEveryTone(page)
    expect(await axeFindings(page)).toEqual([])
  }
})

test('names are for those who decide bookings, and the gate for those who keep one', async () => {
  const { reference } = await nextExpected()
  const rowOf = async (who: Colleague) => {
    const page = await newColleague(who, 'ar', { hasScript: false })
    const answer = await open(page, gatePath('ar'))
    const row = page.getByRole('row').filter({ hasText: reference })
    return { status: answer.status(), text: answer.status() === 200 ? await row.innerText() : '' }
  }
  const [gate, officer, viewer] = [await rowOf('gate'), await rowOf('officer'), await rowOf('viewer')]
  expect([gate.status, officer.status, viewer.status]).toEqual([200, 200, 403])
  expect(officer.text.length).toBeGreaterThan(gate.text.length)
  const page = await newColleague('gate', 'en')
  expect((await open(page, gatePath('en', exhibitions.reviewed))).status()).toBe(403)
})

test('with scripts the page stays, the list and the count follow, and the field is ready for the next', async () => {
  const { gate } = wordsOf('ar').desk
  const { reference } = await nextExpected()
  const page = await newColleague('gate', 'ar')
  await open(page, gatePath('ar'))
  const count = page.locator('.gate-count')
  const [before, expected] = ((await count.innerText()).match(/\d+/g) ?? []).map(Number)
  const row = page.getByRole('row').filter({ hasText: reference })
  const said = await answerAfter(page, () => row.getByRole('button').click())
  expect(said).toContain(gate.answers.go)
  expect(await row.getByRole('button').count()).toBe(0)
  expect(await count.innerText()).toBe(fill(gate.count, { arrived: (before ?? 0) + 1, expected: expected ?? 0 }))
  expect(await show(page, reference)).toContain(fill(gate.answers.again, { time: '' }).trim())
  expect(await page.locator('[data-shown] [name=shown]').evaluate((field) => field === document.activeElement)).toBe(
    true,
  )
  expect(new URL(page.url()).search).toBe('')
})
