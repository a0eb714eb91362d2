import { expect, inject, test } from 'vitest'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { exhibitionPath } from './application.ts'
import { calendarLines, valueOf } from './calendar-lines.ts'
import { exhibitions } from './demonstration.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const
const all = Object.values(seededExhibitions)

test.for(languages)(
  'the calendar leads to every exhibition, those on and to come before those past (%s)',
  async (language) => {
    const page = await newVisitor({ hasScript: false })
    await open(page, `/${language}/calendar/`)
    for (const { slug, title } of all) {
      const link = page.locator(`#${slug} a`)
      expect(await link.innerText()).toBe(title[language])
      expect(await link.getAttribute('href')).toBe(`/${language}/exhibitions/${slug}/`)
    }
    const under = (heading: string, slug: string) =>
      page.locator(`section[aria-labelledby=${heading}] #${slug}`).count()
    expect(await under('coming', exhibitions.live.slug)).toBe(1)
    expect(await under('coming', exhibitions.notOpen.slug)).toBe(1)
    expect(await under('past', exhibitions.finished.slug)).toBe(1)
  },
)

test.for(languages)('months are in order, each with Hijri months marked approximate (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/calendar/`)
  const months = (heading: string) =>
    page
      .locator(`section[aria-labelledby=${heading}] h3 time`)
      .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''))
  const [coming, past] = [await months('coming'), await months('past')]
  expect(coming.length).toBeGreaterThan(1)
  expect(coming).toEqual(coming.toSorted())
  expect(past).toEqual(past.toSorted().reverse())
  const [before = '', after = ''] = wordsOf(language).awareness.hijriMonth.split('{months}')
  for (const text of await page.locator('h3 .quiet').allInnerTexts()) {
    expect(text.startsWith(before) && text.endsWith(after)).toBe(true)
    expect(text).toMatch(/14\d\d/)
  }
})

test.for(languages)('the plan of 2020 stands there as history, with its caution (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/calendar/`)
  const { awareness, facts } = wordsOf(language)
  const main = await page.locator('main').innerText()
  expect(main).toContain(awareness.historyLead)
  expect(main).toContain(facts.cautions.plan)
  expect(main).toMatch(/F06.*F07/)
})

test.for(languages)('the calendar file has every exhibition once, as its own file has it (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, `/${language}/calendar/`)
  const fileOf = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    return calendarLines(await download)
  }
  const { awareness, exhibitions: words } = wordsOf(language)
  const lines = await fileOf(awareness.download)
  expect(valueOf(lines, 'X-WR-CALNAME')).toBe(awareness.fileName)
  const uids = lines.filter((line) => line.startsWith('UID:'))
  expect(new Set(uids).size).toBe(uids.length)
  // Other journeys announce exhibitions too.
  for (const { slug } of all)
    expect(
      uids.filter((uid) => uid.startsWith(`UID:${slug}@`)),
      slug,
    ).toHaveLength(1)
  // A plan is nothing that anyone can come to.
  expect(lines.join('\n')).not.toContain('2020')

  await open(page, exhibitionPath(language, exhibitions.notOpen))
  const own = await fileOf(words.calendar)
  const uid = own.findIndex((line) => line.startsWith('UID:'))
  const days = (all: string[], from: number) =>
    all
      .slice(from)
      .filter((line) => /^DT(START|END)/.test(line))
      .slice(0, 2)
  expect(days(lines, lines.indexOf(own[uid] ?? ''))).toEqual(days(own, uid))
})

test.for(languages)(
  'the calendar can be followed: its address answers any calendar, without a cookie (%s)',
  async (language) => {
    const page = await newVisitor()
    await open(page, `/${language}/calendar/`)
    const followed = await page.getByRole('link', { name: wordsOf(language).awareness.follow }).getAttribute('href')
    expect(followed).toBe(`${inject('url').replace('http:', 'webcal:')}/${language}/calendar.ics`)
    const answer = await fetch(followed?.replace('webcal:', 'http:') ?? '')
    expect(answer.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('Set-Cookie')).toBeNull()
  },
)
