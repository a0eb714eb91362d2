import { writeFreeze } from '../../db/queries/draw-writes.ts'
import { countFreeByZone, findBallotGround, readBallotEntries, type BallotGround } from '../../db/queries/draws.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import type { ExhibitionState, FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import { writeManifest } from '../contract/draw-manifest.ts'
import { sha256Hex } from '../contract/draw-run.ts'
import type { DrawSource } from '../contract/draw-value.ts'
import type { DrawView, FreezeRequest } from '../contract/draw.ts'
import type { Staff } from '../desk/staff.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { readDraw } from './read-draw.ts'
import { resetEntries } from './reset-entries.ts'
import { isInTimeToOffer, publishedBy, roundAheadMs, roundFrom, roundTime } from './sources.ts'

export type FreezeOutcome =
  | { ok: true; draw: DrawView }
  /** `busy`: a draw that was set aside is still being undone; ask again in a minute. */
  | { ok: false; reason: 'exhibition_not_found' | 'busy' }
  | { ok: false; reason: 'transition_refused'; state: ExhibitionState }
  | { ok: false; reason: 'unchecked_entries'; count: number }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const retriesMax = 5
/** Batches of entries that one freeze makes entries again; the scheduled job goes on with the rest. */
const resetChunks = 10

/** Closes the entries for good: writes the manifest, publishes its hash and names the public value that will decide. */
export async function freezeExhibition(
  db: Store,
  staff: Staff,
  request: { slug: string } & FreezeRequest,
  now: number,
): Promise<FreezeOutcome> {
  let hasReset = false
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const ground = await findBallotGround(db.d1, request.slug)
    if (!ground) return { ok: false, reason: 'exhibition_not_found' }
    if (request.version != null && request.version !== ground.version) {
      return { ok: false, reason: 'changed_meanwhile', version: ground.version }
    }
    // What stands in this column is checked by the table.
    const state = ground.state as ExhibitionState
    if (state !== 'closed' || ground.mode !== 'ballot') return { ok: false, reason: 'transition_refused', state }
    if (ground.unreset === 1) {
      if (hasReset) return { ok: false, reason: 'busy' }
      await resetEntries(db, ground, resetChunks, now)
      hasReset = true
      continue
    }
    if (ground.unchecked > 0) return { ok: false, reason: 'unchecked_entries', count: ground.unchecked }
    const source = sourceOf(db, request, now)
    const errors = faultsOf(db, source, ground, now)
    if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
    if (!(await freeze(db, staff, ground, source, now))) continue
    forgetExhibition(ground.slug)
    const frozen = await readDraw(db, { slug: ground.slug, n: ground.lastN + 1 })
    if (!frozen.ok) throw new Error('A draw that was just frozen is not there.')
    return { ok: true, draw: frozen.draw }
  }
  throw new Error('A ballot kept changing while it was being frozen.')
}

/** The earliest round that may be named, when staff name none. */
const sourceOf = (db: Store, { source }: FreezeRequest, now: number): DrawSource =>
  source.kind === 'ceremony'
    ? { source: 'ceremony', from: source.name, on: source.date }
    : {
        source: 'drand',
        chainHash: db.settings.drand.chainHash,
        round: source.round ?? roundFrom(db, now + roundAheadMs),
      }

/** A value must not exist yet, and must come early enough for whoever is drawn to answer. */
function faultsOf(db: Store, source: DrawSource, ground: BallotGround, now: number): FieldError[] {
  const isDrand = source.source === 'drand'
  const field = isDrand ? 'source.round' : 'source.date'
  const isAhead = isDrand ? roundTime(db, source.round) >= now + roundAheadMs : source.on > muscatDay(now)
  const isInTime = isInTimeToOffer(publishedBy(db, source), ground.startsOn)
  return isAhead && isInTime ? [] : [{ field, code: 'out_of_range' }]
}

async function freeze(
  db: Store,
  staff: Staff,
  ground: BallotGround,
  source: DrawSource,
  now: number,
): Promise<boolean> {
  const [entries, zones] = await Promise.all([
    readBallotEntries(db.d1, ground.id, now),
    countFreeByZone(db.d1, ground.id),
  ])
  const codeOf = new Map(zones.map(({ id, code }) => [id, code]))
  const n = ground.lastN + 1
  const manifest = writeManifest({
    slug: ground.slug,
    n,
    entries: entries.map((entry) => ({
      drawCode: entry.drawCode,
      kind: entry.needsStepFree === 1 ? 'step-free' : 'any',
      priority: entry.hasPriority === 1 ? 0 : 1,
      // The claim wrote this column.
      zones: (JSON.parse(entry.zoneIds) as number[]).flatMap((id) => codeOf.get(id) ?? []),
    })),
    zones: zones.map(({ code, otherStalls, stepFreeStalls }) => ({ id: code, otherStalls, stepFreeStalls })),
  })
  const manifestSha256 = await sha256Hex(manifest)
  const isDrand = source.source === 'drand'
  const draw = {
    n,
    source: source.source,
    chainHash: isDrand ? source.chainHash : null,
    round: isDrand ? source.round : null,
    ceremonySourceAr: isDrand ? null : source.from.ar,
    ceremonySourceEn: isDrand ? null : source.from.en,
    ceremonyOn: isDrand ? null : source.on,
    manifestFile: `manifest-${crypto.randomUUID()}`,
    manifest,
    manifestSha256,
    entries: entries.length,
    atUtc: now,
  }
  const event = await chainEvent(db.keys, {
    stream: exhibitionStream(ground.slug),
    after: ground,
    type: 'frozen',
    atUtc: now,
    actor: `staff:${staff.id}`,
    data: { from: 'closed', to: 'frozen', draw: n, manifestSha256, round: draw.round, on: draw.ceremonyOn },
  })
  return writeFreeze(db.d1, ground, draw, event)
}
