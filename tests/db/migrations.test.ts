import { applyD1Migrations, reset, type D1Migration } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { bookingRow, exhibitionRow, insertRow, stallRow, type Row } from '../builders/raw-rows.ts'
import { bindings, d1 } from '../builders/store.ts'

// vitest.worker.config.ts adds this binding to those of the Worker.
const migrations = (bindings as unknown as { TEST_MIGRATIONS: D1Migration[] }).TEST_MIGRATIONS
const [first, ...later] = migrations

const apply = (some: D1Migration[]) => applyD1Migrations(bindings.DB as unknown as D1Database, some)

/** Rows in every table of the first migration; a table that is added later needs none here. */
const seeded: [string, Row][] = [
  [
    'series',
    {
      id: 1,
      slug: 's',
      title_ar: 'ع',
      title_en: 'e',
      description_ar: 'و',
      description_en: 'd',
      venue_ar: 'م',
      venue_en: 'v',
      governorate: 'muscat',
    },
  ],
  ['exhibitions', exhibitionRow({ id: 1, series_id: 1 })],
  ['zones', { id: 1, exhibition_id: 1, code: 'crafts', title_ar: 'ق', title_en: 'z', position: 0 }],
  ['stalls', stallRow({ id: 1 })],
  ['stalls', stallRow({ id: 2 })],
  ['bookings', bookingRow({ reference: 'TMK-1', state: 'confirmed', stall_id: 1 })],
  ['bookings', bookingRow({ reference: 'TMK-2', state: 'waitlisted', ordinal: 1 })],
  ['waitlist_places', { exhibition_id: 1, zone_id: 0, needs_step_free: 0, ordinal: 1, reference: 'TMK-2' }],
  ['waitlist_skips', { reference: 'TMK-2', offered_to: 'TMK-1', cause: 'zone', at_utc: 1 }],
  ['name_words', { exhibition_id: 1, word_key: 'w', reference: 'TMK-1' }],
  ['consents', { subject: 'TMK-1', version: '2026-11', language: 'ar', given_at_utc: 1 }],
  ['idempotency_keys', { scope: 's', key: 'k', fingerprint: 'f', reference: 'TMK-1', answer: '{}', used_at_utc: 1 }],
  ['failed_finds', { reference_key: 'r', minute: 1, count: 1 }],
  [
    'events',
    {
      stream: 'booking:TMK-1',
      seq: 1,
      type: 'booked',
      at_utc: 1,
      actor: 'applicant',
      data: '{}',
      previous_mac: '',
      mac: 'm',
    },
  ],
  ['texts', { id: 't', stream: 'booking:TMK-1', salt: 's', written_at_utc: 1 }],
  ['seals', { day: '2026-12-01', last_event_id: 1, events: 1, previous_mac: '', mac: 'm' }],
  [
    'outbox',
    {
      dedupe_key: 'd',
      subject: 'TMK-1',
      template: 't',
      channel: 'sms',
      recipient: 'applicant',
      language: 'ar',
      data: '{}',
      next_attempt_at_utc: 1,
      created_at_utc: 1,
    },
  ],
  ['staff', { id: 1, email: 'a@b.test', name_ar: 'ز', name_en: 'c', role: 'officer' }],
  ['gate_assignments', { staff_id: 1, exhibition_id: 1 }],
]

const tablesNow = async (): Promise<string[]> => {
  const { results } = await d1
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%'`,
    )
    .all<{ name: string }>()
  return results.map(({ name }) => name).sort()
}

async function rowCounts(): Promise<Record<string, number>> {
  const tables = await tablesNow()
  const counts = await d1.batch<{ count: number }>(
    tables.map((table) => d1.prepare(`SELECT count(*) AS count FROM ${table}`)),
  )
  return Object.fromEntries(tables.map((table, index) => [table, counts[index]?.results[0]?.count ?? 0]))
}

async function seedFirst(): Promise<Record<string, number>> {
  await reset()
  if (first) await apply([first])
  for (const [table, row] of seeded) await insertRow(table, row)
  return rowCounts()
}

/** Tables that hold fewer rows after a migration than before it. */
async function lostBy(some: D1Migration[], before: Record<string, number>): Promise<string[]> {
  const lost: string[] = []
  for (const migration of some) {
    await apply([migration])
    const after = await rowCounts()
    for (const [table, count] of Object.entries(before)) {
      if ((after[table] ?? 0) < count) lost.push(`${migration.name}: ${table} ${count} → ${after[table] ?? 'dropped'}`)
    }
  }
  return lost
}

describe('the migrations, one after another over rows written at the first,', () => {
  test('keep every row', async () => {
    const before = await seedFirst()
    expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([])
    expect(await lostBy(later, before)).toEqual([])
  })

  test('are caught when one of them empties a table', async () => {
    const before = await seedFirst()
    const careless = {
      name: '9999_careless.sql',
      queries: ['DROP TABLE waitlist_skips', 'CREATE TABLE waitlist_skips (reference text)'],
    }
    expect(await lostBy([...later, careless], before)).toEqual(['9999_careless.sql: waitlist_skips 1 → 0'])
  })

  test('say nothing that deletes other rows by itself', async () => {
    await seedFirst()
    await apply(later)
    const { results } = await d1.prepare(`SELECT name FROM sqlite_master WHERE sql LIKE '%ON DELETE CASCADE%'`).all()
    expect(results).toEqual([])
  })
})

describe('the triggers', () => {
  beforeEach(async () => {
    await seedFirst()
    await apply(later)
  })

  test.each(['events', 'seals'])('refuse to change or delete what stands in %s', async (table) => {
    const column = table === 'events' ? 'data' : 'mac'
    await expect(d1.prepare(`UPDATE ${table} SET ${column} = 'forged'`).run()).rejects.toThrow('append-only')
    await expect(d1.prepare(`DELETE FROM ${table}`).run()).rejects.toThrow('append-only')
    await expect(d1.prepare(`REPLACE INTO ${table} SELECT * FROM ${table}`).run()).rejects.toThrow('append-only')
    expect((await rowCounts())[table]).toBe(1)
  })

  test('let such a table be changed once they are dropped, so it is they who refuse', async () => {
    await d1.prepare('DROP TRIGGER events_refuse_update').run()
    expect((await d1.prepare(`UPDATE events SET data = 'forged'`).run()).meta.changes).toBe(1)
  })

  test('keep the waiting list equal to the bookings that wait, zone by zone', async () => {
    const places = async () =>
      (
        await d1
          .prepare(`SELECT zone_id, ordinal FROM waitlist_places WHERE reference = 'TMK-3' ORDER BY zone_id`)
          .raw()
      ).map(String)
    await insertRow('bookings', bookingRow({ reference: 'TMK-3', state: 'waitlisted', ordinal: 7, zone_ids: '[1,4]' }))
    expect(await places()).toEqual(['1,7', '4,7'])
    await d1.prepare(`UPDATE bookings SET state = 'withdrawn' WHERE reference = 'TMK-3'`).run()
    expect(await places()).toEqual([])
    await d1.prepare(`UPDATE bookings SET state = 'waitlisted', zone_ids = '[]' WHERE reference = 'TMK-3'`).run()
    expect(await places()).toEqual(['0,7'])
  })

  test('prove consent with the booking, and count the entries of a ballot', async () => {
    await insertRow(
      'bookings',
      bookingRow({ reference: 'TMK-4', state: 'applied', draw_code: 'ABCDEF', created_at_utc: 99 }),
    )
    expect(await d1.prepare(`SELECT version, given_at_utc FROM consents WHERE subject = 'TMK-4'`).first()).toEqual({
      version: '2026-11',
      given_at_utc: 99,
    })
    expect(await d1.prepare('SELECT applications FROM exhibitions WHERE id = 1').first()).toEqual({ applications: 1 })
  })
})
