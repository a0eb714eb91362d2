import type { NeedRow } from '../../db/queries/desk-needs.ts'
import { toInstant } from '../contract/dates.ts'
import type { DeskNeed } from '../contract/desk-needs.ts'
import { needState, type LineKind, type LineUnit } from '../contract/pledge-codes.ts'

/** A need as staff see it. */
export function viewNeed(row: NeedRow): DeskNeed {
  const { id, asked, promised, delivered, governorate, outlet, version } = row
  return {
    id,
    title: { ar: row.titleAr, en: row.titleEn },
    // createNeed wrote these two from the contract's closed lists.
    kind: row.kind as LineKind,
    unit: row.unit as LineUnit,
    asked,
    promised,
    delivered,
    state: needState({ asked, promised, isClosed: row.closedAtUtc !== null }),
    governorate,
    exhibition: row.exhibitionSlug,
    by: row.neededBy,
    outlet,
    closedAt: row.closedAtUtc === null ? null : toInstant(row.closedAtUtc),
    createdAt: toInstant(row.createdAtUtc),
    version,
  }
}
