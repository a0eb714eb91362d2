import { beforeEach, describe, expect, test } from 'vitest'
import { followLink } from '../../worker/bookings/follow-link.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { makeToken, type TokenPurpose } from '../../worker/people/tokens.ts'
import { bookingBody, nextPhone } from '../builders/booking.ts'
import { rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import {
  bearer,
  problemOf,
  send,
  sendAct,
  sendClaim,
  sendJson,
  sentBooking,
  sentRead,
  setClock,
} from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

const versions = { tokenVersion: 1, delegateTokenVersion: 1 }
const linkOf = async (reference: string, purpose: TokenPurpose) => ({
  reference,
  token: await makeToken(db.keys, reference, purpose, versions, null),
})

/** A full exhibition of one stall, its holder, and someone who waits and is then offered the stall. */
async function offered() {
  const { slug } = await buildExhibition({ stalls: 1 })
  const holder = await sentBooking(slug)
  const waiter = await sentBooking(slug, { joinWaitlist: true })
  await sendAct(holder, 'withdraw')
  return { slug, holder, waiter }
}

describe('GET /bookings/:reference', () => {
  test('shows the holder what was sent, as it was typed, with its history', async () => {
    const { slug } = await buildExhibition()
    const phone = nextPhone()
    const booking = await sentBooking(slug, {
      applicant: {
        kind: 'womens_association',
        name: '  أُمّ   سالم ',
        phone: `+968 ${phone}`,
        email: 'um@example.om',
        wilayat: 'as-seeb',
      },
      product: { category: 'pottery', tradeName: 'فخّار بهلا', description: 'أوانٍ ١٢', listPublicly: true },
      arrangements: ['power', 'companion'],
      stall: 'A-2',
      language: 'en',
    })
    const response = await send(booking.links.self, { headers: bearer(booking.manageToken) })
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      reference: booking.reference,
      state: 'confirmed',
      exhibition: {
        slug,
        title: { ar: 'معرض الأسر المنتجة', en: 'Productive families' },
        startsOn: '2026-12-27',
        endsOn: '2026-12-31',
        venue: { ar: 'مسقط مول', en: 'Muscat Mall' },
      },
      stall: 'A-2',
      drawCode: null,
      rank: null,
      question: null,
      offerExpiresAt: null,
      history: [{ state: 'confirmed', at: new Date(noon).toISOString(), reason: null }],
      applicant: {
        kind: 'womens_association',
        name: 'أُمّ   سالم',
        phone,
        email: 'um@example.om',
        governorate: 'muscat',
        wilayat: 'as-seeb',
      },
      product: { category: 'pottery', tradeName: 'فخّار بهلا', description: 'أوانٍ ١٢', listPublicly: true },
      delegate: null,
      arrangements: ['power', 'companion'],
      zones: [],
      language: 'en',
      version: 1,
    })
  })

  test('takes the reference in any case, spacing and digits', async () => {
    const { slug } = await buildExhibition()
    const { reference, manageToken } = await sentBooking(slug)
    const spellings = [
      reference.toLowerCase(),
      reference.replace('-', ''),
      reference.replace('-', '%20'),
      encodeURIComponent(reference.replace(/[0-9]/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')),
    ]
    for (const spelling of spellings) {
      const response = await send(`/api/v1/bookings/${spelling}`, { headers: bearer(manageToken) })
      expect(response.status, spelling).toBe(200)
    }
  })

  test('without a token is 401; with another’s token, or for nothing, it is the same 404', async () => {
    const { slug } = await buildExhibition()
    const [mine, other] = [await sentBooking(slug), await sentBooking(slug)]
    const none = await send(mine.links.self)
    expect([none.status, (await problemOf(none)).code]).toEqual([401, 'token_required'])
    const stranger = await send(mine.links.self, { headers: bearer(other.manageToken) })
    const nothing = await send('/api/v1/bookings/TMK-00000000', { headers: bearer(other.manageToken) })
    const [one, two] = [await problemOf(stranger), await problemOf(nothing)]
    expect([one.status, one.code, one.detail]).toEqual([404, 'booking_not_found', two.detail])
    expect(two.code).toBe('booking_not_found')
  })

  test('tells a waiter the rank, and the offered one until when', async () => {
    const { slug, waiter } = await offered()
    const second = await sentBooking(slug, { joinWaitlist: true })
    expect(await sentRead(second)).toMatchObject({ state: 'waitlisted', rank: 2, stall: null, offerExpiresAt: null })
    const view = await sentRead(waiter)
    expect(view).toMatchObject({ state: 'offered', rank: 1, stall: 'A-1' })
    expect(Date.parse(view.offerExpiresAt ?? '') - noon).toBeGreaterThanOrEqual(48 * 3_600_000)
    expect(view.history.map(({ state }) => state)).toEqual(['waitlisted', 'offered'])
  })

  test('records an expiry that is due before it shows anything', async () => {
    const { waiter } = await offered()
    setClock(noon + 5 * 86_400_000)
    expect(await sentRead(waiter)).toMatchObject({ state: 'expired', stall: null, version: 3 })
    expect((await rowOf(waiter.reference)).state).toBe('expired')
  })

  test('of a delegate’s booking names delegate and family, and of a ballot entry the draw code and zones', async () => {
    const { slug } = await buildExhibition({ mode: 'ballot' })
    const delegate = { organisation: 'جمعية', name: 'سالمة', phone: nextPhone(), familyLabel: 'أسرة أحمد' }
    const booking = await sentBooking(slug, { delegate, zones: ['food', 'crafts'] })
    expect(booking).toMatchObject({ state: 'applied', stall: null })
    expect(await sentRead(booking)).toMatchObject({
      delegate,
      zones: ['crafts', 'food'],
      drawCode: booking.drawCode,
      rank: null,
    })
  })
})

describe('POST /bookings/:reference/withdraw and /accept', () => {
  test('answer with the booking as it now is', async () => {
    const { waiter } = await offered()
    const accepted = await sendAct(waiter, 'accept')
    expect([accepted.status, accepted.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
    expect(await accepted.json()).toMatchObject({ state: 'confirmed', stall: 'A-1', offerExpiresAt: null, version: 3 })
    const withdrawn = await sendAct(waiter, 'withdraw')
    expect(await withdrawn.json()).toMatchObject({ state: 'withdrawn', stall: null, version: 4 })
  })

  test('are refused with the state when the table does not allow them', async () => {
    const { slug } = await buildExhibition()
    const booking = await sentBooking(slug)
    expect(await problemOf(await sendAct(booking, 'accept'))).toMatchObject({
      status: 409,
      code: 'transition_refused',
      state: 'confirmed',
    })
    await sendAct(booking, 'withdraw')
    expect(await problemOf(await sendAct(booking, 'withdraw'))).toMatchObject({
      code: 'transition_refused',
      state: 'withdrawn',
    })
  })

  test('find an offer that has ended expired, a moment before its end still open', async () => {
    const { waiter } = await offered()
    const ends = Date.parse((await sentRead(waiter)).offerExpiresAt ?? '')
    setClock(ends)
    expect(await problemOf(await sendAct(waiter, 'accept'))).toMatchObject({
      code: 'transition_refused',
      state: 'expired',
    })
    const again = await offered()
    setClock(Date.parse((await sentRead(again.waiter)).offerExpiresAt ?? '') - 1)
    expect((await sendAct(again.waiter, 'accept')).status).toBe(200)
  })

  test('need the token, and with a stranger’s find nothing', async () => {
    const { slug } = await buildExhibition()
    const [mine, other] = [await sentBooking(slug), await sentBooking(slug)]
    expect((await send(`${mine.links.self}/withdraw`, { method: 'POST' })).status).toBe(401)
    expect((await problemOf(await sendAct({ ...mine, manageToken: other.manageToken }, 'withdraw'))).code).toBe(
      'booking_not_found',
    )
    expect((await rowOf(mine.reference)).state).toBe('confirmed')
  })

  test('let the applicant apply again after withdrawing', async () => {
    const { slug } = await buildExhibition({ stalls: 1 })
    const { applicant } = bookingBody()
    await sendAct(await sentBooking(slug, { applicant }), 'withdraw')
    expect((await sendClaim(slug, { applicant })).status).toBe(201)
  })
})

test('GET /bookings/:reference/calendar.ics is a calendar file that names no person', async () => {
  const { slug } = await buildExhibition()
  const booking = await sentBooking(slug, { stall: 'A-5', language: 'ar' })
  const response = await send(`${booking.links.self}/calendar.ics`, { headers: bearer(booking.manageToken) })
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
  expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="${booking.reference}.ics"`)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  const file = await response.text()
  const lines = file.split('\r\n')
  for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  const unfolded = file.replace(/\r\n /g, '')
  for (const text of [
    'BEGIN:VCALENDAR',
    'DTSTART;VALUE=DATE:20261227',
    'DTEND;VALUE=DATE:20270101',
    booking.reference,
    'A-5',
  ])
    expect(unfolded).toContain(text)
  expect(unfolded).not.toMatch(/مريم|7000/)
  expect((await send(`${booking.links.self}/calendar.ics`)).status).toBe(401)
})

describe('tokens', () => {
  test('of an older version, of another purpose and of an earlier day open nothing', async () => {
    const { slug } = await buildExhibition()
    const { reference, links } = await sentBooking(slug)
    const expired = await makeToken(db.keys, reference, 'manage', versions, noon)
    const link = (await linkOf(reference, 'link')).token
    const alive = await makeToken(db.keys, reference, 'manage', versions, noon + 1_000)
    const status = async (token: string) => (await send(links.self, { headers: bearer(token) })).status
    expect([await status(expired), await status(link), await status(alive)]).toEqual([404, 404, 200])
    await d1.prepare('UPDATE bookings SET token_version = 2 WHERE reference = ?').bind(reference).run()
    expect(await status(alive)).toBe(404)
  })

  test('of a message’s link open the booking for a day; a released phone’s links are dead, its holder’s token is not', async () => {
    const { slug } = await buildExhibition()
    const { applicant } = bookingBody()
    const booking = await sentBooking(slug, { applicant })
    const followed = await followLink(db, await linkOf(booking.reference, 'link'), noon)
    expect(followed).toMatchObject({ ok: true, leadsTo: 'booking' })
    const token = followed.ok && followed.leadsTo === 'booking' ? followed.manageToken : ''
    expect((await send(booking.links.self, { headers: bearer(token) })).status).toBe(200)
    const release = await linkOf(booking.reference, 'release')
    expect(await followLink(db, release, noon)).toEqual({ ok: true, leadsTo: 'release' })
    expect(await releasePhone(db, release, noon)).toEqual({ ok: true })
    for (const purpose of ['link', 'release'] as const) {
      expect(await followLink(db, await linkOf(booking.reference, purpose), noon)).toMatchObject({ ok: false })
    }
    expect((await sentRead(booking)).applicant.phone).toBe(null)
    expect((await sendClaim(slug, { applicant })).status).toBe(201)
  })

  test('that find gave live a day', async () => {
    const { slug } = await buildExhibition()
    const phone = nextPhone()
    const { reference, links } = await sentBooking(slug, {
      applicant: { kind: 'productive_family', name: 'مريم', phone, wilayat: 'as-seeb' },
    })
    const { manageToken } = await (
      await sendJson('/api/v1/bookings/find', { reference, phone })
    ).json<{ manageToken: string }>()
    const status = async () => (await send(links.self, { headers: bearer(manageToken) })).status
    setClock(noon + 86_400_000 - 1_000)
    expect(await status()).toBe(200)
    setClock(noon + 86_400_000)
    expect(await status()).toBe(404)
  })
})
