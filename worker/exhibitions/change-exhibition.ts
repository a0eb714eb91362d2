import { findAnyExhibition, readPlan, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { writeExhibitionChange, type ExhibitionChange } from '../../db/queries/exhibition-changes.ts'
import { chainEvent, exhibitionStream, type EventToChain } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { ExhibitionState, FieldError } from '../contract/codes.ts'
import type { ManagedExhibition } from '../contract/exhibition-acts.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { advanceExhibition } from './advance-exhibition.ts'
import { forget, forgetExhibition } from './public-cache.ts'
import { managedOf, stallViewOf } from './views.ts'

export interface ActOnExhibition {
  slug: string
  /** The version that the sender saw; without one the act applies to whatever is there. */
  version?: number | null | undefined
}

export type ExhibitionActOutcome =
  | { ok: true; exhibition: ManagedExhibition }
  | { ok: false; reason: 'exhibition_not_found' | 'too_early' }
  | { ok: false; reason: 'transition_refused'; state: ExhibitionState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'stall_occupied'; stalls: string[] }

export type Refusal = Extract<ExhibitionActOutcome, { ok: false }>

/** What an act makes of an exhibition; `to` is absent where its state stays. A step's event is named for its state. */
interface StaffChange {
  event: ExhibitionState | 'extended' | 'edited' | 'planned'
  to?: ExhibitionState
  set?: ExhibitionChange['set']
  data?: EventToChain['data']
  text?: string
  guard?: ExhibitionChange['guard']
  alongside?: ExhibitionChange['alongside']
}

/** Composes the act from the exhibition as its printed times have made it; null when it is done already. */
type Compose = (exhibition: ExhibitionRow) => Promise<StaffChange | Refusal | null> | StaffChange | Refusal | null

const retriesMax = 8

/** An act of a manager on one exhibition, its event in the same batch. */
export async function changeExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition,
  compose: Compose,
  now: number,
): Promise<ExhibitionActOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const found = await findAnyExhibition(db.d1, request.slug)
    if (!found) return { ok: false, reason: 'exhibition_not_found' }
    const exhibition = await advanceExhibition(db, found, now)
    const { id, slug, state, version } = exhibition
    if (request.version != null && request.version !== version) {
      return { ok: false, reason: 'changed_meanwhile', version }
    }
    // Whoever lost the race to advance it does not know its head.
    if (version > 0 && exhibition.headMac === '') continue
    const change = await compose(exhibition)
    if (change && 'ok' in change) return change
    if (change) {
      const stream = exhibitionStream(slug)
      const text = change.text ? await sealText(db.keys, stream, change.text) : null
      const event = await chainEvent(db.keys, {
        stream,
        after: exhibition,
        type: change.event,
        atUtc: now,
        actor: `staff:${staff.id}`,
        data: { from: state, to: change.to ?? state, ...change.data },
        text,
      })
      const set = { ...(change.to && { state: change.to }), ...change.set }
      const { guard, alongside } = change
      const written = { id, from: state, version, set, event, text, guard, alongside }
      if (!(await writeExhibitionChange(db.d1, written))) continue
      forgetExhibition(slug)
      forget(`claim:${slug}`)
    }
    return { ok: true, exhibition: await viewManaged(db, slug) }
  }
  throw new Error('An exhibition kept changing while staff acted on it.')
}

export const refusedIn = (state: ExhibitionState): Refusal => ({ ok: false, reason: 'transition_refused', state })

async function viewManaged(db: Store, slug: string): Promise<ManagedExhibition> {
  const row = await findAnyExhibition(db.d1, slug)
  if (!row) throw new Error('An exhibition that was just written is not there.')
  const { stalls } = await readPlan(db.d1, row.id)
  const free = stalls.filter((stall) => stallViewOf(stall, row.state).state === 'free')
  return managedOf(row, { stallsTotal: stalls.length, stallsFree: free.length })
}
