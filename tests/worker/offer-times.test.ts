import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { offerableUntil } from '../../worker/bookings/change-booking.ts'
import { offerExpiry } from '../../worker/bookings/offer-times.ts'

const hour = 3_600_000
const farAway = '2099-01-01'
const start = Date.parse('2026-01-01T00:00:00Z')
const instants = fc.integer({ min: start, max: start + 3 * 365 * 24 * hour })

/** Weekday (0 is Sunday) and hour with minutes in Muscat, four hours before UTC all year. */
const inMuscat = (at: number) => {
  const local = new Date(at + 4 * hour)
  return {
    weekday: local.getUTCDay(),
    hours:
      local.getUTCHours() +
      local.getUTCMinutes() / 60 +
      local.getUTCSeconds() / 3600 +
      local.getUTCMilliseconds() / hour,
  }
}

const until = (at: string) => {
  const expiry = offerExpiry(Date.parse(`${at}+04:00`), farAway)
  return expiry === null ? null : new Date(expiry + 4 * hour).toISOString().slice(0, 16)
}

describe('an offer', () => {
  test('is open at least 48 hours and at most the weekend and a night more', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const expiry = offerExpiry(now, farAway) ?? 0
        expect(expiry - now).toBeGreaterThanOrEqual(48 * hour)
        expect(expiry - now).toBeLessThanOrEqual(48 * hour + 2.5 * 24 * hour)
      }),
      { numRuns: 2_000 },
    )
  })

  test('ends Sunday to Thursday between 08:00 and 21:00 in Muscat', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const { weekday, hours } = inMuscat(offerExpiry(now, farAway) ?? 0)
        expect(weekday).toBeLessThanOrEqual(4)
        expect(hours).toBeGreaterThanOrEqual(8)
        expect(hours).toBeLessThanOrEqual(21)
      }),
      { numRuns: 2_000 },
    )
  })

  test('ends as early as it may: the moment before would break the rule', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const earlier = (offerExpiry(now, farAway) ?? 0) - 1
        const { weekday, hours } = inMuscat(earlier)
        expect(earlier - now < 48 * hour || weekday > 4 || hours < 8 || hours > 21).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('made later never ends earlier', () => {
    fc.assert(
      fc.property(instants, fc.nat({ max: 100 * hour }), (now, more) => {
        expect(offerExpiry(now + more, farAway) ?? 0).toBeGreaterThanOrEqual(offerExpiry(now, farAway) ?? 0)
      }),
    )
  })

  test.each([
    ['2026-12-06T12:00', '2026-12-08T12:00'],
    ['2026-12-06T02:00', '2026-12-08T08:00'],
    ['2026-12-06T21:00', '2026-12-08T21:00'],
    ['2026-12-06T21:01', '2026-12-09T08:00'],
    ['2026-12-08T20:00', '2026-12-10T20:00'],
    ['2026-12-08T22:00', '2026-12-13T08:00'],
    ['2026-12-09T10:00', '2026-12-13T08:00'],
    ['2026-12-10T23:59', '2026-12-13T08:00'],
    ['2026-12-11T09:30', '2026-12-13T09:30'],
    ['2026-12-12T03:00', '2026-12-14T08:00'],
  ])('made on %s ends on %s', (made, ends) => {
    expect(until(made)).toBe(ends)
  })

  test('is not made when it could not end before the exhibition goes live', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 10 }), (now, days) => {
        const startsOn = new Date(now + 4 * hour + days * 24 * hour).toISOString().slice(0, 10)
        const live = Date.parse(`${startsOn}T00:00:00+04:00`)
        const free = offerExpiry(now, farAway) ?? 0
        expect(offerExpiry(now, startsOn)).toBe(free < live ? free : null)
      }),
      { numRuns: 1_000 },
    )
  })
})

test.for([
  ['first_come', 'open', true],
  ['first_come', 'closed', true],
  ['ballot', 'open', false],
  ['ballot', 'closed', false],
  ['ballot', 'frozen', false],
  ['ballot', 'drawn', true],
  ['first_come', 'live', false],
] as const)(
  'an exhibition of mode %s that is %s makes offers: %s',
  ([exhibitionMode, exhibitionState, makesOffers]) => {
    const ground = { exhibitionMode, exhibitionState, startsOn: farAway }
    expect(offerableUntil(ground, Date.parse('2026-12-06T08:00:00Z')) !== null).toBe(makesOffers)
  },
)
