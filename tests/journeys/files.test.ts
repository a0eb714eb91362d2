import { expect, inject, test } from 'vitest'
import { securityHeaders } from '../../worker/http/security-headers.ts'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { bookPath, exhibitionPath } from './application.ts'
import { calendarLines, valueOf } from './calendar-lines.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const nextPhone = phonesOf('files')
const languages = ['ar', 'en'] as const
const exhibition = exhibitions.confirmedAtOnce

test.for(languages)("an exhibition's calendar file names its days, place and page (%s)", async (language) => {
  const page = await newVisitor()
  await open(page, exhibitionPath(language, exhibition))
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: wordsOf(language).exhibitions.calendar }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${exhibition.slug}.ics`)
  const lines = await calendarLines(file)
  expect(valueOf(lines, 'SUMMARY')).toContain(exhibition.title[language].split(',')[0])
  expect(valueOf(lines, 'LOCATION')).toBe(exhibition.venue[language])
  expect(valueOf(lines, 'DTSTART')).toMatch(/^\d{8}$/)
  expect(valueOf(lines, 'DTEND') > valueOf(lines, 'DTSTART')).toBe(true)
  expect(valueOf(lines, 'URL')).toContain(exhibitionPath(language, exhibition))
})

test.for(languages)("a booking's calendar file has the stall and is nobody else's to load (%s)", async (language) => {
  const { reference, stall } = await bookByApi(exhibition.slug, nextPhone(), { language })
  const page = await newVisitor()
  await open(page, linksIn((await messagesOf(reference))[0])[0] ?? '')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: wordsOf(language).booking.calendar }).click()
  const lines = await calendarLines(await download)
  expect(valueOf(lines, 'UID')).toContain(reference)
  expect(valueOf(lines, 'DESCRIPTION')).toContain(stall)

  const address = `${inject('url')}/${language}/bookings/${reference}/calendar.ics`
  const strange = await fetch(address, { redirect: 'manual' })
  expect([strange.status, strange.headers.get('location')]).toEqual([303, `/${language}/bookings/${reference}/`])
})

test('every answer has the security headers: files, redirects, refusals and the API alike', async () => {
  const paths = [
    '/',
    '/ar/exhibitions',
    '/favicon.svg',
    '/robots.txt',
    '/api/v1/health',
    '/api/v1/nowhere',
    '/api/v1/openapi.json',
    '/ar/nowhere/',
    bookPath('en', exhibitions.notOpen),
    await styleSheet(),
  ]
  for (const path of paths) {
    const { headers } = await fetch(inject('url') + path, { redirect: 'manual' })
    for (const [name, value] of Object.entries(securityHeaders))
      expect(headers.get(name), `${name} ${path}`).toBe(value)
    expect(headers.get('Content-Security-Policy'), path).toContain("frame-ancestors 'none'")
    expect(headers.get('Set-Cookie'), path).toBeNull()
  }
})

async function styleSheet(): Promise<string> {
  const html = await (await fetch(`${inject('url')}/ar/`)).text()
  return /href="(\/_astro\/[^"]+\.css)"/.exec(html)?.[1] ?? '/_astro/missing.css'
}

test("another site's form is refused with a page, and nothing is booked", async () => {
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(inject('url') + bookPath('en', exhibition), {
    method: 'POST',
    headers,
    body: 'step=start',
  })
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain(wordsOf('en').booking.refused.cross_site.title)
})
