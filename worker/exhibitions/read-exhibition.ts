import { findExhibition, readPlan } from '../../db/queries/exhibitions.ts'
import type { ExhibitionDetail, PlanFeature } from '../contract/exhibition.ts'
import type { Store } from '../store.ts'
import { advanceExhibition } from './advance-exhibition.ts'
import { stallViewOf, listedOf } from './views.ts'

export type ReadExhibitionOutcome =
  { ok: true; exhibition: ExhibitionDetail } | { ok: false; reason: 'exhibition_not_found' }

/** One published exhibition with its live plan, fresh from D1. */
export async function readExhibition(
  db: Store,
  request: { slug: string },
  now: number,
): Promise<ReadExhibitionOutcome> {
  const found = await findExhibition(db.d1, request.slug)
  if (!found) return { ok: false, reason: 'exhibition_not_found' }
  const [row, plan] = await Promise.all([advanceExhibition(db, found, now), readPlan(db.d1, found.id)])
  const stalls = plan.stalls.map((stall) => stallViewOf(stall, row.state))
  const counts = { stallsTotal: stalls.length, stallsFree: stalls.filter((stall) => stall.state === 'free').length }
  return {
    ok: true,
    exhibition: {
      ...listedOf(row, counts),
      description: { ar: row.descriptionAr, en: row.descriptionEn },
      // The desk writes this column from the same type.
      plan: { width: row.planWidth, height: row.planHeight, features: JSON.parse(row.planFeatures) as PlanFeature[] },
      zones: plan.zones.map((zone) => ({ id: zone.code, title: { ar: zone.titleAr, en: zone.titleEn } })),
      stalls,
      hours: { opens: row.doorsOpenAt, closes: row.doorsCloseAt },
      applications: row.applications,
      offersOutOfOrder: row.offersOutOfOrder,
    },
  }
}
