import { readManifest, type DrawEntry, type DrawKind, type DrawZone, type Manifest } from './draw-manifest.ts'

// The draw itself. Browser, Worker and Node run this file; site/public/verify-draw.mjs is a second
// implementation that shares nothing with it.

export type DrawPlace = 'step-free' | 'other'

export interface RankedEntry extends DrawEntry {
  rank: number
  /** HMAC-SHA-256 of the draw code with the seed, in hex. */
  key: string
  outcome: 'placed' | 'waitlisted'
  zone: string | null
  place: DrawPlace | null
}

export interface DrawResult {
  manifestSha256: string
  /** SHA-256 of `<manifest hash>|<public value>`, in hex. */
  seed: string
  /** By rank. */
  entries: RankedEntry[]
}

const encoder = new TextEncoder()

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

export const sha256Hex = async (text: string): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', encoder.encode(text)))

/** The seed as bytes: SHA-256 of the manifest's hash, a bar and the public value. */
const seedBytes = (manifestSha256: string, publicValue: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', encoder.encode(`${manifestSha256}|${publicValue}`))

// So many signatures are asked for at once; a promise for each of 50,000 entries would only fill the memory.
const signedAtOnce = 1_000

async function rank(entries: readonly DrawEntry[], seed: ArrayBuffer): Promise<(DrawEntry & { key: string })[]> {
  const secret = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const keyed: (DrawEntry & { key: string })[] = []
  for (let from = 0; from < entries.length; from += signedAtOnce) {
    const part = entries.slice(from, from + signedAtOnce).map(async (entry) => ({
      ...entry,
      key: toHex(await crypto.subtle.sign('HMAC', secret, encoder.encode(entry.drawCode))),
    }))
    keyed.push(...(await Promise.all(part)))
  }
  return keyed.sort((one, other) => one.priority - other.priority || (one.key < other.key ? -1 : 1))
}

/** The key of one entry, from the seed as it is published. */
export async function keyOf(seedHex: string, drawCode: string): Promise<string> {
  const seed = Uint8Array.from(seedHex.match(/../g) ?? [], (byte) => parseInt(byte, 16))
  const secret = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return toHex(await crypto.subtle.sign('HMAC', secret, encoder.encode(drawCode)))
}

/** The three passes, in the order of domain.md: whom each serves and from which stalls. */
const passes: readonly { kind: DrawKind; place: DrawPlace }[] = [
  { kind: 'step-free', place: 'step-free' },
  { kind: 'any', place: 'other' },
  { kind: 'any', place: 'step-free' },
]

function assign(
  ranked: readonly DrawEntry[],
  zones: readonly DrawZone[],
): Map<string, { zone: string; place: DrawPlace }> {
  const left: Record<DrawPlace, Map<string, number>> = {
    'step-free': new Map(zones.map(({ id, stepFreeStalls }) => [id, stepFreeStalls])),
    other: new Map(zones.map(({ id, otherStalls }) => [id, otherStalls])),
  }
  const everyZone = zones.map(({ id }) => id)
  const placed = new Map<string, { zone: string; place: DrawPlace }>()
  for (const { kind, place } of passes) {
    for (const entry of ranked) {
      if (entry.kind !== kind || placed.has(entry.drawCode)) continue
      const wished = entry.zones.length > 0 ? entry.zones : everyZone
      const zone = wished.find((id) => (left[place].get(id) ?? 0) > 0)
      if (zone === undefined) continue
      left[place].set(zone, (left[place].get(zone) ?? 0) - 1)
      placed.set(entry.drawCode, { zone, place })
    }
  }
  return placed
}

/** Draws from a manifest that was read; `text` is what its hash is taken of. */
export async function runDraw(text: string, manifest: Manifest, publicValue: string): Promise<DrawResult> {
  const manifestSha256 = await sha256Hex(text)
  const seed = await seedBytes(manifestSha256, publicValue)
  const ranked = await rank(manifest.entries, seed)
  const places = assign(ranked, manifest.zones)
  const entries = ranked.map((entry, index): RankedEntry => {
    const given = places.get(entry.drawCode)
    return {
      ...entry,
      rank: index + 1,
      outcome: given ? 'placed' : 'waitlisted',
      zone: given?.zone ?? null,
      place: given?.place ?? null,
    }
  })
  return { manifestSha256, seed: toHex(seed), entries }
}

/** Draws from a manifest's text; null when it is no manifest. */
export async function drawFrom(text: string, publicValue: string): Promise<DrawResult | null> {
  const read = readManifest(text)
  return read.ok ? runDraw(text, read.manifest, publicValue) : null
}

/** The result as it is published: one line for each entry by rank. */
export function writeResult({ entries }: DrawResult): string {
  const lines = entries.map(({ rank: place, drawCode, kind, priority, key, outcome, zone, place: stall }) =>
    [place, drawCode, kind, priority, key, outcome, zone ?? '', stall ?? ''].join(','),
  )
  return `${['rank,drawCode,kind,priority,key,outcome,zone,place', ...lines].join('\n')}\n`
}
