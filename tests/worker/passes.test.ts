import { beforeAll, describe, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { passClaim, verifyPass, type PassKey } from '../../worker/contract/pass.ts'
import { openKeyring, toBase64Url } from '../../worker/people/keyring.ts'
import { fullHall, passOf, sentDeskAct } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { bindings, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const sendFor = ({ reference, manageToken }: { reference: string; manageToken: string }) =>
  send(`/api/v1/bookings/${reference}/pass`, { headers: bearer(manageToken) })

const publishedKeys = async (): Promise<PassKey[]> => {
  const response = await send('/api/v1/pass-keys')
  expect(response.status).toBe(200)
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=300')
  return (await response.json<{ keys: PassKey[] }>()).keys
}

describe('a pass', () => {
  test('is verified with the published key alone, and says booking, exhibition, stall and days', async () => {
    const exhibition = await buildExhibition()
    const booking = await booked(exhibition.slug, { stall: 'A-7' })
    const response = await sendFor(booking)
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const { pass } = await response.json<{ pass: string }>()
    expect(await verifyPass(await publishedKeys(), pass)).toEqual({
      keyId: 'P1',
      reference: booking.reference,
      exhibitionId: exhibition.id,
      stall: 'A-7',
      startsOn: '2026-12-27',
      endsOn: '2026-12-31',
    })
  })

  test('is short, in the letters of QR’s alphanumeric mode, and names nobody', async () => {
    const { slug } = await buildExhibition()
    const pass = await passOf(await booked(slug, { stall: 'A-10' }), noon)
    // A QR code of version 7 at level M holds 178 such letters.
    expect(pass.length).toBeLessThanOrEqual(178)
    expect(pass).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
    expect(pass).not.toMatch(/700000|مريم/)
  })

  test('exists while the booking is confirmed or checked in, and only for whoever holds it', async () => {
    const { holders, waiters } = await fullHall(1, 1)
    const [holder, waiter] = [holders[0], waiters[0]]
    if (!holder || !waiter) throw new Error('One holds the stall and one waits.')
    expect(await problemOf(await sendFor(waiter))).toMatchObject({ code: 'transition_refused', state: 'waitlisted' })
    await withdrawBooking(db, { reference: holder.reference, token: holder.manageToken }, noon)
    expect(await problemOf(await sendFor(holder))).toMatchObject({ code: 'transition_refused', state: 'withdrawn' })
    expect(await problemOf(await sendFor(waiter))).toMatchObject({ code: 'transition_refused', state: 'offered' })
    expect((await problemOf(await send(`/api/v1/bookings/${holder.reference}/pass`))).code).toBe('token_required')
    expect((await problemOf(await sendFor({ ...holder, manageToken: 'm0-1-x' }))).code).toBe('booking_not_found')
  })

  test('of a moved booking is another one', async () => {
    const { slug } = await buildExhibition()
    const booking = await booked(slug, { stall: 'A-1' })
    const before = await passOf(booking, noon)
    await sentDeskAct(await as('officer'), booking.reference, 'move', { stall: 'A-2' })
    const after = await passOf(booking, noon)
    expect([before, after].map((pass) => pass.split(':')[4])).toEqual(['A-1', 'A-2'])
  })
})

describe('a text that is no pass of ours', () => {
  const signed = async () => {
    const { slug } = await buildExhibition()
    return passOf(await booked(slug, { stall: 'A-1' }), noon)
  }
  const isVerified = async (text: string, keys = db.keys.passKeys) => (await verifyPass(keys, text)) !== null

  test('is not verified, whichever letter of a pass was changed', async () => {
    const pass = await signed()
    expect(await isVerified(pass)).toBe(true)
    expect(await isVerified(` ${pass}\n`)).toBe(true)
    for (let place = 0; place < pass.length; place += 1) {
      const other = pass[place] === '0' ? '1' : '0'
      expect(await isVerified(pass.slice(0, place) + other + pass.slice(place + 1)), `letter ${place}`).toBe(false)
    }
  })

  test('is not verified when its signature is spelled in another way', async () => {
    const pass = await signed()
    // The last letter of 103 carries two bits that no signature has.
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    const last = letters.indexOf(pass.at(-1) ?? '')
    for (const spare of [1, 2, 3]) expect(await isVerified(pass.slice(0, -1) + letters[last ^ spare])).toBe(false)
    expect(await isVerified(pass.toLowerCase())).toBe(false)
  })

  test.each([
    '',
    'TMK1',
    'x'.repeat(2_000),
    'TMK1:P1:00000000:1:A-1:261227261231:',
    '{"pass":1}',
    'https://example.com',
  ])('such as "%s" is not verified', async (text) => expect(await isVerified(text)).toBe(false))

  test('is not verified when somebody else signed it', async () => {
    const own = await openKeyring({
      ...bindings,
      PASS_KEY: `p1:${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`,
    })
    expect(await isVerified(await signed(), own.passKeys)).toBe(false)
    expect(await isVerified(await signed(), [])).toBe(false)
  })
})

describe('keys of passes', () => {
  const seed = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)))

  test('rotate: the first signs, and passes of those before are verified still', async () => {
    const [older, newer] = [`p1:${seed()}`, `p2:${seed()}`]
    const before = await openKeyring({ ...bindings, PASS_KEY: older })
    const after = await openKeyring({ ...bindings, PASS_KEY: `${newer},${older}` })
    expect(after.passKeyId).toBe('P2')
    expect(after.passKeys.map(({ id }) => id)).toEqual(['P2', 'P1'])
    expect(after.passKeys[1]).toEqual(before.passKeys[0])
    const claim = passClaim({
      keyId: 'P1',
      reference: 'TMK-0123ABCD',
      exhibitionId: 7,
      stall: 'A-1',
      startsOn: '2026-12-27',
      endsOn: '2026-12-31',
    })
    expect(claim).toBe('TMK1:P1:0123ABCD:7:A-1:261227261231')
    const [one, other] = [await before.signPass(claim), await after.signPass(claim)]
    expect(toBase64Url(one)).not.toBe(toBase64Url(other))
  })

  test('publish no secret', async () => {
    const secret = bindings.PASS_KEY.split(':')[1] ?? ''
    const published = JSON.stringify(await publishedKeys())
    expect(published).not.toContain(secret)
    expect(published).toContain('"algorithm":"Ed25519"')
  })

  test.each(['', 'p1', 'p1:short', `-:${'A'.repeat(43)}`])('are refused when the secret is "%s"', async (PASS_KEY) => {
    await expect(openKeyring({ ...bindings, PASS_KEY })).rejects.toThrow('PASS_KEY')
  })
})
