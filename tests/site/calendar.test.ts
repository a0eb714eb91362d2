import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import { calendarFile, type CalendarEvent } from '../../worker/exhibitions/calendar-file.ts'
import { exhibitionEvent } from '../../site/calendar/exhibition-event.ts'
import { byMonth, monthNames, type Entry } from '../../site/calendar/months.ts'

const event: CalendarEvent = {
  uid: 'one@tamkeen.test',
  stampUtc: Date.parse('2026-11-23T20:30:00Z'),
  title: 'معرض الأسر المنتجة',
  place: 'نزوى',
  description: 'سطر\nوآخر',
  url: 'https://tamkeen.test/ar/exhibitions/one/',
  startsOn: '2026-12-30',
  endsOn: '2026-12-31',
}

const unfolded = (file: string): string[] => file.replaceAll('\r\n ', '').split('\r\n')

test('a line of a calendar file ends with CRLF and has at most 75 octets, and no fold splits a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const title = text.replace(/[\r\n]/g, ' ')
      const lines = calendarFile([{ ...event, title }]).split('\r\n')
      expect(lines.pop()).toBe('')
      for (const line of lines) {
        expect(line).not.toMatch(/[\r\n]/)
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      }
      const summary = unfolded(lines.join('\r\n')).find((line) => line.startsWith('SUMMARY:'))
      expect(summary?.slice('SUMMARY:'.length).replace(/\\([\\;,])/g, '$1')).toBe(title)
    }),
  )
})

test('commas, semicolons, backslashes and line breaks are escaped in text', () => {
  const lines = unfolded(
    calendarFile([{ ...event, title: 'a, b; c\\d', place: 'x,y', description: 'one\r\ntwo\nthree' }]),
  )
  expect(lines).toContain('SUMMARY:a\\, b\\; c\\\\d')
  expect(lines).toContain('LOCATION:x\\,y')
  expect(lines).toContain('DESCRIPTION:one\\ntwo\\nthree')
})

test('an event of whole days ends on the day after its last', () => {
  const lines = unfolded(calendarFile([event]))
  expect(lines).toContain('DTSTART;VALUE=DATE:20261230')
  expect(lines).toContain('DTEND;VALUE=DATE:20270101')
  expect(lines).toContain('DTSTAMP:20261123T203000Z')
})

test('an event of one day has its hours in Muscat, and the file says what Muscat is', () => {
  const lines = unfolded(calendarFile([{ ...event, hours: { opensAt: '09:00', closesAt: '12:30' } }]))
  expect(lines).toContain('DTSTART;TZID=Asia/Muscat:20261230T090000')
  expect(lines).toContain('DTEND;TZID=Asia/Muscat:20261230T123000')
  expect(lines.slice(lines.indexOf('BEGIN:VTIMEZONE'), lines.indexOf('END:VTIMEZONE'))).toEqual(
    expect.arrayContaining(['TZID:Asia/Muscat', 'TZOFFSETFROM:+0400', 'TZOFFSETTO:+0400']),
  )
})

test('a calendar that people follow holds a component even while nothing is announced', () => {
  const lines = unfolded(calendarFile([], 'تقويم تمكين'))
  expect(lines).toContain('X-WR-CALNAME:تقويم تمكين')
  expect(lines).toContain('BEGIN:VTIMEZONE')
  expect(lines).not.toContain('BEGIN:VEVENT')
})

const exhibition: ListedExhibition = {
  slug: 'one',
  series: null,
  title: { ar: 'معرض', en: 'Exhibition' },
  venue: { ar: 'قاعة', en: 'Hall' },
  governorate: 'ad-dakhiliyah',
  startsOn: '2026-12-30',
  endsOn: '2027-01-02',
  mode: 'first_come',
  review: 'none',
  state: 'open',
  bookingOpensAt: '2026-11-01T05:00:00.000Z',
  bookingClosesAt: '2026-12-20T10:00:00.000Z',
  stallsTotal: 10,
  stallsFree: 4,
  isDemonstration: false,
}
const from = { siteUrl: 'https://tamkeen.test', now: event.stampUtc }

test('a cancelled exhibition is cancelled in the calendars that follow it', () => {
  const cancelled = exhibitionEvent('ar', { ...exhibition, state: 'cancelled' }, from)
  expect(unfolded(calendarFile([cancelled]))).toContain('STATUS:CANCELLED')
  expect(unfolded(calendarFile([exhibitionEvent('ar', exhibition, from)]))).not.toContain('STATUS:CANCELLED')
})

test('a demonstration says so in the title, which is all that a calendar shows', () => {
  const shown = (isDemonstration: boolean) => exhibitionEvent('en', { ...exhibition, isDemonstration }, from).title
  expect([shown(true), shown(false)]).toEqual(['(Demonstration) Exhibition', 'Exhibition'])
})

const entry = (startsOn: string, endsOn: string): Entry => ({
  kind: 'exhibition',
  of: { ...exhibition, slug: startsOn, startsOn, endsOn },
})
const shape = (months: ReturnType<typeof byMonth>['coming']) =>
  months.map(({ month, entries }) => [month, ...entries.map(({ of }) => of.slug)])

test('what is on or to come stands under its month, soonest first; what is past, latest first', () => {
  const { coming, past } = byMonth(
    [
      entry('2027-01-05', '2027-01-06'),
      entry('2026-10-01', '2026-10-02'),
      entry('2026-12-08', '2026-12-09'),
      entry('2026-11-22', '2026-11-22'),
      entry('2026-12-01', '2026-12-30'),
    ],
    '2026-11-23',
  )
  expect(shape(coming)).toEqual([
    ['2026-12', '2026-12-01', '2026-12-08'],
    ['2027-01', '2027-01-05'],
  ])
  expect(shape(past)).toEqual([
    ['2026-11', '2026-11-22'],
    ['2026-10', '2026-10-01'],
  ])
})

test('what began in an earlier month and is still on stands under the present month, until its last day is over', () => {
  const long = entry('2026-09-20', '2026-11-23')
  expect(shape(byMonth([long], '2026-11-23').coming)).toEqual([['2026-11', '2026-09-20']])
  expect(shape(byMonth([long], '2026-11-24').past)).toEqual([['2026-09', '2026-09-20']])
})

test('a month is named with the Hijri months that it falls in', () => {
  expect(monthNames('ar', '2026-12')).toEqual({ gregorian: 'ديسمبر 2026', hijri: 'جمادى الآخرة – رجب 1448 هـ' })
  expect(monthNames('en', '2026-06').gregorian).toBe('June 2026')
  expect(monthNames('en', '2026-06').hijri).toMatch(/1447.*1448 AH$/)
})
