import { beforeAll, describe, expect, test } from 'vitest'
import { acceptedPledge, company } from '../builders/accepted-pledge.ts'
import { pledgeBody, pledged } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { send, setClock } from '../builders/send.ts'

beforeAll(() => setClock(noon))

describe('no public reading', () => {
  const secrets = [
    'شركة الستر',
    'Concealed',
    'REGHIDDEN',
    'كتمان الحارثي',
    'hidden@company.test',
    '70008888',
    '8765',
    'ملاحظة مكتومة',
  ]
  let references: string[]
  beforeAll(async () => {
    const hidden = company({
      name: { ar: 'شركة الستر', en: 'Concealed' },
      registration: 'REGHIDDEN',
      contactName: 'كتمان الحارثي',
      email: 'hidden@company.test',
      phone: '70008888',
    })
    const lines = [{ kind: 'goods', quantity: 8765, note: 'ملاحظة مكتومة' }]
    references = [
      await acceptedPledge(lines, { company: hidden, naming: 'hidden' }),
      await pledged(lines, { company: hidden, naming: 'name' }),
    ]
    await acceptedPledge(lines, {
      company: { ...hidden, registration: 'REGHIDDEN2' },
      naming: 'sector',
      showAmounts: false,
    })
  })

  test('reveals a hidden company, an unaccepted one, a contact or an amount that was not agreed', async () => {
    const paths = ['/needs', '/recognition', '/impact', '/recognition?year=2026', '/impact?year=2026']
    for (const path of paths) {
      const text = await (await send(`/api/v1${path}`)).text()
      for (const secret of [...secrets, ...references]) expect(text, path).not.toContain(secret)
    }
  })

  test('nor does an error, whatever was sent', async () => {
    const tries = [
      send(`/api/v1/pledges/${references[0]}`),
      send(`/api/v1/pledges/${references[0]}`, { headers: { Authorization: 'Bearer x' } }),
      send('/api/v1/pledges/find', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ reference: references[0], contact: 'other@company.test' }),
      }),
      send('/api/v1/pledges', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
        body: JSON.stringify({ ...pledgeBody(), company: { contactName: 'كتمان الحارثي', email: 'hidden@company' } }),
      }),
    ]
    for (const response of await Promise.all(tries)) {
      expect(response.status).toBeGreaterThanOrEqual(400)
      const text = await response.text()
      for (const secret of [...secrets, ...references]) expect(text).not.toContain(secret)
    }
  })
})
