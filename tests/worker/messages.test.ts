import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { listOutbox } from '../../worker/desk/list-outbox.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { renderMessage } from '../../worker/notifications/render-message.ts'
import { readToken } from '../../worker/people/tokens.ts'
import { booked, bookingBody, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { gatewayLine, outboxRow, storeWith } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())

const [own, theirs] = [nextPhone(), nextPhone()]
let booking: BookingRow
beforeAll(async () => {
  const { slug } = await buildExhibition()
  const applicant = { ...(bookingBody()['applicant'] as object), phone: own, email: 'family@example.com' }
  const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: theirs, familyLabel: '7' }
  const { reference } = await booked(slug, { applicant, delegate, stall: 'A-3' })
  const row = await findBooking(d1, reference)
  if (!row) throw new Error('The booking is not there.')
  booking = row
})

const render = (message: Partial<OutboxRow>, change: Partial<BookingRow> = {}) =>
  renderMessage(db, outboxRow(booking.reference, message), { ...booking, ...change }, 'whole')

const tokensIn = (text: string | null) =>
  [...(text ?? '').matchAll(/\/b\/TMK-\w{8}\/([\w-]+)/g)].map(([, token]) => token)

describe('a message', () => {
  test('says what was true when it was written where that changed since', async () => {
    const { text } = await render({
      template: 'booking_offered',
      data: JSON.stringify({ expiresAtUtc: noon, stall: 'B-7' }),
    })
    expect(text).toContain('B-7')
    expect(text).not.toContain('A-3')
    const drawn = await render({ template: 'booking_drawn_waitlisted', data: '{"rank":12}' }, { ordinal: 3 })
    expect(drawn.text).toContain('12')
  })

  test('names stall, rank and state as they are now where it was not told', async () => {
    expect((await render({ template: 'booking_moved', data: '{}' })).text).toContain('A-3')
    expect((await render({ template: 'booking_drawn_waitlisted', data: '{}' }, { ordinal: 3 })).text).toContain('3')
    const { text } = await render(
      { template: 'booking_reinstated', data: '{}', language: 'en' },
      { state: 'waitlisted' },
    )
    expect(text).toContain('On the waiting list')
  })

  test('carries links that open it for the phone it goes to, and of no use to another', async () => {
    const { text } = await render({})
    const [link, release] = tokensIn(text)
    const opens = (token: string | undefined, change: Partial<BookingRow> = {}) =>
      readToken(db.keys, booking.reference, token ?? '', { ...booking, ...change }, noon)
    expect([await opens(link), await opens(release)]).toEqual(['link', 'release'])
    expect(await opens(link, { phoneKey: null })).toBeNull()
    // A link that was cut, or lengthened, by one letter opens nothing.
    expect([await opens(link?.slice(0, -1)), await opens(`${link}A`)]).toEqual([null, null])
  })

  test('in English keeps to the letters of the cheap alphabet, whatever the exhibition is called', async () => {
    const { text } = await render({ language: 'en' }, { exhibitionTitleEn: 'Families’ “market” – Al\u00A0Mouj…' })
    expect(text).toContain(`Families' "market" - Al Mouj...`)
  })

  test('of a template that is not there has no text', async () => {
    for (const template of ['no_such', 'email', 'constructor']) expect((await render({ template })).text).toBeNull()
  })
})

describe('a message to a delegate', () => {
  const toDelegate = { recipient: 'delegate', dedupeKey: 'x|1|booking_received|delegate' }

  test('goes to the delegate’s phone', async () => {
    expect((await render(toDelegate)).to).toBe(theirs)
    expect((await render({})).to).toBe(own)
  })

  test('goes nowhere once the family took the booking over, but for the message that says so', async () => {
    for (const change of [{ delegateRevokedAtUtc: noon }, { delegateKey: null }]) {
      expect((await render(toDelegate, change)).to).toBeNull()
      expect((await render({ ...toDelegate, template: 'booking_taken_over' }, change)).to).toBe(theirs)
    }
  })

  test('about itself is not sent to the family by e-mail', async () => {
    for (const template of ['delegate_proof', 'booking_taken_over']) {
      expect((await render({ ...toDelegate, template }, { phoneKey: null })).hasEmail).toBe(false)
    }
    expect((await render({ ...toDelegate, template: 'booking_confirmed' }, { phoneKey: null })).hasEmail).toBe(true)
  })
})

test('without a text is dead, with its code, and never sent', async () => {
  const { slug } = await buildExhibition()
  const { reference } = await booked(slug)
  await d1.prepare(`UPDATE outbox SET template = 'no_such' WHERE subject = ?`).bind(reference).run()
  const line = gatewayLine()
  expect(await deliverMessages(storeWith(line), 10, noon)).toEqual({ sent: 0, failed: 0, dead: 1 })
  expect((await line.report()).requests).toEqual([])
})

test('outside of a local run staff see an e-mail’s link masked as an SMS’s', async () => {
  const staff = await signedInStaff('manager')
  const { slug } = await buildExhibition()
  const applicant = { ...(bookingBody()['applicant'] as object), email: 'family@example.com' }
  const { reference } = await booked(slug, { applicant })
  await deliverMessages(db, 10, noon)
  const production = { ...db, settings: { ...db.settings, isLocal: false } }
  const outcome = await listOutbox(production, staff, {})
  const texts = outcome.ok ? outcome.items.filter((item) => item.reference === reference).map(({ text }) => text) : []
  expect(texts).toHaveLength(2)
  for (const text of texts) expect([text?.includes(`/ar/b/${reference}/***`), tokensIn(text)]).toEqual([true, []])
})
