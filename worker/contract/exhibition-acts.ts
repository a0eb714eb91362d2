import * as v from 'valibot'
import {
  bilingual,
  equal,
  exhibitionSummaryEntries,
  named,
  planFeatureSchema,
  stallEntries,
  whole,
  zoneSchema,
} from './answers.ts'
import { exhibitionStates, reasonCodes, type FieldError, type ReasonCode } from './codes.ts'
import type { DeskActor } from './desk.ts'
import type { Bilingual, ExhibitionSummary, PlanFeature, StallView, ZoneView } from './exhibition.ts'
import { withheldReasons, type WithheldReason } from './plan.ts'

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

/** A stall as whoever plans the hall sees it. */
export interface PlannedStall extends StallView {
  withheldReason: WithheldReason | null
  /** A live booking holds it: it cannot leave the plan, and its zone, access, fee and withholding stay. */
  isOccupied: boolean
}

/** One exhibition, a draft included, with everything that managers edit. */
export interface PlannedExhibition extends ManagedExhibition {
  description: Bilingual
  hours: { opens: string; closes: string }
  plan: { width: number; height: number; features: PlanFeature[] }
  zones: ZoneView[]
  stalls: PlannedStall[]
}

export const plannedExhibitionSchema = named(
  'PlannedExhibition',
  v.object({
    ...managedExhibitionSchema.pipe[0].entries,
    description: bilingual,
    hours: v.object({ opens: v.string(), closes: v.string() }),
    plan: v.object({ width: v.number(), height: v.number(), features: v.array(planFeatureSchema) }),
    zones: v.array(zoneSchema),
    stalls: v.array(
      v.object({
        ...stallEntries,
        withheldReason: v.nullable(v.picklist(withheldReasons)),
        isOccupied: v.pipe(
          v.boolean(),
          v.description(
            'A live booking holds it: it cannot leave the plan, and its zone, step-free access, fee and withholding stay.',
          ),
        ),
      }),
    ),
  }),
)

export const managedExhibitionPageSchema = v.object({
  items: v.array(managedExhibitionSchema),
  nextCursor: v.nullable(v.string()),
})

/** One event of an exhibition's stream, as its page at the desk tells it. */
export interface ExhibitionNote {
  /** The version that this event made. */
  version: number
  type: string
  at: string
  by: DeskActor
  /** Names of what an edit changed. */
  fields: string[]
  reason: { code: ReasonCode | null; text: string } | null
}

/** Counting who would be told of a cancellation stops there. */
export const liveCountedMax = 10_000

/** What whoever runs an exhibition asks beside its facts. */
export interface RunSheet {
  /** What a draft lacks; empty once announced. */
  missing: FieldError[]
  liveBookings: number
  notes: ExhibitionNote[]
}

export const exhibitionStateFilterSchema = v.picklist(exhibitionStates, 'unknown')

equal<v.InferOutput<typeof plannedExhibitionSchema>, { [K in keyof PlannedExhibition]: PlannedExhibition[K] }>(true)
equal<v.InferOutput<typeof managedExhibitionSchema>, { [K in keyof ManagedExhibition]: ManagedExhibition[K] }>(true)
