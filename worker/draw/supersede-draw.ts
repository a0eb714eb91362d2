import type { D1PreparedStatement } from '@cloudflare/workers-types'
import { listMovedByDraw } from '../../db/queries/bookings.ts'
import { writeSupersession, type Proof } from '../../db/queries/draw-writes.ts'
import type { Actor } from '../../db/queries/events.ts'
import { findExhibition } from '../../db/queries/exhibitions.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import type { ExhibitionState } from '../contract/codes.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { readDraw } from './read-draw.ts'
import { composeReset } from './reset-entries.ts'

export type SupersedeDrawOutcome =
  | { ok: true }
  | { ok: false; reason: 'exhibition_not_found' }
  | { ok: false; reason: 'transition_refused'; state: ExhibitionState }

/** The most stalls an exhibition can have offered at once. */
const offeredMax = 1_000
const retriesMax = 5

/**
 * Sets a draw aside with a public reason, unless anyone ever accepted a stall: the exhibition is `closed` again, every
 * offer ends in the same batch, and the rest become entries in chunks before the next freeze. The draw stays visible.
 */
export async function supersedeDraw(
  db: Store,
  request: {
    slug: string
    n: number
    reason: { ar: string; en: string }
    actor: Actor
    /** The proposal that this carries out. */
    proposal?: string
    alongside?: (proof: Proof) => D1PreparedStatement[]
  },
  now: number,
): Promise<SupersedeDrawOutcome> {
  const { slug, n, reason, actor, proposal, alongside = () => [] } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const [exhibition, found] = await Promise.all([findExhibition(db.d1, slug), readDraw(db, { slug, n })])
    if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
    const { state } = exhibition
    const isCurrent = found.ok && found.row.state !== 'superseded'
    if (!isCurrent || (state !== 'frozen' && state !== 'drawn')) {
      return { ok: false, reason: 'transition_refused', state }
    }
    if (found.row.acceptedAtUtc !== null) return { ok: false, reason: 'transition_refused', state }
    const offered = await listMovedByDraw(db.d1, exhibition.id, ['offered'], offeredMax)
    const event = await chainEvent(db.keys, {
      stream: exhibitionStream(slug),
      after: exhibition,
      type: 'redrawn',
      atUtc: now,
      actor,
      data: { from: state, to: 'closed', draw: n, ...(proposal !== undefined && { proposal }) },
    })
    const resets = await Promise.all(offered.map((booking) => composeReset(db, booking, now)))
    const ground = { id: exhibition.id, state, version: exhibition.version, drawId: found.row.id }
    if (await writeSupersession(db.d1, ground, reason, resets, event, alongside)) {
      forgetExhibition(slug)
      return { ok: true }
    }
  }
  throw new Error('A draw kept changing while it was being set aside.')
}
