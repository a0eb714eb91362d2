import { readManifest } from '../../worker/contract/draw-manifest.ts'
import { runDraw, sha256Hex, writeResult, type DrawResult, type RankedEntry } from '../../worker/contract/draw-run.ts'

/** One step of the recomputation, told as its code in content/words (draw.steps) and the numbers that belong in it. */
export interface RecheckStep {
  step: 'hash' | 'hashWrong' | 'seed' | 'seedWrong' | 'keys' | 'passes' | 'same' | 'different'
  isGood: boolean
  values: Record<string, string | number>
}

export interface Published {
  manifest: string
  result: string
  manifestSha256: string
  publicValue: string
  seed: string
}

const good = (step: RecheckStep['step'], values: RecheckStep['values'] = {}): RecheckStep => ({
  step,
  isGood: true,
  values,
})
const bad = (step: RecheckStep['step'], values: RecheckStep['values']): RecheckStep => ({ step, isGood: false, values })

/** Recomputes a published draw, step by step; the first step that does not agree is the last. */
export async function recheck(published: Published): Promise<RecheckStep[]> {
  const hash = await sha256Hex(published.manifest)
  if (hash !== published.manifestSha256) return [bad('hashWrong', { hash })]
  const steps = [good('hash', { hash })]
  const read = readManifest(published.manifest)
  if (!read.ok) return [...steps, bad('different', { line: read.line })]
  const mine = await runDraw(published.manifest, read.manifest, published.publicValue)
  if (mine.seed !== published.seed) return [...steps, bad('seedWrong', { seed: mine.seed })]
  steps.push(good('seed', { seed: mine.seed }), ...tellRanks(mine))
  const [written, theirs] = [writeResult(mine).split('\n'), published.result.split('\n')]
  const line = written.findIndex((text, index) => text !== theirs[index])
  const isSame = line === -1 && written.length === theirs.length
  return [...steps, isSame ? good('same') : bad('different', { line: line === -1 ? written.length : line + 1 })]
}

function tellRanks({ entries }: DrawResult): RecheckStep[] {
  const [first] = entries
  if (!first) return []
  const count = (isCounted: (entry: RankedEntry) => boolean) => entries.filter(isCounted).length
  return [
    good('keys', { count: entries.length, code: first.drawCode, key: first.key }),
    good('passes', {
      first: count(({ kind, place }) => kind === 'step-free' && place === 'step-free'),
      second: count(({ place }) => place === 'other'),
      third: count(({ kind, place }) => kind === 'any' && place === 'step-free'),
      waiting: count(({ outcome }) => outcome === 'waitlisted'),
    }),
  ]
}
