import type { CountedExhibitionRow, ExhibitionRow, StallRow } from '../../db/queries/exhibitions.ts'
import { reasonCodes, type StallFeature } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { ManagedExhibition } from '../contract/exhibition-acts.ts'
import type { ListedExhibition, StallView } from '../contract/exhibition.ts'

export function listedOf(
  row: ExhibitionRow,
  counts: Pick<CountedExhibitionRow, 'stallsTotal' | 'stallsFree'>,
): ListedExhibition {
  return {
    slug: row.slug,
    series: row.seriesSlug,
    title: { ar: row.titleAr, en: row.titleEn },
    venue: { ar: row.venueAr, en: row.venueEn },
    governorate: row.governorate,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    mode: row.mode,
    review: row.review,
    state: row.state,
    bookingOpensAt: toInstant(row.bookingOpensAtUtc),
    bookingClosesAt: toInstant(row.bookingClosesAtUtc),
    stallsTotal: counts.stallsTotal,
    stallsFree: isOver(row.state) ? 0 : counts.stallsFree,
    isDemonstration: row.isDemonstration,
  }
}

/** The same for whoever runs it. */
export function managedOf(
  row: ExhibitionRow,
  counts: Pick<CountedExhibitionRow, 'stallsTotal' | 'stallsFree'>,
): ManagedExhibition {
  const { isDemonstration: _mark, ...listed } = listedOf(row, counts)
  return {
    ...listed,
    version: row.version,
    offersOutOfOrder: row.offersOutOfOrder,
    cancelReason: reasonCodes.find((code) => code === row.cancelReason) ?? null,
  }
}

/** Of an exhibition that is over no stall is free, whoever held it. */
const isOver = (state: ExhibitionRow['state']) => state === 'finished' || state === 'cancelled'

export function stallViewOf(row: StallRow, state: ExhibitionRow['state']): StallView {
  const features: [boolean, StallFeature][] = [
    [row.isStepFree, 'step_free'],
    [row.isNearEntrance, 'near_entrance'],
    [row.hasPower, 'power'],
    [row.isCorner, 'corner'],
    [row.hasWater, 'water'],
  ]
  return {
    code: row.code,
    zone: row.zone,
    x: row.x,
    y: row.y,
    width: row.width,
    height: row.height,
    features: features.filter(([has]) => has).map(([, feature]) => feature),
    feeBaisa: row.feeBaisa,
    subsidyBaisa: row.subsidyBaisa,
    state: row.withheldReason !== null ? 'withheld' : row.isClaimable && !isOver(state) ? 'free' : 'taken',
  }
}
