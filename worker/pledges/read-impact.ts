import { listDeliveryTotals, listPlaces, type DeliveryTotal } from '../../db/queries/public-pledges.ts'
import { isLookedAtAgain, type LineKind, type LineUnit } from '../contract/pledge-codes.ts'
import type { Impact } from '../contract/pledge-readings.ts'
import { withoutSmallGroups } from '../contract/small-groups.ts'
import { keepFor } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { familyRange } from './family-range.ts'

const keptMs = 5_000

/** What a year brought: deliveries, and places at exhibitions. Groups under five are null. */
export const readImpact = (db: Store, { year }: { year: number }, now: number): Promise<Impact> =>
  keepFor(`pledges:impact:${year}`, keptMs, now, () => composeImpact(db, year))

async function composeImpact(db: Store, year: number): Promise<Impact> {
  const [rows, places] = await Promise.all([listDeliveryTotals(db.d1, year), listPlaces(db.d1, year)])
  const kinds = [...Map.groupBy(rows, ({ kind, unit }) => `${kind}|${unit}`).values()].map(publishKind)
  const counted = withoutSmallGroups(places.map((place) => place.places))
  return {
    year,
    delivered: kinds.flatMap(({ delivered }) => delivered),
    totals: kinds.map(({ total }) => total),
    exhibitions: places.reduce((sum, { exhibitions }) => sum + exhibitions, 0),
    places: places.map(({ governorate }, index) => ({ governorate, places: counted.groups[index] ?? null })),
    placesTotal: counted.total,
    families: familyRange(places.reduce((sum, { families }) => sum + families, 0)),
  }
}

/** The rows of one kind and unit, and their total. */
function publishKind(rows: DeliveryTotal[]): { delivered: Impact['delivered']; total: Impact['totals'][number] } {
  // makePledge wrote these two columns from the contract's closed lists.
  const kind = (rows[0]?.kind ?? '') as LineKind
  const unit = (rows[0]?.unit ?? '') as LineUnit
  const quantities = withoutSmallGroups(rows.map(({ received }) => received))
  const isLookedAt = isLookedAtAgain(kind)
  const sustained = withoutSmallGroups(rows.map((row) => row.sustained))
  return {
    delivered: rows.map(({ governorate }, index) => ({
      kind,
      unit,
      governorate: governorate || null,
      quantity: quantities.groups[index] ?? null,
      sustained: isLookedAt ? (sustained.groups[index] ?? null) : null,
    })),
    total: { kind, unit, quantity: quantities.total, sustained: isLookedAt ? sustained.total : null },
  }
}
