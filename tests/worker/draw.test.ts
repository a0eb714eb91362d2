import { beforeAll, describe, expect, test } from 'vitest'
import { recompute } from '../../site/public/verify-draw.mjs'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { drawDueExhibitions, drawExhibition } from '../../worker/draw/draw-exhibition.ts'
import { publishDraw } from '../../worker/draw/publish-draw.ts'
import { readDraw, readPublishedFile } from '../../worker/draw/read-draw.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { proxied, alteredBy } from '../builders/altered-d1.ts'
import { afterCeremony, closedBallot, drawWith, freeze } from '../builders/ballot.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { noon } from '../builders/exhibition.ts'
import { send, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const manifestOf = async (slug: string, n?: number): Promise<string> => {
  const file = await readPublishedFile(db, { slug, ...(n === undefined ? {} : { n }), file: 'manifest' })
  return file.ok ? file.text : ''
}
const resultOf = async (slug: string, n?: number): Promise<string> => {
  const file = await readPublishedFile(db, { slug, ...(n === undefined ? {} : { n }), file: 'result' })
  return file.ok ? file.text : ''
}
const holderOf = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

describe('the draw', () => {
  test('gives what anyone recomputes from the manifest and the value', async () => {
    const { exhibition } = await closedBallot([{}, {}, { arrangements: ['step_free'] }, { zones: ['food'] }, {}, {}])
    await freeze(exhibition.slug)
    expect(await drawWith(exhibition.slug, '4711')).toEqual({ ok: true })
    const result = await resultOf(exhibition.slug)
    expect(result).toBe(recompute(await manifestOf(exhibition.slug), 'ceremony:2026-12-08:4711'))
    const drawn = await readDraw(db, { slug: exhibition.slug })
    expect(drawn.ok && drawn.draw).toMatchObject({ state: 'drawn', publicValue: 'ceremony:2026-12-08:4711' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('offers the drawn their zone’s stalls and lets the rest wait by rank, with a message each', async () => {
    const { exhibition, bookings } = await closedBallot([
      {},
      {},
      { arrangements: ['step_free'] },
      { zones: ['food'] },
      {},
      {},
    ])
    await freeze(exhibition.slug)
    await drawWith(exhibition.slug, '4711')
    await applyDraws(db, 5, afterCeremony)
    const lines = (await resultOf(exhibition.slug)).trim().split('\n').slice(1)
    expect(lines).toHaveLength(6)
    for (const line of lines) {
      const [rank, drawCode, , , , outcome, zone, place] = line.split(',')
      const reference = bookings.find((booking) => booking.drawCode === drawCode)?.reference ?? ''
      const row = await rowOf(reference)
      expect(row.state).toBe(outcome === 'placed' ? 'offered' : 'waitlisted')
      expect(row.ordinal).toBe(Number(rank))
      if (zone !== '') expect(row.stall?.startsWith(zone === 'crafts' ? 'A-' : 'B-')).toBe(true)
      if (place === 'step-free') expect(row.stall).toBe('A-3')
      expect(await countOf('outbox', `subject = ? AND template LIKE 'booking_drawn_%'`, reference)).toBe(1)
    }
    expect(await brokenInvariants(exhibition)).toEqual([])
    expect(await countOf('draws', 'exhibition_id = ? AND applied_at_utc IS NOT NULL', exhibition.id)).toBe(1)
  })

  test('of several at once one publishes, and nothing of the others stays', async () => {
    const { exhibition } = await closedBallot([{}, {}, {}])
    await freeze(exhibition.slug)
    const outcomes = await Promise.all(['1', '2', '3', '4'].map((value) => drawWith(exhibition.slug, value)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const files = `file IN (SELECT DISTINCT file FROM draw_files WHERE file LIKE 'result-%')`
    const published = `file IN (SELECT result_file FROM draws)`
    expect(await countOf('draw_places', `${files} AND NOT ${published}`)).toBe(0)
    expect(await countOf('draw_files', `file LIKE 'result-%' AND NOT ${published}`)).toBe(0)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('keeps whoever withdrew after the freeze in the manifest, and gives their place to the waiting list', async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}], [{ code: 'A-1' }])
    await freeze(exhibition.slug)
    const before = await manifestOf(exhibition.slug)
    await drawWith(exhibition.slug, '4711')
    const winner = (await resultOf(exhibition.slug)).split('\n')[1]?.split(',')[1]
    const [won, lost] = [...bookings].sort((one) => (one.drawCode === winner ? -1 : 1))
    if (!won || !lost) throw new Error('Two entries were made.')
    // Nobody has opened the booking yet and the places are not given out: it is still an entry.
    await d1.prepare('UPDATE draws SET applied_at_utc = NULL').run()
    await withdrawRaw(won.reference)
    await runScheduledWork(db, afterCeremony)
    expect(await rowOf(lost.reference)).toMatchObject({ state: 'offered', stall: 'A-1', ordinal: 2 })
    expect(await manifestOf(exhibition.slug)).toBe(before)
    expect(before).toContain(won.drawCode)
  })

  const withdrawRaw = (reference: string) =>
    d1.prepare(`UPDATE bookings SET state = 'withdrawn' WHERE reference = ?`).bind(reference).run()

  test('is told to whoever opens their booking before its turn', async () => {
    const { exhibition, bookings } = await closedBallot([{}], [{ code: 'A-1' }])
    const [only] = bookings
    if (!only) throw new Error('No entry was made.')
    await freeze(exhibition.slug)
    await drawWith(exhibition.slug, '4711')
    const opened = await readBooking(db, holderOf(only), afterCeremony)
    expect(opened.ok && opened.booking).toMatchObject({ state: 'offered', stall: 'A-1', rank: 1 })
    await applyDraws(db, 5, afterCeremony)
    expect(await countOf('events', 'stream = ?', `booking:${only.reference}`)).toBe(2)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('ten schedulers at once place everybody once', async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}, {}, {}, {}, {}])
    await freeze(exhibition.slug)
    await drawWith(exhibition.slug, '4711')
    await Promise.allSettled(Array.from({ length: 10 }, () => applyDraws(db, 3, afterCeremony)))
    await applyDraws(db, 3, afterCeremony)
    for (const { reference } of bookings) {
      expect(await countOf('events', `stream = ? AND type = 'draw'`, `booking:${reference}`)).toBe(1)
      expect(await countOf('outbox', `subject = ? AND template LIKE 'booking_drawn_%'`, reference)).toBe(1)
    }
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('a published result cannot be changed by anybody', async () => {
    const { exhibition } = await closedBallot([{}, {}])
    await freeze(exhibition.slug)
    await drawWith(exhibition.slug, '4711')
    for (const statement of [
      `UPDATE draws SET seed = 'x'`,
      `UPDATE draws SET manifest_sha256 = 'x'`,
      `DELETE FROM draws`,
      `UPDATE draw_files SET body = 'x'`,
      `DELETE FROM draw_files`,
      `DELETE FROM draw_places`,
      `UPDATE draw_places SET rank = rank + 1000`,
    ]) {
      await expect(d1.prepare(statement).run(), statement).rejects.toThrow(/draw/)
    }
  })
})

describe('a draw that comes too late for anyone to answer an offer', () => {
  // With an hour for giving out the places, offers made later than this would end on the 27th, when the exhibition begins.
  const lastHour = Date.parse('2026-12-22T16:00:00Z')

  test('is not published, by whomever, and nobody is told that they wait', async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}])
    await freeze(exhibition.slug)
    const found = await readDraw(db, { slug: exhibition.slug })
    if (!found.ok) throw new Error('There is no draw.')
    const draw = {
      slug: exhibition.slug,
      draw: found.row,
      publicValue: 'ceremony:2026-12-08:1',
      actor: 'system',
    } as const
    expect(await publishDraw(db, draw, lastHour + 1)).toEqual({ ok: false, reason: 'too_late' })
    expect(await countOf('draws', `exhibition_id = ? AND state = 'frozen'`, exhibition.id)).toBe(1)
    expect(
      await countOf(
        'draw_files',
        `file LIKE 'result-%' AND file NOT IN (SELECT result_file FROM draws WHERE result_file IS NOT NULL)`,
      ),
    ).toBe(0)
    for (const { reference } of bookings) expect((await rowOf(reference)).state).toBe('applied')
    expect(await publishDraw(db, draw, lastHour)).toEqual({ ok: true })
    await applyDraws(db, 10, lastHour + 3_600_000)
    for (const { reference } of bookings) expect((await rowOf(reference)).state).toBe('offered')
  })

  test('with a drand round, is refused to managers, asks no beacon and leaves the other draws their turn', async () => {
    const { exhibition } = await closedBallot([{}])
    await freeze(exhibition.slug, db, { source: { kind: 'drand', round: null } })
    const draw = () => drawExhibition(db, null, { slug: exhibition.slug }, lastHour + 1)
    expect(await draw()).toEqual({ ok: false, reason: 'too_late' })
    await drawDueExhibitions(db, 10, lastHour + 1)
    expect(await countOf('draws', `exhibition_id = ? AND state = 'frozen'`, exhibition.id)).toBe(1)
  })
})

describe('a draw that is cut short', () => {
  test.for([1, 2, 3, 4])('at write %i leaves nothing half and is taken up', async (failsAt) => {
    const { exhibition, bookings } = await closedBallot([{}, {}, {}, {}, {}])
    await freeze(exhibition.slug)
    let writes = 0
    const failing = proxied({
      async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
        const result = await d1.batch<T>(statements)
        if ((writes += 1) >= failsAt) throw new Error('D1 went away after the write.')
        return result
      },
    })
    await drawWith(exhibition.slug, '4711', alteredBy(failing).db).catch(() => null)
    const between = await readDraw(db, { slug: exhibition.slug })
    if (!between.ok || between.draw.state === 'frozen') await drawWith(exhibition.slug, '4711')
    await applyDraws(alteredBy(failing).db, 3, afterCeremony).catch(() => null)
    await applyDraws(db, 3, afterCeremony)
    const states = await Promise.all(bookings.map(({ reference }) => rowOf(reference)))
    expect(states.filter(({ state }) => state === 'offered')).toHaveLength(4)
    expect(states.filter(({ state }) => state === 'waitlisted')).toHaveLength(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('over HTTP', () => {
  test('readers share one reading of a draw and of its files, until the next draw', async () => {
    const { exhibition } = await closedBallot([{}])
    const address = `/api/v1/draws/${exhibition.slug}`
    await freeze(exhibition.slug)
    const read = (path: string) =>
      rowsOf(async ({ env }) => {
        expect((await send(`${address}${path}`, {}, env)).status).toBe(200)
      })
    for (const path of ['', '/1/manifest.txt']) {
      expect((await read(path)).read).toBeGreaterThan(0)
      expect((await read(path)).read).toBe(0)
    }
    await drawWith(exhibition.slug, '4711')
    expect(await (await send(address)).json()).toMatchObject({ state: 'drawn' })
  })

  test('a frozen and a drawn draw are served with their files, and an absent one is not', async () => {
    const { exhibition } = await closedBallot([{}, {}])
    const address = `/api/v1/draws/${exhibition.slug}`
    expect((await send(address)).status).toBe(404)
    await freeze(exhibition.slug)
    expect(await (await send(address)).json()).toMatchObject({ n: 1, state: 'frozen', publicValue: null })
    expect((await send(`${address}/result.csv`)).status).toBe(404)
    const manifest = await send(`${address}/manifest.txt`)
    expect(manifest.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(await manifest.text()).toBe(await manifestOf(exhibition.slug))
    await drawWith(exhibition.slug, '4711')
    const result = await send(`${address}/1/result.csv`)
    expect(result.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(await result.text()).toBe(await resultOf(exhibition.slug))
    const tag = result.headers.get('ETag') ?? ''
    const again = await send(`${address}/result.csv`, { headers: { 'If-None-Match': tag } })
    expect(again.status).toBe(304)
    for (const [path, code] of [
      ['/2', 'draw_not_found'],
      ['/x', 'draw_not_found'],
      ['/0/manifest.txt', 'draw_not_found'],
    ] as const) {
      const refused = await send(`${address}${path}`)
      expect(refused.status).toBe(404)
      expect(await refused.json()).toMatchObject({ code })
    }
    expect(await (await send('/api/v1/draws/nowhere')).json()).toMatchObject({ code: 'exhibition_not_found' })
  })
})
