import { beforeEach, describe, expect, test } from 'vitest'
import type { PledgeAnswer } from '../../worker/contract/pledge.ts'
import { countFind } from '../../db/queries/bookings.ts'
import { eraseContact } from '../../worker/pledges/erase-contact.ts'
import { findPledgeByContact } from '../../worker/pledges/find-pledge.ts'
import { nextPhone } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { pledgeBody } from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

const find = (reference: string, contact: string, status: number, address = '192.0.2.9') =>
  call('POST /pledges/find', '/pledges/find', {
    status,
    ...write({ reference, contact }, { 'CF-Connecting-IP': address }),
  })

async function pledgedBy(contact: { email?: string; phone?: string }): Promise<PledgeAnswer> {
  const company = { ...(pledgeBody()['company'] as object), email: null, phone: null, registration: null, ...contact }
  return (
    await call('POST /pledges', '/pledges', { status: 201, ...write(pledgeBody([{}], { company })) })
  ).json<PledgeAnswer>()
}

const wordsOf = async (response: Response) => {
  const { requestId: _id, ...rest } = await problemOf(response)
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id')
  return { status: response.status, headers, rest }
}

describe('POST /pledges/find', () => {
  test('gives a token for the reference in any case and the e-mail or phone in any spelling', async () => {
    const phone = nextPhone()
    const email = `csr.${phone}@company.test`
    const { reference, links } = await pledgedBy({ email, phone })
    const spellings = [
      [reference, email],
      [reference.toLowerCase(), `  CSR.${phone}@Company.Test `],
      [` ${reference.replace('-', ' ')} `, `+968 ${phone}`],
      [reference, phone.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '')],
    ] as const
    for (const [typed, contact] of spellings) {
      const response = await find(typed, contact, 200)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      const body = await response.json<{ manageToken: string }>()
      expect(Object.keys(body)).toEqual(['manageToken'])
      expect((await send(links.self, { headers: bearer(body.manageToken) })).status).toBe(200)
      setClock(noon + 24 * 3_600_000)
      expect((await send(links.self, { headers: bearer(body.manageToken) })).status).toBe(404)
      setClock(noon)
    }
  })

  test('answers in the same words whichever part is wrong', async () => {
    const email = `csr.${nextPhone()}@company.test`
    const { reference } = await pledgedBy({ email })
    const answers = [
      await find(reference, 'other@company.test', 404),
      await find(reference, '79999999', 404),
      await find('PLG-00000000', email, 404),
      await find(reference, '', 422).then(() => find(reference, '-', 404)),
    ]
    const [first, ...others] = await Promise.all(answers.map(wordsOf))
    for (const other of others) expect(other).toEqual(first)
    expect(first?.rest).toMatchObject({ status: 404, code: 'pledge_not_found' })
  })

  test('takes the same steps whichever part is wrong', async () => {
    const phone = nextPhone()
    const { reference } = await pledgedBy({ phone })
    const steps = async (request: { reference: string; contact: string }) => {
      // The first find of a minute begins its count.
      await findPledgeByContact(db, { address: '192.0.2.1' }, request, noon)
      return rowsOf((at) => findPledgeByContact(at.db, { address: '192.0.2.1' }, request, noon))
    }
    const [wrongContact, wrongReference] = [
      await steps({ reference, contact: '79999999' }),
      await steps({ reference: 'PLG-00000000', contact: phone }),
    ]
    expect(wrongContact.written).toBe(wrongReference.written)
    expect(Math.abs(wrongContact.read - wrongReference.read)).toBeLessThanOrEqual(1)
  })

  test('finds nothing any more after five failed finds of one reference in a minute, and forgives the next', async () => {
    const phone = nextPhone()
    const { reference } = await pledgedBy({ phone })
    for (let guess = 0; guess < 5; guess += 1) await find(reference, `7000999${guess}`, 404)
    await find(reference, phone, 404)
    setClock(noon + 60_000)
    expect((await find(reference, phone, 200)).status).toBe(200)
  })

  test('a find that succeeds is not counted', async () => {
    const phone = nextPhone()
    const { reference } = await pledgedBy({ phone })
    for (let time = 0; time < 8; time += 1) await find(reference, phone, 200)
    const key = await db.keys.mac('lookup', `find|${reference}`)
    expect(await countFind(d1, key, Math.floor(noon / 60_000))).toBe(1)
  })

  test('a pledge whose contact is erased is found by nobody, nor by an empty contact', async () => {
    const phone = nextPhone()
    const { reference } = await pledgedBy({ phone })
    await eraseContact(db, { reference, actor: 'company', cause: 'asked' }, noon)
    await find(reference, phone, 404)
    expect((await find(reference, '@', 404)).status).toBe(404)
  })

  test('is refused from an address that asks too often, whatever it asks', async () => {
    const address = '2001:db8::f1d'
    const asked: Promise<Response>[] = []
    for (let time = 0; time < 60; time += 1) asked.push(find('PLG-00000001', 'a@b.test', 404, address))
    await Promise.all(asked)
    const refused = await find('PLG-00000001', 'a@b.test', 429, address)
    expect(refused.headers.get('Retry-After')).toBe('60')
  })
})

describe('claims of one company', () => {
  test('are capped per contact in a minute, replays of one apart', async () => {
    const company = { ...(pledgeBody()['company'] as object), email: null, phone: nextPhone() }
    const body = pledgeBody([{}], { company })
    const one = write(body)
    for (let time = 0; time < 8; time += 1) await call('POST /pledges', '/pledges', { status: 201, ...one })
    for (let time = 0; time < 4; time += 1) await call('POST /pledges', '/pledges', { status: 201, ...write(body) })
    await call('POST /pledges', '/pledges', { status: 429, ...write(body) })
  })
})
