import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { bookByApi } from './api.ts'
import { field } from './application.ts'
import { deskPath, newColleague } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { makeDraft, readPlan } from './plan-api.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { fill, wordsOf, type Language } from './words.ts'

const nextPhone = phonesOf('deskRunning')
const languages = ['ar', 'en'] as const

/** A day so many days from now, as a field of dates takes it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const press = (page: Page, name: string) =>
  answerTo(page, () => page.getByRole('button', { name, exact: true }).first().click())

const stallOn = (page: Page, code: string) => page.locator(`plan-editor button[data-stall="${code}"]`)

async function writeDraft(page: Page, language: Language, slug: string): Promise<void> {
  const { desk } = wordsOf(language)
  await open(page, deskPath(language, 'exhibitions/'))
  await answerTo(page, () => page.getByRole('link', { name: desk.exhibitions.new }).click())
  const written = { title: `سوق الربيع ${slug}`, description: 'أيام للحرف', venue: 'مسقط مول' }
  for (const [text, value] of Object.entries(written)) {
    await field(page, `${text}.ar`).fill(value)
    await field(page, `${text}.en`).fill(`${value} in English`)
  }
  await field(page, 'startsOn').fill(dayIn(60))
  await field(page, 'endsOn').fill(dayIn(64))
  await field(page, 'bookingOpensAt').fill(`${dayIn(20)}T08:00`)
  await field(page, 'bookingClosesAt').fill(`${dayIn(50)}T14:00`)
  await field(page, 'governorate').selectOption('muscat')
  await page.locator('[name=mode][value=first_come]').check()
  await field(page, 'slug').fill(slug)
}

test.for(languages)(
  'a manager drafts an exhibition, draws its hall, edits it by keyboard and publishes it (%s)',
  async (language) => {
    const { desk } = wordsOf(language)
    const slug = `spring-${language}`
    const page = await newColleague('manager', language)
    await writeDraft(page, language, slug)
    await press(page, desk.edit.make)
    expect(new URL(page.url()).pathname).toBe(deskPath(language, `exhibitions/${slug}/`))
    expect(await page.getByRole('button', { name: desk.run.acts.publish.button }).count()).toBe(0)

    await answerTo(page, () => page.getByRole('link', { name: desk.run.pages.plan, exact: true }).click())
    await page.locator('summary', { hasText: desk.plan.draw.open }).click()
    await page.getByLabel(desk.plan.draw.fields.rows, { exact: true }).fill('2')
    await page.getByLabel(desk.plan.draw.fields.columns, { exact: true }).fill('3')
    await press(page, desk.plan.draw.button)
    expect(await page.getByRole('status').first().innerText()).toContain(desk.plan.unsaved)
    expect(await readPlan(slug)).toEqual([])

    await stallOn(page, 'A-1').focus()
    const said = page.locator('.plan-said')
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown', 'Alt+ArrowDown']) await page.keyboard.press(key)
    expect(await said.innerText()).toBe(
      fill(desk.plan.editor.said.placed, { code: 'A-1', x: 30, y: 21, width: 30, height: 35 }),
    )
    await page.keyboard.press('Enter')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('vip-1')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('VIP-1')
    await page.keyboard.press('End')
    await page.keyboard.press('Delete')
    expect(await said.innerText()).toBe(fill(desk.plan.editor.said.removed, { code: 'B-3' }))
    await page.keyboard.press('ControlOrMeta+z')
    await page.keyboard.press('ControlOrMeta+y')
    expect(await stallOn(page, 'B-3').count()).toBe(0)
    await press(page, desk.plan.save)
    expect(await page.getByRole('status').first().innerText()).toContain(desk.done['plan-saved'])
    const stalls = await readPlan(slug)
    expect(stalls.map(({ code }) => code).sort()).toEqual(['A-2', 'A-3', 'B-1', 'B-2', 'VIP-1'])
    expect(stalls.find(({ code }) => code === 'VIP-1')).toMatchObject({ x: 30, y: 21, width: 30, height: 35 })

    await answerTo(page, () => page.getByRole('link', { name: desk.edit.toOverview }).click())
    await press(page, desk.run.acts.publish.button)
    expect(await page.getByRole('status').innerText()).toContain(desk.done['exhibition-published'])
    const visitor = await newVisitor()
    expect((await open(visitor, `/${language}/exhibitions/${slug}/`)).status()).toBe(200)
    expect(await visitor.locator('.hall .stall[data-stall="VIP-1"]').count()).toBe(1)
  },
)

test('stalls are dragged, snap to neighbours, are chosen by a frame, and are not lost by leaving unsaved', async () => {
  const slug = await makeDraft('dragged', ['A-1', 'A-2', 'A-3'])
  const page = await newColleague('manager', 'en')
  await open(page, deskPath('en', `exhibitions/${slug}/plan/`))
  const boxOf = async (code: string) => {
    const box = await stallOn(page, code).boundingBox()
    if (!box) throw new Error(`${code} is not on the plan.`)
    return box
  }
  const [one, three] = [await boxOf('A-1'), await boxOf('A-3')]
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
  }
  const middle = { x: three.x + three.width / 2, y: three.y + three.height / 2 }
  const unit = one.width / 30
  await drag(middle, { x: middle.x + 3 * unit, y: middle.y + 101 * unit })
  const numberOf = async (name: string) => Number(await page.locator(`.plan-panel [data-field="${name}"]`).inputValue())
  // The grid alone would have put it at 85: the edge of its neighbour is nearer.
  expect([await numberOf('x'), (await numberOf('y')) % 5]).toEqual([80, 0])
  const [first, second] = [await boxOf('A-1'), await boxOf('A-2')]
  await drag({ x: first.x - 8, y: first.y - 8 }, { x: second.x + 5, y: second.y + 5 })
  expect(await page.locator('plan-editor button[aria-pressed=true]').allInnerTexts()).toEqual(['A-1', 'A-2'])
  await page.locator('.plan-panel [data-feature=power]').check()
  await page.locator('.plan-panel [data-field=withheldReason]').selectOption('safety')
  const asked: string[] = []
  page.once('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  // Whoever stays lets the way to the other page come to nothing.
  await page.goto('/en/').catch(() => null)
  expect(asked).toEqual(['beforeunload'])
  await press(page, wordsOf('en').desk.plan.save)
  expect(await readPlan(slug)).toMatchObject([
    { code: 'A-1', features: ['power'], withheldReason: 'safety' },
    { code: 'A-2', features: ['power'], withheldReason: 'safety' },
    { code: 'A-3', features: [], withheldReason: null, x: 80 },
  ])
})

test('a hall is edited, imported and kept from losing a booked stall without scripts', async () => {
  const { desk, problems } = wordsOf('ar')
  const { slug } = exhibitions.reviewed
  const page = await newColleague('manager', 'ar', { hasScript: false, device: 'phone' })
  const [held = ''] = (await readPlan(slug)).filter(({ state }) => state === 'free').map(({ code }) => code)
  await bookByApi(slug, nextPhone(), { stall: held })
  const before = await readPlan(slug)
  await open(page, deskPath('ar', `exhibitions/${slug}/plan/`))
  await page.locator('summary', { hasText: desk.plan.import.open }).click()
  const csv = (lines: string[]) => ['code;zone;x;y;width;height', ...lines].join('\n')
  await page.getByLabel(desk.plan.import.paste).fill(csv(['N-1;crafts;٣٠;90;30;30', 'N 2;crafts;x;90;30;30']))
  expect((await press(page, desk.plan.import.button)).status()).toBe(422)
  const errors = await page.locator('.error-summary a').allInnerTexts()
  expect(errors.map((error) => error.slice(0, 8))).toEqual(
    [fill(desk.plan.import.line, { line: 3 }), fill(desk.plan.import.line, { line: 3 })].map((line) =>
      line.padEnd(8).slice(0, 8),
    ),
  )
  await page.getByLabel(desk.plan.import.paste).fill(csv(['N-1;crafts;٣٠;90;30;30']))
  expect((await press(page, desk.plan.import.button)).status()).toBe(200)
  expect(await page.locator('.hall .stall[data-stall]').allInnerTexts()).toEqual(['N-1'])

  expect((await press(page, desk.plan.save)).status()).toBe(409)
  expect(await page.getByRole('alert').innerText()).toContain(problems.stall_occupied)
  expect(await page.getByRole('alert').innerText()).toContain(held)
  await press(page, desk.plan.restore)
  expect(await page.locator('.hall .stall[data-stall]').allInnerTexts()).toContain(held)
  expect(await readPlan(slug)).toEqual(before)
})

test.for(languages)(
  'what needs two managers waits for the other one, who reads what it would do (%s)',
  async (language) => {
    const { desk } = wordsOf(language)
    const { slug } = seededExhibitions.eveningMarket
    const one = await newColleague('manager', language, { hasScript: false })
    await open(one, deskPath(language, `exhibitions/${slug}/`))
    await one.locator('summary', { hasText: desk.run.acts.redraw.open }).click()
    expect((await press(one, desk.run.acts.redraw.button)).status()).toBe(422)
    await field(one, 'reason.ar').fill(`طلب أُدخل مرتين (${language})`)
    await field(one, 'reason.en').fill(`An entry was typed in twice (${language})`)
    await press(one, desk.run.acts.redraw.button)
    expect(await one.getByRole('status').innerText()).toContain(desk.done.proposed)
    await answerTo(one, () => one.getByRole('link', { name: desk.nav.proposals, exact: true }).click())
    const proposal = (page: Page) => page.locator('.proposals > li').filter({ hasText: `(${language})` })
    expect(await proposal(one).innerText()).toContain(desk.proposals.own)
    expect(await one.getByRole('button', { name: desk.proposals.approve }).count()).toBe(0)

    const other = await newColleague('manager2', language, { hasScript: false })
    await open(other, deskPath(language, 'proposals/'))
    const said = await proposal(other).innerText()
    expect(said).toContain(desk.proposals.kinds.redraw)
    expect(said).toContain(language === 'ar' ? 'طلب أُدخل مرتين' : 'An entry was typed in twice')
    await other.locator('summary', { hasText: desk.proposals.refuseOpen }).click()
    await press(other, desk.proposals.refuse)
    expect(await other.getByRole('status').innerText()).toContain(desk.done['proposal-refused'])
    expect(await proposal(other).count()).toBe(0)
  },
)
