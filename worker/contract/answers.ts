import * as v from 'valibot'
import type { BookingAnswer, BookingHistoryEntry, BookingView } from './booking.ts'
import {
  applicantKinds,
  arrangements,
  bookingStates,
  exhibitionModes,
  exhibitionStates,
  fieldCodes,
  languages,
  productCategories,
  reasonCodes,
  reviews,
  stallFeatures,
} from './codes.ts'
import type {
  Bilingual,
  ExhibitionDetail,
  Exhibitor,
  ExhibitionSummary,
  PlanFeature,
  StallView,
  ZoneView,
} from './exhibition.ts'
import { problemCodes } from './problem.ts'

// What the API answers, for its document and its tests. The types in booking.ts and exhibition.ts are what the code
// is written against; `equal` below does not compile when the two come apart.

/** A schema that the document lists by name. */
export const named = <const S extends v.GenericSchema>(ref: string, schema: S) =>
  v.pipe(schema, v.metadata<v.InferInput<S>, { ref: string }>({ ref }))
export const day = v.pipe(v.string(), v.isoDate(), v.description('A day in Asia/Muscat.'))
export const instant = v.pipe(v.string(), v.isoTimestamp(), v.description('An instant in UTC.'))
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const baisa = v.pipe(whole, v.description('1 rial is 1000 baisa.'))

export const bilingual = named('Bilingual', v.object({ ar: v.string(), en: v.string() }))

export const exhibitionSummaryEntries = {
  slug: v.string(),
  series: v.nullable(v.string()),
  title: bilingual,
  venue: bilingual,
  governorate: v.string(),
  startsOn: day,
  endsOn: day,
  mode: v.picklist(exhibitionModes),
  review: v.picklist(reviews),
  state: v.picklist(exhibitionStates),
  bookingOpensAt: instant,
  bookingClosesAt: instant,
  stallsTotal: whole,
  stallsFree: whole,
}
const exhibitionSummarySchema = named('ExhibitionSummary', v.object(exhibitionSummaryEntries))

const box = { x: v.number(), y: v.number(), width: v.number(), height: v.number() }

export const planFeatureSchema = v.object({
  kind: v.picklist(['entrance', 'stage', 'seating', 'prayer', 'services']),
  title: bilingual,
  ...box,
})

export const zoneSchema = v.object({ id: v.string(), title: bilingual })

export const stallEntries = {
  code: v.string(),
  zone: v.string(),
  ...box,
  features: v.array(v.picklist(stallFeatures)),
  feeBaisa: baisa,
  subsidyBaisa: baisa,
  state: v.picklist(['free', 'taken', 'withheld']),
}
const stallSchema = named('Stall', v.object(stallEntries))

export const exhibitionListSchema = v.object({ exhibitions: v.array(exhibitionSummarySchema) })

export const exhibitionDetailSchema = named(
  'Exhibition',
  v.object({
    ...exhibitionSummaryEntries,
    description: bilingual,
    plan: v.object({ width: v.number(), height: v.number(), features: v.array(planFeatureSchema) }),
    zones: v.array(zoneSchema),
    stalls: v.array(stallSchema),
  }),
)

const exhibitorSchema = named(
  'Exhibitor',
  v.object({
    tradeName: v.string(),
    category: v.picklist(productCategories),
    governorate: v.string(),
    stall: v.string(),
  }),
)
export const exhibitorListSchema = v.object({ exhibitors: v.array(exhibitorSchema) })

export const bookingAnswerSchema = named(
  'BookingAnswer',
  v.object({
    reference: v.string(),
    state: v.picklist(bookingStates),
    stall: v.nullable(v.string()),
    drawCode: v.nullable(v.string()),
    manageToken: v.string(),
    links: v.object({ self: v.string(), page: v.string() }),
  }),
)

export const reasonGiven = v.object({ code: v.picklist(reasonCodes), text: v.nullable(v.string()) })

export const bookingHistorySchema = v.object({
  state: v.picklist(bookingStates),
  at: instant,
  reason: v.nullable(reasonGiven),
})

export const bookingViewEntries = {
  reference: v.string(),
  state: v.picklist(bookingStates),
  exhibition: v.object({ slug: v.string(), title: bilingual, startsOn: day, endsOn: day, venue: bilingual }),
  stall: v.nullable(v.string()),
  drawCode: v.nullable(v.string()),
  rank: v.nullable(v.pipe(whole, v.description('The draw rank or the place in the order of entry.'))),
  offerExpiresAt: v.nullable(instant),
  question: v.pipe(
    v.nullable(v.object({ at: instant, text: v.string() })),
    v.description('What the team asked last and has not decided since; it is answered by telephone.'),
  ),
  history: v.array(bookingHistorySchema),
  applicant: v.object({
    kind: v.picklist(applicantKinds),
    name: v.string(),
    phone: v.nullable(v.string()),
    email: v.nullable(v.string()),
    governorate: v.string(),
    wilayat: v.string(),
  }),
  product: v.object({
    category: v.picklist(productCategories),
    tradeName: v.string(),
    description: v.nullable(v.string()),
    listPublicly: v.boolean(),
  }),
  delegate: v.nullable(
    v.object({ organisation: v.string(), name: v.string(), phone: v.string(), familyLabel: v.string() }),
  ),
  arrangements: v.array(v.picklist(arrangements)),
  zones: v.array(v.string()),
  language: v.picklist(languages),
  version: whole,
}
export const bookingViewSchema = named('Booking', v.object(bookingViewEntries))

/** What a family has once it took its booking over. */
export const takenOverSchema = v.object({ ...bookingViewEntries, manageToken: v.string() })

export const foundBookingSchema = v.object({ manageToken: v.string() })
export const healthSchema = v.object({ status: v.literal('ok') })
export const readySchema = v.object({ status: v.literal('ready') })

/** RFC 9457, with the members that some refusals add (interface.md, "Common refusals"). */
export const problemSchema = named(
  'Problem',
  v.object({
    type: v.pipe(v.string(), v.regex(/^\/problems\/[a-z-]+$/)),
    title: v.string(),
    status: v.pipe(v.number(), v.integer()),
    code: named('ProblemCode', v.picklist(problemCodes)),
    detail: v.string(),
    requestId: v.string(),
    errors: v.optional(v.array(v.object({ field: v.string(), code: v.picklist(fieldCodes) }))),
    alternatives: v.optional(v.array(v.string())),
    state: v.optional(v.string()),
    version: v.optional(v.number()),
    count: v.optional(v.number()),
    stalls: v.optional(v.array(v.string())),
    remaining: v.optional(v.number()),
    need: v.optional(v.string()),
  }),
)

/** Whether two types are one and the same. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
export const equal = <A, B>(_proof: Equal<A, B>): void => {}

equal<v.InferOutput<typeof bilingual>, Bilingual>(true)
equal<v.InferOutput<typeof exhibitionSummarySchema>, ExhibitionSummary>(true)
equal<v.InferOutput<typeof planFeatureSchema>, PlanFeature>(true)
equal<v.InferOutput<typeof zoneSchema>, ZoneView>(true)
equal<v.InferOutput<typeof stallSchema>, StallView>(true)
equal<v.InferOutput<typeof exhibitorSchema>, Exhibitor>(true)
equal<
  v.InferOutput<typeof exhibitionDetailSchema>,
  {
    [
      K in Exclude<keyof ExhibitionDetail, 'hours' | 'applications' | 'offersOutOfOrder' | 'isDemonstration'>
    ]: ExhibitionDetail[K]
  }
>(true)
equal<v.InferOutput<typeof bookingAnswerSchema>, BookingAnswer>(true)
equal<v.InferOutput<typeof bookingHistorySchema>, BookingHistoryEntry>(true)
equal<v.InferOutput<typeof bookingViewSchema>, BookingView>(true)
