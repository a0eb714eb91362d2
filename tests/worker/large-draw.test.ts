import { expect, test } from 'vitest'
import { recompute } from '../../site/public/verify-draw.mjs'
import { findBooking } from '../../db/queries/bookings.ts'
import { settleBooking } from '../../worker/bookings/settle-booking.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { readDrawPage } from '../../worker/draw/read-draw-page.ts'
import { readDraw, readPublishedFile } from '../../worker/draw/read-draw.ts'
import { alteredBy, proxied } from '../builders/altered-d1.ts'
import { afterCeremony, drawWith, freeze } from '../builders/ballot.ts'
import { countOf } from '../builders/broken-invariants.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { d1, db } from '../builders/store.ts'

const entries = 50_000
const stalls = Array.from({ length: 500 }, (_, index) => ({
  code: `S-${index}`,
  zone: ['crafts', 'food'][index % 2] ?? 'crafts',
  x: index * 10,
  features: index % 10 === 0 ? (['step_free'] as const).slice() : [],
}))

/** Entries as claims leave them, written in one statement. The draw code counts in the alphabet of references. */
const insertEntries = (exhibitionId: number) =>
  d1
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?2 - 1),
         letters(a) AS (SELECT '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
       INSERT INTO bookings (reference, exhibition_id, state, applicant_key, draw_code, kind, governorate, wilayat,
         category, lists_publicly, needs_step_free, zone_ids, language, checked_at_utc, consent_version, created_at_utc,
         updated_at_utc, head_mac)
       SELECT 'TMK-' || printf('%08d', i), ?1, 'applied', 'applicant-' || i,
         '00' || substr(a, i / 32768 % 32 + 1, 1) || substr(a, i / 1024 % 32 + 1, 1) || substr(a, i / 32 % 32 + 1, 1) || substr(a, i % 32 + 1, 1),
         'productive_family', 'muscat', 'as-seeb', 'halwa', 0, i % 20 = 0, '[]', 'ar', 1, '2026-11', 1, 1, 'x'
       FROM n, letters`,
    )
    .bind(exhibitionId, entries)
    .run()

test('a draw of 50,000 entries over 500 stalls publishes by one pointer and is given out in chunks', async () => {
  const { id, slug } = await buildExhibition({ mode: 'ballot', stalls })
  await insertEntries(id)
  await d1.prepare(`UPDATE exhibitions SET state = 'closed', applications = ? WHERE id = ?`).bind(entries, id).run()
  expect((await freeze(slug)).entries).toBe(entries)

  // What anyone could read after every single write of the draw: nothing, until everything.
  const seen = new Set<string>()
  const watch = async () => {
    const now = await readDraw(db, { slug })
    const file = await readPublishedFile(db, { slug, file: 'result' })
    seen.add(`${now.ok && now.draw.state} ${file.ok ? file.text.split('\n').length : 0}`)
  }
  const watched = proxied({
    prepare(sql: string) {
      const statement = d1.prepare(sql)
      if (!sql.trimStart().startsWith('INSERT INTO draw_')) return statement
      return {
        ...statement,
        bind: (...values: unknown[]) => ({
          run: async () => {
            const result = await statement.bind(...values).run()
            await watch()
            return result
          },
        }),
      } as unknown as typeof statement
    },
  })
  expect(await drawWith(slug, '4711', alteredBy(watched).db)).toEqual({ ok: true })
  expect([...seen]).toEqual(['frozen 0'])
  await watch()
  expect(seen).toContain(`drawn ${entries + 2}`)
  const [manifest, result] = await Promise.all([
    readPublishedFile(db, { slug, file: 'manifest' }),
    readPublishedFile(db, { slug, file: 'result' }),
  ])
  expect(result.ok && manifest.ok && result.text === recompute(manifest.text, 'ceremony:2026-12-08:4711')).toBe(true)

  // The page that says why a rank is what it is finds every line, one that lies across two stored pieces too.
  const lines = manifest.ok ? manifest.text.split('\n').slice(1, 1 + entries) : []
  for (const line of [lines.at(0), lineAt(250_000), lineAt(500_000), lines.at(-1)]) {
    const [drawCode = '', , priority] = line?.split(' ') ?? []
    const page = await readDrawPage(db, { slug, code: drawCode }, afterCeremony)
    expect(page.ok && page.page.asked).toMatchObject({ drawCode, hadPriority: priority === '0' })
  }
  function lineAt(character: number): string | undefined {
    const text = manifest.ok ? manifest.text : ''
    return text.slice(text.lastIndexOf('\n', character - 1) + 1).split('\n')[0]
  }

  await applyDraws(db, 4, afterCeremony)
  const placed = await countOf('bookings', `exhibition_id = ? AND state IN ('offered', 'waitlisted')`, id)
  expect(placed).toBe(800)
  expect(await countOf('draws', 'exhibition_id = ? AND applied_rank = 800 AND applied_at_utc IS NULL', id)).toBe(1)

  // Somebody whose turn is far away opens their booking.
  const last = result.ok ? (result.text.trim().split('\n').at(-1)?.split(',') ?? []) : []
  const booking = await d1
    .prepare('SELECT reference FROM bookings WHERE exhibition_id = ? AND draw_code = ?')
    .bind(id, last[1] ?? '')
    .first<{ reference: string }>()
  const found = await findBooking(db.d1, booking?.reference ?? '')
  expect(found && (await settleBooking(db, found, afterCeremony))).toMatchObject({
    state: 'waitlisted',
    ordinal: entries,
  })
}, 180_000)
