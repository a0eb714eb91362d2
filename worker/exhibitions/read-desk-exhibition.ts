import { findAnyExhibition, readPlan, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { listOccupied } from '../../db/queries/plan.ts'
import type { PlannedExhibition } from '../contract/exhibition-acts.ts'
import type { PlanFeature } from '../contract/exhibition.ts'
import { withheldReasons } from '../contract/plan.ts'
import { worksAt, type Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { advanceExhibition } from './advance-exhibition.ts'
import { managedOf, stallViewOf } from './views.ts'

export type ReadDeskExhibitionOutcome =
  { ok: true; exhibition: PlannedExhibition } | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

/** One exhibition with its plan as those who run it see it, a draft included. */
export async function readDeskExhibition(
  db: Store,
  staff: Staff,
  request: { slug: string },
  now: number,
): Promise<ReadDeskExhibitionOutcome> {
  const row = await findAnyExhibition(db.d1, request.slug)
  if (!row) return { ok: false, reason: 'exhibition_not_found' }
  if (!worksAt(staff, row)) return { ok: false, reason: 'not_your_governorate' }
  return { ok: true, exhibition: await viewPlanned(db, await advanceExhibition(db, row, now)) }
}

export async function viewPlanned(db: Store, row: ExhibitionRow): Promise<PlannedExhibition> {
  const [plan, occupied] = await Promise.all([readPlan(db.d1, row.id), listOccupied(db.d1, row.id)])
  const isOccupied = new Set(occupied)
  const stalls = plan.stalls.map((stall) => ({
    ...stallViewOf(stall, row.state),
    withheldReason: withheldReasonOf(stall.withheldReason),
    isOccupied: isOccupied.has(stall.code),
  }))
  const stallsFree = stalls.filter(({ state }) => state === 'free').length
  return {
    ...managedOf(row, { stallsTotal: stalls.length, stallsFree }),
    description: { ar: row.descriptionAr, en: row.descriptionEn },
    hours: { opens: row.doorsOpenAt, closes: row.doorsCloseAt },
    // The desk writes this column from the same type.
    plan: { width: row.planWidth, height: row.planHeight, features: JSON.parse(row.planFeatures) as PlanFeature[] },
    zones: plan.zones.map((zone) => ({ id: zone.code, title: { ar: zone.titleAr, en: zone.titleEn } })),
    stalls,
  }
}

/** A reason outside of the closed list, which only a migration could write, reads as another one. */
const withheldReasonOf = (reason: string | null): PlannedExhibition['stalls'][number]['withheldReason'] =>
  reason === null ? null : (withheldReasons.find((known) => known === reason) ?? 'other')
