import { expect, test } from 'vitest'
import { ciphertextColumns, countByKeyId } from '../../db/queries/ciphertexts.ts'
import { findPledge } from '../../db/queries/pledges.ts'
import { verifyAudit } from '../../worker/audit/verify-audit.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { openCompany, openContact, openNote } from '../../worker/people/company.ts'
import { openKeyring } from '../../worker/people/keyring.ts'
import { openPerson } from '../../worker/people/person.ts'
import { rotateKeys, type RotationCursor } from '../../worker/people/rotate-keys.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { pledged } from '../builders/desk-pledge.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { signedInStaff } from '../builders/staff.ts'
import { bindings, d1, db } from '../builders/store.ts'

const newKey = `k2:${'F'.repeat(43)}`
const withKeys = async (keys: string): Promise<Store> => ({
  ...db,
  keys: await openKeyring({ ...bindings, ENCRYPTION_KEYS: keys }),
})

async function rotateAll(store: Store, limit = 3): Promise<number> {
  let replaced = 0
  let cursor: RotationCursor | null = null
  do {
    const page = await rotateKeys(store, { cursor, limit })
    replaced += page.replaced
    cursor = page.next
  } while (cursor)
  return replaced
}

test('a rotation leaves nothing under the old key, everything readable, and the audit right', async () => {
  const { slug } = await buildExhibition({ stalls: 10, review: 'before_confirming' })
  const made = []
  for (let count = 0; count < 7; count += 1) made.push(await booked(slug))
  const first = made[0]?.reference ?? ''
  const reason = { code: 'other', text: 'نص محفوظ' } as const
  await declineBooking(db, await signedInStaff('officer'), { reference: first, reason }, noon)
  await d1
    .prepare('UPDATE bookings SET person = NULL WHERE reference = ?')
    .bind(made[1]?.reference ?? '')
    .run()

  const both = await withKeys(`${newKey},${bindings.ENCRYPTION_KEYS}`)
  expect(await rotateAll(both)).toBe(7)
  expect(Object.fromEntries(await countByKeyId(d1))).toEqual({ k2: 7 })
  expect(await rotateAll(both)).toBe(0)

  const onlyNew = await withKeys(newKey)
  const row = await d1
    .prepare('SELECT person FROM bookings WHERE reference = ?')
    .bind(first)
    .first<{ person: string }>()
  expect((await openPerson(onlyNew.keys, first, row?.person ?? '')).name).toBe('مريم البلوشية')
  expect((await verifyAudit(onlyNew)).fault).toBeNull()
})

test('what somebody erases while a page is encrypted stays erased', async () => {
  const { slug } = await buildExhibition()
  const { reference } = await booked(slug)
  const { keys } = await withKeys(`k3:${'G'.repeat(43)},${newKey},${bindings.ENCRYPTION_KEYS}`)
  const erase = () => d1.prepare('UPDATE bookings SET person = NULL WHERE reference = ?').bind(reference).run()
  const interrupted = withMeanwhile(erase).db
  const page = await rotateKeys({ ...interrupted, keys }, { cursor: null, limit: 100 })
  expect(page.changedMeanwhile).toBe(1)
  const row = await d1.prepare('SELECT person FROM bookings WHERE reference = ?').bind(reference).first()
  expect(row).toEqual({ person: null })
})

test('a rotation covers companies, their contacts and what they wrote beside a line', async () => {
  const reference = await pledged([{ note: 'ملاحظة' }, {}])
  const both = await withKeys(`k4:${'H'.repeat(43)},k3:${'G'.repeat(43)},${newKey},${bindings.ENCRYPTION_KEYS}`)
  expect(await rotateAll(both, 2)).toBeGreaterThanOrEqual(3)
  expect([...(await countByKeyId(d1)).keys()]).toEqual(['k4'])
  const { keys } = await withKeys(`k4:${'H'.repeat(43)}`)
  const row = await findPledge(d1, reference)
  expect((await openCompany(keys, reference, row?.company ?? '')).name.ar).toBe('شركة التجربة')
  expect((await openContact(keys, reference, row?.contact ?? '')).name).toBe('سالم الحارثي')
  expect(await openNote(keys, reference, row?.lines[0]?.note ?? '')).toBe('ملاحظة')
  expect(row?.lines[1]?.note).toBeNull()
})

/** Columns of this schema that the code seals into, wherever they are. */
test('every column that holds a ciphertext is in the list that a rotation goes through', async () => {
  await pledged([{ note: 'ملاحظة' }])
  const { results: tables } = await d1
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
    )
    .all<{ name: string }>()
  const sealed = new Set<string>()
  for (const { name } of tables) {
    const { results } = await d1.prepare(`SELECT * FROM ${name}`).all<Record<string, unknown>>()
    for (const [column, value] of results.flatMap((row) => Object.entries(row))) {
      if (/^k\w*\.[\w-]{16}\.[\w-]{20,}$/.test(String(value))) sealed.add(`${name}.${column}`)
    }
  }
  const listed: string[] = ciphertextColumns.map(({ name }) => name)
  expect([...sealed].sort()).toEqual(listed.sort())
})
