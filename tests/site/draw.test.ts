import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { readManifest, writeManifest, type Manifest } from '../../worker/contract/draw-manifest.ts'
import { drawFrom, writeResult } from '../../worker/contract/draw-run.ts'
import { isPublicValue } from '../../worker/contract/draw-value.ts'
import { recompute } from '../../site/public/verify-draw.mjs'
import { root } from '../guards/source-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'tamkeen-draw-'))
afterAll(() => rmSync(folder, { recursive: true }))

const letters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const zoneIds = ['crafts', 'food', 'perfume', 'textiles', 'home']

const zones = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...zoneIds), otherStalls: fc.nat(4), stepFreeStalls: fc.nat(2) }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 5 },
)

const manifests: fc.Arbitrary<Manifest> = zones.chain((offered) =>
  fc.record({
    slug: fc.constantFrom('nizwa-forecourt', 'a', 'round-12'),
    n: fc.integer({ min: 1, max: 30 }),
    zones: fc.constant(offered),
    entries: fc.uniqueArray(
      fc.record({
        drawCode: fc.string({ unit: fc.constantFrom(...letters), minLength: 6, maxLength: 6 }),
        kind: fc.constantFrom('any', 'any', 'step-free'),
        priority: fc.constantFrom(0, 1, 1),
        zones: fc.shuffledSubarray(
          offered.map(({ id }) => id),
          { maxLength: Math.min(3, offered.length) },
        ),
      }),
      { selector: ({ drawCode }) => drawCode, maxLength: 16 },
    ),
  }),
)

const values = fc.oneof(
  fc.constant(`drand:${'52'.repeat(32)}:9000000:${'ab'.repeat(32)}`),
  fc.integer({ min: 0, max: 99_999 }).map((value) => `ceremony:2026-12-01:${value}`),
)

test('two implementations that share no code draw the same from 10,000 generated manifests', async () => {
  await fc.assert(
    fc.asyncProperty(manifests, values, async (manifest, value) => {
      const text = writeManifest(manifest)
      const result = await drawFrom(text, value)
      expect(result && writeResult(result)).toBe(recompute(text, value))
    }),
    { numRuns: 10_000 },
  )
}, 120_000)

test('a result keeps the rule: places within the stalls, the ranks in order, nobody passed over', async () => {
  await fc.assert(
    fc.asyncProperty(manifests, values, async (manifest, value) => {
      const result = await drawFrom(writeManifest(manifest), value)
      const entries = result?.entries ?? []
      for (const { id, otherStalls, stepFreeStalls } of manifest.zones) {
        const here = entries.filter(({ zone }) => zone === id)
        expect(here.filter(({ place }) => place === 'other').length).toBeLessThanOrEqual(otherStalls)
        expect(here.filter(({ place }) => place === 'step-free').length).toBeLessThanOrEqual(stepFreeStalls)
      }
      expect(entries.map(({ rank }) => rank)).toEqual(entries.map((_, index) => index + 1))
      expect(entries.map(({ priority }) => priority)).toEqual(entries.map(({ priority }) => priority).sort())
      for (const entry of entries) {
        if (entry.kind === 'step-free') expect(entry.place).not.toBe('other')
        if (entry.zone !== null && entry.zones.length > 0) expect(entry.zones).toContain(entry.zone)
        if (entry.outcome === 'placed') continue
        // Whoever waits found every wished zone full, and nobody after them stands in a place they could have had.
        const wished = entry.zones.length > 0 ? entry.zones : manifest.zones.map(({ id }) => id)
        const later = entries.filter(
          (other) =>
            other.rank > entry.rank && other.kind === entry.kind && other.zone !== null && wished.includes(other.zone),
        )
        expect(later).toEqual([])
      }
    }),
    { numRuns: 500 },
  )
})

test('a manifest is read back as it was written, and no other text is', () => {
  fc.assert(
    fc.property(manifests, (manifest) => {
      const text = writeManifest(manifest)
      const read = readManifest(text)
      expect(read.ok && writeManifest(read.manifest)).toBe(text)
    }),
    { numRuns: 300 },
  )
  const text = 'tamkeen-draw/1 nizwa 1\n0A1B2C any 1 crafts\n0A1B2D step-free 0 -\nzone crafts 3 1\nzone food 2 0\n'
  expect(readManifest(text).ok).toBe(true)
  expect(readManifest(text.replace('0A1B2D', '0A1B2C'))).toEqual({ ok: false, line: 3 })
  expect(readManifest(text.replace('any 1', 'any 2'))).toEqual({ ok: false, line: 2 })
  expect(readManifest(text.replace('1 crafts', '1 cloth'))).toEqual({ ok: false, line: 2 })
  for (const wrong of [
    text.trimEnd(),
    text.replace('\n', '\r\n'),
    `${text}\n`,
    text.replace('draw/1', 'draw/2'),
    text.replace('zone food', 'zone crafts'),
    '',
  ]) {
    expect(readManifest(wrong).ok, JSON.stringify(wrong)).toBe(false)
  }
})

// The keys were computed with OpenSSL (dgst -sha256, and -mac HMAC over the draw codes).
const handWorked = `rank,drawCode,kind,priority,key,outcome,zone,place
1,0A1B2D,step-free,1,6abe056fab7365c168670a7f70c3d96410a7c838ac2287a012b3ed7e39e43e4b,placed,food,step-free
2,0A1B2C,any,1,ca412f5bbe227be5b4798cd83936dc7310273a69dde35670def1359c3d1116db,placed,crafts,other
`

test('a draw that was worked out by hand comes out as it did', async () => {
  const text = 'tamkeen-draw/1 nizwa 1\n0A1B2C any 1 crafts\n0A1B2D step-free 1 -\nzone crafts 1 0\nzone food 0 1\n'
  const result = await drawFrom(text, 'ceremony:2026-12-01:4711')
  expect(result && writeResult(result)).toBe(handWorked)
})

test('the command compares a published result and finds one changed byte', async () => {
  const manifest = 'tamkeen-draw/1 nizwa 1\n0A1B2C any 1 -\n0A1B2D any 1 -\nzone crafts 1 0\n'
  const value = 'ceremony:2026-12-01:4711'
  const result = await drawFrom(manifest, value)
  const files = { manifest: join(folder, 'manifest.txt'), result: join(folder, 'result.csv') }
  writeFileSync(files.manifest, manifest)
  const csv = result ? writeResult(result) : ''
  const run = () =>
    execFileSync(process.execPath, [`${root}site/public/verify-draw.mjs`, files.manifest, value, files.result], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
  writeFileSync(files.result, csv)
  expect(run()).toContain('The same: 2 entries')
  writeFileSync(files.result, csv.replace('placed', 'waitlisted'))
  expect(run).toThrow(/Different from line 2/)
})

test('a public value has one of the two announced shapes', () => {
  expect(isPublicValue(`drand:${'0f'.repeat(32)}:123:${'ab'.repeat(32)}`)).toBe(true)
  expect(isPublicValue('ceremony:2026-12-01:الرقم 4711')).toBe(true)
  for (const wrong of ['', 'drand:1:2:3', 'ceremony:2026-12-01:', 'ceremony:2026-12-01: 1', 'other:1']) {
    expect(isPublicValue(wrong), wrong).toBe(false)
  }
})
