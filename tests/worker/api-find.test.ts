import { beforeEach, describe, expect, test } from 'vitest'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, sendJson, sentBooking, setClock } from '../builders/send.ts'
import { db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

const find = (reference: string, phone: string, address = '192.0.2.9') =>
  sendJson('/api/v1/bookings/find', { reference, phone }, { 'CF-Connecting-IP': address })

async function bookedBy(phone: string) {
  const { slug } = await buildExhibition()
  return sentBooking(slug, { applicant: { kind: 'productive_family', name: 'مريم', phone, wilayat: 'as-seeb' } })
}

describe('POST /bookings/find', () => {
  test('gives a token for the reference in any case and the phone in any spelling', async () => {
    const phone = nextPhone()
    const { reference, links } = await bookedBy(phone)
    const spellings: [string, string][] = [
      [reference, phone],
      [reference.toLowerCase(), `+968 ${phone}`],
      [` ${reference.replace('-', ' ')} `, phone.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')],
    ]
    for (const [typed, number] of spellings) {
      const response = await find(typed, number)
      expect(response.status).toBe(200)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      const body = await response.json<{ manageToken: string }>()
      expect(Object.keys(body)).toEqual(['manageToken'])
      expect((await send(links.self, { headers: bearer(body.manageToken) })).status).toBe(200)
    }
  })

  test('answers in the same words whichever part is wrong', async () => {
    const { reference } = await bookedBy(nextPhone())
    const [wrongPhone, wrongReference] = [await find(reference, '79999999'), await find('TMK-00000000', nextPhone())]
    const same = async (response: Response) => {
      const { requestId: _id, ...rest } = await problemOf(response)
      return {
        status: response.status,
        headers: [...response.headers].filter(([name]) => name !== 'x-request-id'),
        rest,
      }
    }
    const [one, other] = [await same(wrongPhone), await same(wrongReference)]
    expect(one).toEqual(other)
    expect(one.rest).toMatchObject({ status: 404, code: 'booking_not_found' })
  })

  test('lets a delegate find the family’s booking by its own phone, with a token of its own', async () => {
    const { slug } = await buildExhibition()
    const delegate = { organisation: 'جمعية', name: 'سالمة', phone: nextPhone(), familyLabel: 'أسرة' }
    const { reference, links } = await sentBooking(slug, { delegate })
    const { manageToken } = await (await find(reference, delegate.phone)).json<{ manageToken: string }>()
    expect(manageToken.startsWith('d')).toBe(true)
    expect((await send(links.self, { headers: bearer(manageToken) })).status).toBe(200)
  })

  test('does not find a booking by a phone that was released from it', async () => {
    const phone = nextPhone()
    const { reference } = await bookedBy(phone)
    const token = await makeToken(db.keys, reference, 'release', { tokenVersion: 1, delegateTokenVersion: 1 }, null)
    await releasePhone(db, { reference, token }, noon)
    expect((await find(reference, phone)).status).toBe(404)
  })

  test.each([
    [
      { reference: '', phone: '' },
      [
        ['reference', 'required'],
        ['phone', 'required'],
      ],
    ],
    [
      { reference: 'nonsense', phone: '123' },
      [
        ['reference', 'wrong_format'],
        ['phone', 'too_short'],
      ],
    ],
    [
      {},
      [
        ['reference', 'required'],
        ['phone', 'required'],
      ],
    ],
  ])('of %j is 422 with each field', async (body, fields) => {
    const problem = await problemOf(await sendJson('/api/v1/bookings/find', body))
    expect(problem.code).toBe('invalid_input')
    expect(problem.errors).toEqual(fields.map(([field, code]) => ({ field, code })))
  })
})

describe('five failed finds of one reference in a minute', () => {
  test('close it: the right phone too gets the same 404, until the next minute', async () => {
    const phone = nextPhone()
    const { reference } = await bookedBy(phone)
    for (let i = 0; i < 4; i += 1) expect((await find(reference, '79999999', `192.0.2.${i}`)).status).toBe(404)
    expect((await find(reference, phone)).status).toBe(200)
    expect((await find(reference, '79999999')).status).toBe(404)
    expect((await problemOf(await find(reference, phone))).code).toBe('booking_not_found')
    setClock(noon + 60_000)
    expect((await find(reference, phone)).status).toBe(200)
  })

  test('are counted even when all are sent at once', async () => {
    const phone = nextPhone()
    const { reference } = await bookedBy(phone)
    const guesses = Array.from({ length: 20 }, (_, index) => String(79_000_000 + index))
    const outcomes = await Promise.all(
      [...guesses, phone].map((guess) => findBookingByPhone(db, { address: 'x' }, { reference, phone: guess }, noon)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toEqual([])
  })

  test('of a reference that does not exist are counted the same', async () => {
    for (let i = 0; i < 7; i += 1)
      expect((await find('TMK-11111111', nextPhone(), `192.0.2.${100 + i}`)).status).toBe(404)
  })

  test('leave other references open', async () => {
    const phone = nextPhone()
    const [closed, open] = [await bookedBy(nextPhone()), await bookedBy(phone)]
    for (let i = 0; i < 6; i += 1) await find(closed.reference, '79999999')
    expect((await find(open.reference, phone)).status).toBe(200)
  })
})
