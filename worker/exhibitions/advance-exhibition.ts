import { updateExhibitionState } from '../../db/queries/exhibitions.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import type { ExhibitionState } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { Store } from '../store.ts'

interface Timed {
  id: number
  slug: string
  mode: string
  state: ExhibitionState
  bookingOpensAtUtc: number
  bookingClosesAtUtc: number
  startsOn: string
  endsOn: string
  version: number
  headMac: string
}

/** The state that the printed times call for next, or null (domain.md, Exhibition). */
export function nextStateByTime(exhibition: Timed, now: number): ExhibitionState | null {
  const today = muscatDay(now)
  switch (exhibition.state) {
    case 'published':
      return exhibition.bookingOpensAtUtc <= now ? 'open' : null
    case 'open':
      return exhibition.bookingClosesAtUtc <= now ? 'closed' : null
    case 'closed':
    case 'frozen':
    case 'drawn':
      return exhibition.startsOn <= today ? 'live' : null
    case 'live':
      return exhibition.endsOn < today ? 'finished' : null
    default:
      return null
  }
}

/** Brings an exhibition's state up to its printed times, one recorded step after another. */
export async function advanceExhibition<T extends Timed>(db: Store, exhibition: T, now: number): Promise<T> {
  let current = exhibition
  for (let to = nextStateByTime(current, now); to !== null; to = nextStateByTime(current, now)) {
    const event = await chainEvent(db.keys, {
      stream: exhibitionStream(current.slug),
      after: current,
      type: to,
      atUtc: now,
      actor: 'system',
      data: { from: current.state, to },
    })
    const { id, state: from, version } = current
    const isMine = await updateExhibitionState(db.d1, { id, from, version, to, event })
    // Someone else moved it at the same moment: what they wrote is the same step.
    current = { ...current, state: to, version: version + 1, headMac: isMine ? event.mac : '' }
    if (!isMine) return current
  }
  return current
}
