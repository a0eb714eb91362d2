import type { D1PreparedStatement } from '@cloudflare/workers-types'
import { dropResult, publishResult, storeResult, type Proof } from '../../db/queries/draw-writes.ts'
import { readDrawFile, type DrawRow } from '../../db/queries/draws.ts'
import { findExhibition } from '../../db/queries/exhibitions.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import { drawFrom, writeResult } from '../contract/draw-run.ts'
import type { Actor } from '../../db/queries/events.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { isInTimeToOffer } from './sources.ts'

export type PublishDrawOutcome = { ok: true } | { ok: false; reason: 'not_frozen' | 'too_late' }

/**
 * Computes the result of a frozen draw from its public value and publishes it. Everything is stored before one
 * pointer makes it public, so nobody ever sees half a draw; of several at once one publishes. `alongside` is written
 * in the publishing batch. `too_late`: whoever is drawn could not answer any more, and would be told to wait instead.
 */
export async function publishDraw(
  db: Store,
  request: {
    slug: string
    draw: DrawRow
    publicValue: string
    actor: Actor
    /** The proposal that this carries out. */
    proposal?: string
    alongside?: (proof: Proof) => D1PreparedStatement[]
  },
  now: number,
): Promise<PublishDrawOutcome> {
  const { slug, draw, publicValue, actor, proposal, alongside = () => [] } = request
  const exhibition = await findExhibition(db.d1, slug)
  if (exhibition?.state !== 'frozen' || draw.state !== 'frozen') return { ok: false, reason: 'not_frozen' }
  if (!isInTimeToOffer(now, exhibition.startsOn)) return { ok: false, reason: 'too_late' }
  const manifest = await readDrawFile(db.d1, draw.manifestFile)
  const result = manifest === null ? null : await drawFrom(manifest, publicValue)
  if (!result || result.manifestSha256 !== draw.manifestSha256) {
    throw new Error('The manifest of a frozen draw is not the one whose hash was published.')
  }
  const file = `result-${crypto.randomUUID()}`
  await storeResult(db.d1, file, writeResult(result), result.entries)
  const event = await chainEvent(db.keys, {
    stream: exhibitionStream(slug),
    after: exhibition,
    type: 'drawn',
    atUtc: now,
    actor,
    data: {
      from: 'frozen',
      to: 'drawn',
      draw: draw.n,
      publicValue,
      seed: result.seed,
      ...(proposal !== undefined && { proposal }),
    },
  })
  const place = { id: draw.id, exhibitionId: exhibition.id, exhibitionVersion: exhibition.version }
  const isMine = await publishResult(db.d1, place, { file, publicValue, seed: result.seed }, event, alongside)
  if (!isMine) {
    await dropResult(db.d1, file)
    return { ok: false, reason: 'not_frozen' }
  }
  forgetExhibition(slug)
  return { ok: true }
}
