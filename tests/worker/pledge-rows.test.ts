import { beforeAll, expect, test } from 'vitest'
import { forgetPledges } from '../../worker/exhibitions/public-cache.ts'
import { parse } from '../../worker/contract/fields.ts'
import { addMonths, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { makePledgeSchema } from '../../worker/contract/pledge.ts'
import { eraseOwnContact } from '../../worker/pledges/erase-contact.ts'
import { findPledgeByContact } from '../../worker/pledges/find-pledge.ts'
import { listNeeds, readNeed } from '../../worker/pledges/list-needs.ts'
import { makePledge } from '../../worker/pledges/make-pledge.ts'
import { purgePledges } from '../../worker/pledges/purge-pledges.ts'
import { readImpact } from '../../worker/pledges/read-impact.ts'
import { readOwnPledge } from '../../worker/pledges/read-own-pledge.ts'
import { readPledge } from '../../worker/pledges/read-pledge.ts'
import { readRecognition } from '../../worker/pledges/read-recognition.ts'
import { readStatement } from '../../worker/pledges/read-statement.ts'
import { verifyDocument } from '../../worker/pledges/verify-document.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import type { Store } from '../../worker/store.ts'
import { acceptedPledge, company, holderOf, receive } from '../builders/accepted-pledge.ts'
import { newKey } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { buildNeed, pledgeBody, pledged } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

/** More of everything than the most that any reading lists. */
const [small, large] = [1_200, 6_000]

/** A crowd's ciphertexts open under the reference of the one that was copied only. */
const blind = {
  ...db.keys,
  decrypt: async () => JSON.stringify({ name: { ar: 'ش', en: 'c' }, registration: null, email: null, phone: null }),
}

/** Pledges of one line each and needs, the `from`th to the one before the `to`th, copied from one of each. */
async function crowd(template: string, need: string, from: number, to: number): Promise<void> {
  const { results } = await d1.prepare(`SELECT name FROM pragma_table_info('pledges')`).all<{ name: string }>()
  const changed: Record<string, string> = {
    reference: `printf('PLG-%08d', i.n)`,
    company_key: `'company-' || (i.n % 400)`,
    email_key: `'email-' || i.n`,
    phone_key: `'phone-' || i.n`,
    created_at_utc: 'i.n',
    version: '0',
    head_mac: `''`,
  }
  const numbers = `WITH RECURSIVE i (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM i WHERE n + 1 < ${to})`
  const columns = results.map(({ name }) => name)
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO pledges (${columns.join(', ')})
         ${numbers} SELECT ${columns.map((name) => changed[name] ?? `p.${name}`).join(', ')}
         FROM i CROSS JOIN pledges p WHERE p.reference = ?`,
      )
      .bind(template),
    d1.prepare(
      `INSERT INTO pledge_lines (reference, n, kind, unit, quantity, due_on, is_money, state, committed, received, received_on)
       ${numbers} SELECT printf('PLG-%08d', i.n), 1, 'goods', 'piece', 5, '2026-11-01', 0, 'received', 5, 5, '2026-12-01' FROM i`,
    ),
    d1.prepare('UPDATE pledges SET closed_at_utc = ? WHERE version = 0').bind(noon),
    d1
      .prepare(
        `INSERT INTO needs (id, title_ar, title_en, kind, unit, asked, governorate, needed_by, created_at_utc, version, head_mac)
         ${numbers} SELECT 'n-' || i.n, title_ar, title_en, kind, unit, asked, governorate, needed_by, i.n, 0, ''
         FROM i CROSS JOIN needs n WHERE n.id = ?`,
      )
      .bind(need),
  ])
}

const body = (need: string) => {
  const parsed = parse(makePledgeSchema, pledgeBody([{ need }], { company: company() }))
  if (!parsed.ok) throw new Error('The built body is invalid.')
  return parsed.value
}

const who = { address: '192.0.2.1' }
const yearLater = startOfMuscatDay(addMonths('2026-12-08', 12))
let need: string, template: string

/** The rows that each act reads and writes beside the crowd that is there. */
async function measure(): Promise<Record<string, number>> {
  const done = await acceptedPledge([{ need, quantity: 1 }])
  await receive(done, 1, 1)
  const [held, own, gone] = [await pledged(), await pledged(), await acceptedPledge([{}])]
  const acts: Record<string, (at: Store) => Promise<unknown>> = {
    listNeeds: (at) => listNeeds(at, {}, noon),
    readNeed: (at) => readNeed(at, { id: need }),
    readRecognition: (at) => readRecognition({ ...at, keys: blind }, { year: 2026 }, noon),
    readImpact: (at) => readImpact(at, { year: 2026 }, noon),
    makePledge: (at) => makePledge(at, who, { body: body(need), idempotencyKey: newKey() }, noon),
    find: (at) => findPledgeByContact(at, who, { reference: done, contact: 'csr@company.test' }, noon),
    read: async (at) => readPledge(at, await holderOf(held), noon),
    withdraw: async (at) => withdrawPledge(at, await holderOf(held), noon),
    ownData: async (at) => readOwnPledge(at, await holderOf(own), noon),
    erase: async (at) => eraseOwnContact(at, await holderOf(gone), noon),
    statement: async (at) => readStatement(at, await holderOf(done), { year: 2026 }, noon),
    verify: (at) => verifyDocument(at, who, { reference: done }, noon),
    purge: (at) => purgePledges({ ...at, keys: blind }, 3, yearLater),
  }
  const rows: Record<string, number> = {}
  for (const [name, act] of Object.entries(acts)) {
    forgetPledges()
    const { read, written } = await rowsOf(({ db: counted }) => act(counted))
    rows[name] = read + written
  }
  return rows
}

beforeAll(async () => {
  setClock(noon)
  need = await buildNeed({ asked: 1_000 })
  template = await acceptedPledge([{ quantity: 5 }])
  await crowd(template, need, 0, small)
})

test('whatever a company and the public do reads and writes the same rows however many pledges and needs there are', async () => {
  const before = await measure()
  await crowd(template, need, small, large)
  const after = await measure()
  for (const [name, rows] of Object.entries(after)) {
    expect(rows, name).toBeLessThanOrEqual((before[name] ?? 0) + 60)
  }
  // The control: without the index of the board, it reads every need.
  await d1.prepare('DROP INDEX needs_by_day').run()
  forgetPledges()
  const { read } = await rowsOf(({ db: counted }) => listNeeds(counted, {}, noon))
  expect(read).toBeGreaterThan(large)
})
