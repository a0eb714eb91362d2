import { findPublicNeed, listPublicNeeds, type PublicNeedRow } from '../../db/queries/public-needs.ts'
import { needState, type LineKind, type LineUnit, type NeedState } from '../contract/pledge-codes.ts'
import type { ListedNeed } from '../contract/pledge.ts'
import { keepFor } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'

const keptMs = 5_000
/** The board shows the needs whose days are latest, never more of them than this. */
const listedMax = 500

export interface NeedFilter {
  governorate?: string | undefined
  kind?: string | undefined
  /** An exhibition's slug. */
  exhibition?: string | undefined
  state?: string | undefined
}

/** The needs board: what still asks for help comes first, the nearest day before the others. */
export async function listNeeds(db: Store, request: NeedFilter, now: number): Promise<ListedNeed[]> {
  const needs = await keepFor('needs', keptMs, now, async () =>
    (await listPublicNeeds(db.d1, listedMax)).map(viewPublicNeed).toSorted(byUrgency),
  )
  const { governorate, kind, exhibition, state } = request
  return needs.filter(
    (need) =>
      (!governorate || need.governorate === governorate) &&
      (!kind || need.kind === kind) &&
      (!exhibition || need.exhibition === exhibition) &&
      (!state || need.state === state),
  )
}

export type ReadNeedOutcome = { ok: true; need: ListedNeed } | { ok: false; reason: 'not_found' }

export async function readNeed(db: Store, { id }: { id: string }): Promise<ReadNeedOutcome> {
  const row = await findPublicNeed(db.d1, id)
  return row ? { ok: true, need: viewPublicNeed(row) } : { ok: false, reason: 'not_found' }
}

const rank = { open: 0, partly_met: 0, met: 1, closed: 2 } as const satisfies Record<NeedState, number>

function byUrgency(one: ListedNeed, other: ListedNeed): number {
  if (rank[one.state] !== rank[other.state]) return rank[one.state] - rank[other.state]
  if (one.by !== other.by) return one.by < other.by ? -1 : 1
  return one.id < other.id ? -1 : 1
}

function viewPublicNeed(row: PublicNeedRow): ListedNeed {
  const { id, asked, promised, delivered, governorate, isDemonstration } = row
  return {
    id,
    title: { ar: row.titleAr, en: row.titleEn },
    // Staff's createNeed wrote these two columns from the contract's closed lists.
    kind: row.kind as LineKind,
    unit: row.unit as LineUnit,
    asked,
    promised,
    delivered,
    state: needState({ asked, promised, isClosed: row.closedAtUtc !== null }),
    governorate,
    exhibition: row.exhibitionSlug,
    by: row.neededBy,
    isDemonstration,
  }
}
