import { beforeAll, describe, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { readManifest } from '../../worker/contract/draw-manifest.ts'
import type { FreezeRequest } from '../../worker/contract/draw.ts'
import { sha256Hex } from '../../worker/contract/draw-run.ts'
import { freezeExhibition } from '../../worker/draw/freeze-exhibition.ts'
import { readPublishedFile } from '../../worker/draw/read-draw.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { ceremony, closedBallot, freeze, manager } from '../builders/ballot.ts'
import { brokenInvariants, countOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const manifestOf = async (slug: string, n?: number): Promise<string> => {
  const file = await readPublishedFile(db, { slug, ...(n === undefined ? {} : { n }), file: 'manifest' })
  return file.ok ? file.text : ''
}
const holderOf = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

describe('the freeze', () => {
  test('writes every entry and the free stalls, and publishes the hash and the name of the value at once', async () => {
    const { exhibition, bookings } = await closedBallot([
      { zones: ['food', 'crafts'] },
      { arrangements: ['step_free'] },
      {},
    ])
    const draw = await freeze(exhibition.slug)
    const manifest = await manifestOf(exhibition.slug)
    const read = readManifest(manifest)
    const lineOf = (index: number) =>
      read.ok && read.manifest.entries.find(({ drawCode }) => drawCode === bookings[index]?.drawCode)
    expect(lineOf(0)).toMatchObject({ kind: 'any', priority: 1, zones: ['food', 'crafts'] })
    expect(lineOf(1)).toMatchObject({ kind: 'step-free', priority: 1, zones: [] })
    expect(lineOf(2)).toMatchObject({ kind: 'any', zones: [] })
    expect(read.ok && read.manifest.zones).toEqual([
      { id: 'crafts', otherStalls: 2, stepFreeStalls: 1 },
      { id: 'food', otherStalls: 1, stepFreeStalls: 0 },
    ])
    expect(draw).toMatchObject({
      n: 1,
      state: 'frozen',
      manifestSha256: await sha256Hex(manifest),
      source: { kind: 'ceremony', name: { en: 'The price bulletin' }, date: '2026-12-08' },
      publicValue: null,
      seed: null,
      reason: null,
    })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('puts whoever is in the priority ledger first, and nobody whose priority has ended', async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}])
    for (const [index, expires] of [noon + 1, noon].entries()) {
      await d1
        .prepare(
          `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
           SELECT applicant_key, exhibition_id, 'drawn_and_lost', ? FROM bookings WHERE reference = ?`,
        )
        .bind(expires, bookings[index]?.reference ?? '')
        .run()
    }
    await freeze(exhibition.slug)
    const manifest = await manifestOf(exhibition.slug)
    expect(manifest).toContain(`${bookings[0]?.drawCode} any 0 -`)
    expect(manifest).toContain(`${bookings[1]?.drawCode} any 1 -`)
  })

  test('waits until every entry is checked or declined, and says how many are not', async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}])
    await d1
      .prepare('UPDATE bookings SET checked_at_utc = NULL WHERE reference = ?')
      .bind(bookings[0]?.reference ?? '')
      .run()
    const request = { slug: exhibition.slug, ...ceremony }
    expect(await freezeExhibition(db, await manager(), request, noon)).toEqual({
      ok: false,
      reason: 'unchecked_entries',
      count: 1,
    })
  })

  test.for([
    ['an open ballot', { mode: 'ballot', state: 'open' }, 'transition_refused'],
    ['a closed first-come exhibition', { mode: 'first_come', state: 'closed' }, 'transition_refused'],
    ['an exhibition that is not there', null, 'exhibition_not_found'],
  ] as const)('refuses %s', async ([, wanted, reason]) => {
    const slug = wanted ? (await buildExhibition(wanted)).slug : 'nowhere'
    expect(await freezeExhibition(db, await manager(), { slug, ...ceremony }, noon)).toMatchObject({
      ok: false,
      reason,
    })
  })

  test.for([
    ['a day that is today', { kind: 'ceremony', name: { ar: 'أ ب', en: 'ab' }, date: '2026-12-06' }, 'source.date'],
    [
      'a day too late to answer an offer',
      { kind: 'ceremony', name: { ar: 'أ ب', en: 'ab' }, date: '2026-12-26' },
      'source.date',
    ],
    [
      'a day whose value could not be approved the day after while offers can still be answered',
      { kind: 'ceremony', name: { ar: 'أ ب', en: 'ab' }, date: '2026-12-21' },
      'source.date',
    ],
    ['a round that is less than an hour ahead', { kind: 'drand', round: 1 }, 'source.round'],
    ['a round in a million years', { kind: 'drand', round: 10 ** 13 }, 'source.round'],
    ['the last round that a number can name', { kind: 'drand', round: Number.MAX_SAFE_INTEGER }, 'source.round'],
  ] as const)('refuses %s', async ([, source, field]) => {
    const { exhibition } = await closedBallot([{}])
    expect(await freezeExhibition(db, await manager(), { slug: exhibition.slug, source }, noon)).toEqual({
      ok: false,
      reason: 'invalid_input',
      errors: [{ field, code: 'out_of_range' }],
    })
  })

  test('takes the last day whose value can be approved the day after', async () => {
    const { exhibition } = await closedBallot([{}])
    const source = { ...ceremony.source, date: '2026-12-20' } as FreezeRequest['source']
    expect(await freeze(exhibition.slug, db, { source })).toMatchObject({ state: 'frozen' })
  })

  test('names the first drand round that lies an hour ahead when staff name none', async () => {
    const { exhibition } = await closedBallot([{}])
    const draw = await freeze(exhibition.slug, db, { source: { kind: 'drand', round: null } })
    if (draw.source.kind !== 'drand') throw new Error('Another source was named.')
    expect(draw.source.chainHash).toBe(db.settings.drand.chainHash)
    const ahead = Date.parse(draw.source.at) - noon
    expect(ahead).toBeGreaterThanOrEqual(3_600_000)
    expect(ahead).toBeLessThan(3_600_000 + 2 * db.settings.drand.periodMs)
  })

  const withdrawnMeanwhile = async () => {
    const { exhibition, bookings } = await closedBallot([{}, {}])
    const [first] = bookings
    if (!first) throw new Error('No entry was made.')
    const altered = withMeanwhile(() => withdrawBooking(db, holderOf(first), noon))
    return { exhibition, first, altered }
  }

  test('leaves out whoever withdraws while the manifest is being written', async () => {
    const { exhibition, first, altered } = await withdrawnMeanwhile()
    const draw = await freeze(exhibition.slug, altered.db)
    expect(draw.entries).toBe(1)
    expect(await manifestOf(exhibition.slug)).not.toContain(first.drawCode)
  })

  test('control: without the counts in the condition the manifest would hold who is no entry', async () => {
    const { exhibition, first, altered } = await withdrawnMeanwhile()
    await withoutCondition('AND ballot_changes = ?', (without) => freeze(exhibition.slug, without.db), {
      base: altered.env.DB,
      replacement: 'AND ? IS NOT NULL',
    })
    expect(await manifestOf(exhibition.slug)).toContain(first.drawCode)
  })

  test('of two at once one freezes', async () => {
    const { exhibition } = await closedBallot([{}, {}])
    const request = { slug: exhibition.slug, ...ceremony }
    const staff = await manager()
    const outcomes = await Promise.all([1, 2, 3].map(() => freezeExhibition(db, staff, request, noon)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await countOf('draws', 'exhibition_id = ?', exhibition.id)).toBe(1)
  })
})
