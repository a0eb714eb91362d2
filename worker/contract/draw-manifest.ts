// The manifest of a draw (domain.md, "The draw"): what a freeze publishes and what everyone recomputes from.

export type DrawKind = 'any' | 'step-free'

export interface DrawEntry {
  drawCode: string
  kind: DrawKind
  /** 0 comes before 1. */
  priority: 0 | 1
  /** Zone ids in the order of preference; none means any zone. */
  zones: readonly string[]
}

export interface DrawZone {
  id: string
  otherStalls: number
  stepFreeStalls: number
}

export interface Manifest {
  slug: string
  n: number
  entries: readonly DrawEntry[]
  /** In plan order. */
  zones: readonly DrawZone[]
}

const byDrawCode = (one: DrawEntry, other: DrawEntry) => (one.drawCode < other.drawCode ? -1 : 1)

/** The manifest as it is published, hashed and downloaded: UTF-8, every line ended by `\n`. */
export function writeManifest({ slug, n, entries, zones }: Manifest): string {
  const lines = [
    `tamkeen-draw/1 ${slug} ${n}`,
    ...[...entries]
      .sort(byDrawCode)
      .map(
        ({ drawCode, kind, priority, zones: wished }) => `${drawCode} ${kind} ${priority} ${wished.join(',') || '-'}`,
      ),
    ...zones.map(({ id, otherStalls, stepFreeStalls }) => `zone ${id} ${otherStalls} ${stepFreeStalls}`),
  ]
  return `${lines.join('\n')}\n`
}

export type ReadManifest = { ok: true; manifest: Manifest } | { ok: false; line: number }

const first = /^tamkeen-draw\/1 ([a-z0-9]+(?:-[a-z0-9]+)*) ([1-9]\d{0,5})$/
const entry = /^([0-9A-HJKMNP-TV-Z]{6}) (any|step-free) ([01]) (-|[A-Za-z0-9-]+(?:,[A-Za-z0-9-]+)*)$/
const zone = /^zone ([A-Za-z0-9-]+) (0|[1-9]\d{0,5}) (0|[1-9]\d{0,5})$/

/** Reads a manifest strictly: a text that differs in one byte from what `writeManifest` writes is refused with its line. */
export function readManifest(text: string): ReadManifest {
  const lines = text.split('\n')
  const head = first.exec(lines[0] ?? '')
  if (!head) return { ok: false, line: 1 }
  const entries: DrawEntry[] = []
  const zones: DrawZone[] = []
  for (const [index, line] of lines.slice(1, -1).entries()) {
    const fault = { ok: false, line: index + 2 } as const
    const asZone = zone.exec(line)
    if (asZone) {
      zones.push({ id: asZone[1] ?? '', otherStalls: Number(asZone[2]), stepFreeStalls: Number(asZone[3]) })
      continue
    }
    const asEntry = entry.exec(line)
    const before = entries.at(-1)?.drawCode ?? ''
    const drawCode = asEntry?.[1] ?? ''
    if (!asEntry || zones.length > 0 || drawCode <= before) return fault
    entries.push({
      drawCode,
      kind: asEntry[2] === 'step-free' ? 'step-free' : 'any',
      priority: asEntry[3] === '0' ? 0 : 1,
      zones: asEntry[4] === '-' ? [] : (asEntry[4] ?? '').split(','),
    })
  }
  const manifest = { slug: head[1] ?? '', n: Number(head[2]), entries, zones }
  const known = new Set(zones.map(({ id }) => id))
  const stray = entries.findIndex(({ zones: wished }) => wished.some((id) => !known.has(id)))
  if (stray !== -1) return { ok: false, line: stray + 2 }
  if (known.size !== zones.length || writeManifest(manifest) !== text) return { ok: false, line: lines.length }
  return { ok: true, manifest }
}
