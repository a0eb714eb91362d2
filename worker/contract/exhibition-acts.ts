import * as v from 'valibot'
import { equal, exhibitionSummaryEntries, named, whole } from './answers.ts'
import { reasonCodes, type ReasonCode } from './codes.ts'
import type { ExhibitionSummary } from './exhibition.ts'

/** An exhibition as whoever runs it sees it: what everybody sees, and what acts on it name. */
export interface ManagedExhibition extends ExhibitionSummary {
  version: number
  /** Offers that staff made out of the waiting list's order. */
  offersOutOfOrder: number
  cancelReason: ReasonCode | null
}

export const managedExhibitionSchema = named(
  'ManagedExhibition',
  v.object({
    ...exhibitionSummaryEntries,
    version: whole,
    offersOutOfOrder: v.pipe(whole, v.description('Offers that staff made out of the order of the waiting list.')),
    cancelReason: v.nullable(v.picklist(reasonCodes)),
  }),
)

equal<v.InferOutput<typeof managedExhibitionSchema>, { [K in keyof ManagedExhibition]: ManagedExhibition[K] }>(true)
