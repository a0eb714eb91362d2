import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  endOfMuscatDay,
  formatDay,
  formatDays,
  formatHijri,
  formatInstant,
  formatRials,
  muscatDay,
  startOfMuscatDay,
  toInstant,
} from '../../worker/contract/dates.ts'
import type { ExhibitionState } from '../../worker/contract/codes.ts'
import { nextStateByTime } from '../../worker/exhibitions/advance-exhibition.ts'

const days = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('a Muscat day', () => {
  test.each([
    ['2026-12-06T19:59:59.999Z', '2026-12-06'],
    ['2026-12-06T20:00:00.000Z', '2026-12-07'],
    ['2026-12-31T20:00:00.000Z', '2027-01-01'],
    ['2028-02-28T20:00:00.000Z', '2028-02-29'],
  ])('at %s is %s', (instant, day) => {
    expect(muscatDay(Date.parse(instant))).toBe(day)
  })

  test('starts and ends where its own day begins and the next one does', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(muscatDay(startOfMuscatDay(day))).toBe(day)
        expect(muscatDay(startOfMuscatDay(day) - 1)).toBe(addDays(day, -1))
        expect(endOfMuscatDay(day)).toBe(startOfMuscatDay(addDays(day, 1)))
        expect(toInstant(startOfMuscatDay(day))).toBe(`${addDays(day, -1)}T20:00:00.000Z`)
      }),
    )
  })

  test('moved there and back is itself', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
        expect(addDays(addDays(day, count), -count)).toBe(day)
      }),
    )
  })
})

describe('a date in words', () => {
  test('has Latin digits and the weekday in both languages', () => {
    expect(formatDay('ar', '2026-12-13')).toMatch(/^الأحد،? 13 ديسمبر 2026$/)
    expect(formatDay('en', '2026-12-13')).toMatch(/^Sunday,? 13 December 2026$/)
  })

  test('of several days is one range, of one day a date', () => {
    expect(formatDays('en', '2026-12-13', '2026-12-17')).toMatch(/^13\s?–\s?17 December 2026$/)
    expect(formatDays('en', '2026-12-13', '2026-12-13')).toBe('13 December 2026')
    expect(formatDays('ar', '2026-12-13', '2026-12-13')).toBe('13 ديسمبر 2026')
    expect(formatDays('ar', '2026-12-30', '2027-01-02')).toMatch(/30.*ديسمبر.*2026.*2.*يناير.*2027/)
  })

  test('of an instant is Muscat’s clock', () => {
    expect(formatInstant('en', '2026-12-06T20:30:00Z')).toMatch(/Monday,? 7 December 2026.*0:30|12:30/)
    expect(formatInstant('ar', '2026-12-06T05:00:00Z')).toMatch(/الأحد.*6 ديسمبر 2026.*9:00 ص/)
  })

  test('in the Hijri calendar is Umm al-Qura’s', () => {
    expect(formatHijri('en', '2026-06-16')).toMatch(/1 Muharram 1448/)
    expect(formatHijri('ar', '2026-06-16')).toMatch(/1 محرم 1448/)
  })

  test('never shows other digits', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(formatDay('ar', day) + formatHijri('ar', day)).not.toMatch(/[٠-٩۰-۹]/)
      }),
    )
  })
})

test('rials have three decimals', () => {
  expect(formatRials('en', 12_500)).toMatch(/12\.500/)
  expect(formatRials('ar', 1)).toMatch(/0\.001/)
})

describe('an exhibition', () => {
  const [opens, closes] = [Date.parse('2026-12-01T04:00:00Z'), Date.parse('2026-12-10T04:00:00Z')]
  const timed = (state: ExhibitionState) => ({
    id: 1,
    slug: 'e',
    mode: 'first_come',
    state,
    bookingOpensAtUtc: opens,
    bookingClosesAtUtc: closes,
    startsOn: '2026-12-20',
    endsOn: '2026-12-22',
    version: 0,
    headMac: '',
  })
  const [begins, ends] = [startOfMuscatDay('2026-12-20'), endOfMuscatDay('2026-12-22')]

  test.each<[ExhibitionState, number, ExhibitionState]>([
    ['published', opens, 'open'],
    ['open', closes, 'closed'],
    ['closed', begins, 'live'],
    ['frozen', begins, 'live'],
    ['drawn', begins, 'live'],
    ['live', ends, 'finished'],
  ])('that is %s moves on at the printed time, and not a moment before', (state, at, next) => {
    expect(nextStateByTime(timed(state), at)).toBe(next)
    expect(nextStateByTime(timed(state), at - 1)).toBe(null)
  })

  test.each<ExhibitionState>(['draft', 'finished', 'cancelled'])('that is %s stays so for ever', (state) => {
    expect(nextStateByTime(timed(state), ends * 2)).toBe(null)
  })
})
