import { beforeAll, expect, inject, test } from 'vitest'
import { drawDueExhibitions, drawExhibition } from '../../worker/draw/draw-exhibition.ts'
import { fetchBeacon } from '../../worker/draw/fetch-beacon.ts'
import { readDraw } from '../../worker/draw/read-draw.ts'
import type { Store } from '../../worker/store.ts'
import { closedBallot, freeze, manager } from '../builders/ballot.ts'
import { brokenInvariants } from '../builders/broken-invariants.ts'
import { noon } from '../builders/exhibition.ts'
import type { ProvidedBeacon } from '../builders/provided.ts'
import { setClock } from '../builders/send.ts'
import { db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const beacon: ProvidedBeacon = inject('beacon')
const chainHash = 'c0'.repeat(32)

/** A store whose draws name rounds of a beacon that behaves in one manner. */
const asking = (manner: string, publicKey = beacon.publicKey): Store => ({
  ...db,
  settings: {
    ...db.settings,
    drand: {
      url: `${beacon.url}/${manner}`,
      chainHash,
      publicKey,
      schemeId: 'bls-unchained-g1-rfc9380',
      genesisMs: noon - 3_600_000,
      periodMs: 30_000,
    },
  },
})

test('a round that the beacon signed gives its value', async () => {
  const fetched = await fetchBeacon(asking('honest'), 240)
  expect(fetched.ok && fetched.publicValue).toMatch(new RegExp(`^drand:${chainHash}:240:[0-9a-f]{64}$`))
})

test.for([
  ['late', 'not_there'],
  ['stalling', 'not_there'],
  ['redirecting', 'not_there'],
  ['answering-too-much', 'not_there'],
  ['answering-nonsense', 'not_signed'],
  ['answering-with-another-round', 'not_signed'],
  ['lying-about-the-value', 'not_signed'],
  ['lying-with-its-own-signature', 'not_signed'],
])('a beacon that is %s gives no value: %s', async ([manner, reason]) => {
  expect(await fetchBeacon(asking(manner ?? ''), 240)).toEqual({ ok: false, reason })
})

test('a beacon of another chain gives no value, however well it signs', async () => {
  const stranger = db.settings.drand.publicKey
  expect(await fetchBeacon(asking('honest', stranger), 240)).toEqual({ ok: false, reason: 'not_signed' })
})

test('a beacon that nobody answers at gives no value', async () => {
  const nowhere = asking('honest')
  nowhere.settings.drand.url = 'http://127.0.0.1:1'
  expect(await fetchBeacon(nowhere, 240)).toEqual({ ok: false, reason: 'not_there' })
  nowhere.settings.drand.url = ''
  expect(await fetchBeacon(nowhere, 240)).toEqual({ ok: false, reason: 'not_there' })
})

test('a frozen ballot is drawn when its round has come, not before, and a lying beacon only delays it', async () => {
  const { exhibition } = await closedBallot([{}, {}, {}])
  const frozen = await freeze(exhibition.slug, asking('honest'), { source: { kind: 'drand', round: null } })
  if (frozen.source.kind !== 'drand') throw new Error('Another source was named.')
  const due = Date.parse(frozen.source.at)
  const stateOf = async () => {
    const found = await readDraw(db, { slug: exhibition.slug })
    return found.ok && found.draw.state
  }
  const early = await drawExhibition(asking('honest'), await manager(), { slug: exhibition.slug }, due - 1)
  expect(early).toEqual({ ok: false, reason: 'too_early' })
  await drawDueExhibitions(asking('honest'), 10, due - 1)
  expect(await stateOf()).toBe('frozen')
  await drawDueExhibitions(asking('lying-about-the-value'), 10, due)
  expect(await stateOf()).toBe('frozen')
  const refused = await drawExhibition(asking('late'), await manager(), { slug: exhibition.slug }, due)
  expect(refused).toEqual({ ok: false, reason: 'busy' })
  await Promise.all([1, 2, 3].map(() => drawDueExhibitions(asking('honest'), 10, due)))
  expect(await stateOf()).toBe('drawn')
  expect(await brokenInvariants(exhibition)).toEqual([])
})
