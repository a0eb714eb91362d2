import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import ar from '../../content/messages/ar.json' with { type: 'json' }
import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { reasonCodes } from '../../worker/contract/codes.ts'
import { renderMessage } from '../../worker/notifications/render-message.ts'
import { smsParts, splitSms } from '../../worker/notifications/sms-parts.ts'
import { booked } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { outboxRow } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

describe('a short message', () => {
  test('of the GSM alphabet holds 160 letters, several 153 each', () => {
    expect([160, 161, 306, 307].map((length) => smsParts('a'.repeat(length)))).toEqual([1, 2, 2, 3])
    expect(smsParts("@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\r\n'".padEnd(160))).toBe(1)
  })

  test('pays two letters for each that needs an escape, and tears none from its escape', () => {
    expect([80, 81].map((length) => smsParts('€'.repeat(length)))).toEqual([1, 2])
    // 153 letters leave no room for half of a pair: 76 of them fit.
    expect(splitSms('{'.repeat(100)).map((part) => part.length)).toEqual([76, 24])
    expect(splitSms(`${'a'.repeat(152)}€${'b'.repeat(20)}`).map((part) => part.length)).toEqual([152, 21])
  })

  test('in any other alphabet holds 70, several 67 each', () => {
    expect([70, 71, 134, 135, 201, 202].map((length) => smsParts('ش'.repeat(length)))).toEqual([1, 2, 2, 3, 3, 4])
    // One letter outside of the GSM alphabet makes the whole message dear; ç and the backtick are outside of it.
    expect(['ç', '`', '’'].map((letter) => smsParts(letter.padEnd(71, 'a')))).toEqual([2, 2, 2])
  })

  test('counts a sign beyond the first plane as two and never tears it apart', () => {
    expect([35, 36].map((length) => smsParts('🏺'.repeat(length)))).toEqual([1, 2])
    expect(splitSms('🏺'.repeat(40)).map((part) => part.length)).toEqual([66, 14])
  })

  test('loses nothing by being split, and no part is longer than what is paid for', () => {
    const letters = fc.constantFrom('a', '€', '^', 'ش', '🏺', ' ', '\n', '\u2066')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 400 }), (typed) => {
        const text = typed.join('')
        const parts = splitSms(text)
        expect(parts.join('')).toBe(text)
        for (const part of parts) {
          expect(/[\uD800-\uDBFF]$|^[\uDC00-\uDFFF]/.test(part)).toBe(false)
          expect(smsParts(part)).toBe(1)
        }
      }),
    )
  })
})

// «الأربعاء» is the longest day's name.
const wednesday = Date.parse('2026-12-09T05:00:00Z')

/** They have a test of their own: they are about no booking. */
const isOfPledges = (template: string) => template.startsWith('pledge_')

describe('every message', () => {
  let booking: BookingRow
  beforeAll(async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug, { stall: 'A-10' })
    const row = await findBooking(d1, reference)
    if (!row) throw new Error('The booking is not there.')
    booking = {
      ...row,
      exhibitionTitleAr: 'ملتقى الإبداع الأسري في مسقط',
      exhibitionTitleEn: 'Productive families’ market, Al Mouj Walk',
    }
  })

  const live = { ...db, settings: { ...db.settings, siteUrl: 'https://tamkeen.gov.om' } }
  const received = ['pending', 'confirmed', 'applied', 'waitlisted'].map((state) => ({
    template: 'booking_received',
    data: { state },
  }))
  const declined = reasonCodes.map((reasonCode) => ({ template: 'booking_declined', data: { reasonCode } }))
  const others = Object.keys(ar)
    .filter(
      (template) => !['booking_received', 'booking_declined', 'email'].includes(template) && !isOfPledges(template),
    )
    .map((template) => ({ template, data: { expiresAtUtc: wednesday, rank: 1234, state: 'waitlisted' } }))
  const cases = [...received, ...declined, ...others]
  const render = (message: Partial<OutboxRow>) =>
    renderMessage(live, outboxRow(booking.reference, message), booking, 'whole')

  // A link is 76 letters, and the first message to a phone carries two: it may cost one part more.
  const first = ['booking_received', 'booking_own_now', 'booking_corrected']
  const partsMax = (language: string, template: string) => (language === 'ar' ? (first.includes(template) ? 4 : 3) : 2)

  for (const { template, data } of cases) {
    for (const language of ['ar', 'en']) {
      test(`${template} ${language} ${JSON.stringify(data)} is short, whole and safe in both directions`, async () => {
        const { text } = await render({ template, language, data: JSON.stringify(data) })
        if (text === null) throw new Error('The message has no text.')
        expect(text).not.toMatch(/[{}]|undefined|null/)
        expect(text).toContain(booking.reference)
        expect(smsParts(text), `${text.length} letters\n${text}`).toBeLessThanOrEqual(partsMax(language, template))
        if (language === 'en') expect(text).toMatch(/^[\n\x20-\x7A]*$/)
        else expect(withoutIsolates(text)).not.toMatch(/[A-Za-z]/)
      })
    }
  }
})

/** What stands outside of every isolate; fails when one is not closed or closes nothing. */
function withoutIsolates(text: string): string {
  const bare = text.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '')
  if (/[\u2066-\u2069]/.test(bare)) throw new Error(`An isolate is open: ${text}`)
  return bare
}
