import { listFrozenDraws } from '../../db/queries/draws.ts'
import type { ExhibitionState, FieldError } from '../contract/codes.ts'
import { ceremonyValue } from '../contract/draw-value.ts'
import { muscatDay } from '../contract/dates.ts'
import type { DrawView } from '../contract/draw.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { fetchBeacon } from './fetch-beacon.ts'
import { publishDraw } from './publish-draw.ts'
import { readDraw } from './read-draw.ts'
import { isInTimeToOffer, roundTime } from './sources.ts'

export type DrawOutcome =
  | { ok: true; draw: DrawView }
  | { ok: false; reason: 'exhibition_not_found' | 'too_early' | 'too_late' | 'busy' }
  | { ok: false; reason: 'transition_refused'; state: ExhibitionState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** Draws with the announced drand round. `busy` means that no beacon gave a value that verifies; ask again. */
export async function drawExhibition(
  db: Store,
  staff: Staff | null,
  request: { slug: string; version?: number | null | undefined },
  now: number,
): Promise<DrawOutcome> {
  const found = await readDraw(db, request)
  if (!found.ok && found.reason === 'exhibition_not_found') return { ok: false, reason: 'exhibition_not_found' }
  if (!found.ok) return { ok: false, reason: 'transition_refused', state: 'closed' }
  const { row, exhibition } = found
  if (request.version != null && request.version !== exhibition.version) {
    return { ok: false, reason: 'changed_meanwhile', version: exhibition.version }
  }
  if (row.state !== 'frozen') return { ok: false, reason: 'transition_refused', state: 'drawn' }
  if (row.round === null) return { ok: false, reason: 'invalid_input', errors: [{ field: 'value', code: 'required' }] }
  if (roundTime(db, row.round) > now) return { ok: false, reason: 'too_early' }
  if (!isInTimeToOffer(now, exhibition.startsOn)) return { ok: false, reason: 'too_late' }
  const beacon = await fetchBeacon(db, row.round)
  if (!beacon.ok) return { ok: false, reason: 'busy' }
  const { publicValue } = beacon
  const actor = staff ? (`staff:${staff.id}` as const) : 'system'
  const published = await publishDraw(db, { slug: request.slug, draw: row, publicValue, actor }, now)
  if (!published.ok && published.reason === 'too_late') return { ok: false, reason: 'too_late' }
  const drawn = await readDraw(db, { slug: request.slug, n: row.n })
  if (!published.ok && drawn.ok && drawn.draw.state !== 'drawn') return { ok: false, reason: 'busy' }
  return drawn.ok ? { ok: true, draw: drawn.draw } : { ok: false, reason: 'exhibition_not_found' }
}

/**
 * Draws whatever can be drawn without staff: frozen draws whose round has come. A beacon that fails is asked again.
 * @throws the first fault, once every other draw had its turn.
 */
export async function drawDueExhibitions(db: Store, limit: number, now: number): Promise<void> {
  const faults: unknown[] = []
  for (const { draw, slug } of await listFrozenDraws(db.d1, limit)) {
    if (draw.round === null || roundTime(db, draw.round) > now) continue
    await drawExhibition(db, null, { slug }, now).catch((fault: unknown) => faults.push(fault))
  }
  if (faults.length > 0) throw faults[0]
}

export type CeremonyOutcome = { ok: true; publicValue: string; n: number } | Extract<DrawOutcome, { ok: false }>

/** The public value that a ceremony's outcome gives, if the draw waits for one and its day has come. */
export async function readCeremonyValue(
  db: Store,
  request: { slug: string; version?: number | null | undefined; value: string | null },
  now: number,
): Promise<CeremonyOutcome> {
  const found = await readDraw(db, request)
  if (!found.ok && found.reason === 'exhibition_not_found') return { ok: false, reason: 'exhibition_not_found' }
  if (!found.ok) return { ok: false, reason: 'transition_refused', state: 'closed' }
  const { row, exhibition } = found
  if (request.version != null && request.version !== exhibition.version) {
    return { ok: false, reason: 'changed_meanwhile', version: exhibition.version }
  }
  if (row.state !== 'frozen') return { ok: false, reason: 'transition_refused', state: 'drawn' }
  if (row.ceremonyOn === null) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'value', code: 'not_allowed' }] }
  }
  if (row.ceremonyOn > muscatDay(now)) return { ok: false, reason: 'too_early' }
  if (!isInTimeToOffer(now, exhibition.startsOn)) return { ok: false, reason: 'too_late' }
  if (!request.value) return { ok: false, reason: 'invalid_input', errors: [{ field: 'value', code: 'required' }] }
  return { ok: true, publicValue: ceremonyValue(row.ceremonyOn, request.value), n: row.n }
}
