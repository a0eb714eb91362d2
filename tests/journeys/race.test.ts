import { expect, test } from 'vitest'
import { freeStalls, stallState } from './api.ts'
import {
  answerQuestions,
  applicationOf,
  chooseStall,
  field,
  goOn,
  pressSend,
  referenceIn,
  sendApplication,
  startApplication,
} from './application.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { newVisitor } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const exhibition = exhibitions.confirmedAtOnce
const nextPhone = phonesOf('race')

test.for([
  { language: 'ar', device: 'phone', hasScript: false },
  { language: 'en', device: 'desk', hasScript: true },
] as const)(
  'a stall goes to one family; the other keeps every answer and picks from three near it ($language, script: $hasScript)',
  async ({ language, device, hasScript }) => {
    const [first, second] = [await newVisitor({ device, hasScript }), await newVisitor({ device, hasScript })]
    const { booking } = wordsOf(language)
    const [stall = ''] = await freeStalls(exhibition.slug)
    const faster = applicationOf(nextPhone(), { stall })
    const slower = applicationOf(nextPhone(), {
      stall,
      name: 'نصرة الكندية',
      tradeName: 'فخار بهلا',
      arrangements: ['power'],
    })
    for (const [page, application] of [
      [first, faster],
      [second, slower],
    ] as const) {
      await startApplication(page, language, exhibition)
      await answerQuestions(page, application)
    }

    await sendApplication(first)
    expect(await first.locator('main').innerText()).toContain(booking.panel.confirmed)

    await field(second, 'consent').check()
    expect((await pressSend(second)).status()).toBe(409)
    expect(await second.title()).toContain(fill(booking.taken, { stall }))
    expect(await second.locator('main').innerText()).toContain(booking.takenAbout)
    expect(await second.locator(`.hall [data-stall="${stall}"]`).getAttribute('data-state')).toBe('taken')
    expect(await second.locator('[name=stall]:checked').count()).toBe(0)

    const alternatives = await second
      .locator('main fieldset > .choice [name=stall]:not([value=any])')
      .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('value') ?? ''))
    expect(alternatives).toHaveLength(3)
    const marked = await second
      .locator('.hall .stall--alternative[data-stall]')
      .evaluateAll((stalls) => stalls.map((element) => element.getAttribute('data-stall')))
    expect(marked.toSorted()).toEqual(alternatives.toSorted())
    for (const code of alternatives) expect(await stallState(exhibition.slug, code)).toBe('free')

    const [chosen = ''] = alternatives
    await chooseStall(second, chosen)
    await goOn(second)
    const written = await second.locator('main').innerText()
    for (const answer of [slower.name, slower.phone, slower.tradeName, chosen]) expect(written).toContain(answer)
    expect(await field(second, 'consent').isChecked()).toBe(true)
    await pressSend(second)
    expect(referenceIn(second)).toMatch(/^TMK-/)
    expect(await second.locator('main').innerText()).toContain(chosen)
    expect(await stallState(exhibition.slug, chosen)).toBe('taken')
  },
)

test('two families who send at the same moment get two different stalls or an honest refusal', async () => {
  const pages = [await newVisitor({ hasScript: false }), await newVisitor({ hasScript: false })]
  const [stall = ''] = await freeStalls(exhibition.slug)
  for (const page of pages) {
    await startApplication(page, 'ar', exhibition)
    await answerQuestions(page, applicationOf(nextPhone(), { stall }))
    await field(page, 'consent').check()
  }
  const answers = await Promise.all(pages.map((page) => pressSend(page)))
  expect(answers.map((answer) => answer.status()).toSorted()).toEqual([200, 409])
})
