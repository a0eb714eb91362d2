import * as v from 'valibot'
import { bilingual, day, equal, instant, named, reasonGiven, whole } from './answers.ts'
import { languages } from './codes.ts'
import { lineKinds, lineStates, lineUnits, namings, needStates, pledgeStates, sectors } from './pledge-codes.ts'
import type { Impact } from './pledge-readings.ts'
import type { AmendedLine, NeedView, PledgeAnswer, PledgeLineView, PledgeView } from './pledge.ts'

// What the API answers about needs and pledges, for its document and its tests.

const kind = v.picklist(lineKinds)
const unit = v.picklist(lineUnits)

export const needSchema = named(
  'Need',
  v.object({
    id: v.string(),
    title: bilingual,
    kind,
    unit,
    asked: whole,
    promised: v.pipe(whole, v.description('What accepted pledges promise; never more than `asked`.')),
    delivered: whole,
    state: v.picklist(needStates),
    governorate: v.string(),
    exhibition: v.pipe(v.nullable(v.string()), v.description('The slug of the exhibition it is for.')),
    by: day,
  }),
)
export const needListSchema = v.object({ needs: v.array(needSchema) })

const recognisedEntries = {
  year: whole,
  governorates: v.array(v.string()),
  lines: v.array(
    v.object({
      kind,
      quantity: v.pipe(v.optional(whole), v.description('Only where the company agreed to show it.')),
      unit: v.optional(unit),
    }),
  ),
}
const recognisedSchema = named(
  'RecognisedCompany',
  v.union([
    v.object({ name: bilingual, ...recognisedEntries }),
    v.object({ sector: v.picklist(sectors), ...recognisedEntries }),
  ]),
)
export const recognitionSchema = v.object({
  year: whole,
  companies: v.array(recognisedSchema),
  hidden: v.pipe(whole, v.description('Companies that chose not to be named.')),
})

const published = v.pipe(
  v.nullable(whole),
  v.description('Null for a group under five, or where it would give one away.'),
)

export const impactSchema = named(
  'Impact',
  v.object({
    year: whole,
    delivered: v.array(
      v.object({
        kind,
        unit,
        governorate: v.pipe(v.nullable(v.string()), v.description('Null where no need named one.')),
        quantity: published,
        sustained: published,
      }),
    ),
    totals: v.array(v.object({ kind, unit, quantity: published, sustained: published })),
    exhibitions: whole,
    places: v.array(v.object({ governorate: v.string(), places: published })),
    placesTotal: published,
    families: v.nullable(v.object({ from: whole, to: v.nullable(whole) })),
  }),
)

const lineEntries = { kind, quantity: whole, unit, dueOn: day, need: v.nullable(v.string()) }

export const pledgeLineSchema = named(
  'PledgeLine',
  v.object({
    n: whole,
    ...lineEntries,
    received: whole,
    receivedOn: v.nullable(day),
    sustained: v.pipe(v.nullable(whole), v.description('What of received jobs or places still stood after 90 days.')),
    remainderOf: v.pipe(v.nullable(whole), v.description('The line whose rest this is.')),
    state: v.picklist(lineStates),
  }),
)
export const amendedLineSchema = named('AmendedLine', v.object({ n: v.nullable(whole), ...lineEntries }))

export const pledgeAnswerSchema = named(
  'PledgeAnswer',
  v.object({
    reference: v.string(),
    state: v.picklist(pledgeStates),
    manageToken: v.string(),
    links: v.object({ self: v.string(), page: v.string() }),
  }),
)

export const pledgeCompanySchema = v.object({
  name: v.object({ ar: v.nullable(v.string()), en: v.nullable(v.string()) }),
  registration: v.nullable(v.string()),
  sector: v.nullable(v.picklist(sectors)),
  contactName: v.nullable(v.string()),
  email: v.nullable(v.string()),
  phone: v.nullable(v.string()),
})

export const pledgeViewEntries = {
  reference: v.string(),
  state: v.picklist(pledgeStates),
  company: pledgeCompanySchema,
  naming: v.picklist(namings),
  showAmounts: v.boolean(),
  lines: v.array(pledgeLineSchema),
  amendment: v.nullable(v.object({ lines: v.array(amendedLineSchema), proposedAt: instant })),
  history: v.array(v.object({ state: v.picklist(pledgeStates), at: instant, reason: v.nullable(reasonGiven) })),
  language: v.picklist(languages),
  version: whole,
}
export const pledgeViewSchema = named('Pledge', v.object(pledgeViewEntries))

equal<v.InferOutput<typeof needSchema>, { [K in keyof NeedView]: NeedView[K] }>(true)
equal<v.InferOutput<typeof impactSchema>, Impact>(true)
equal<v.InferOutput<typeof pledgeLineSchema>, PledgeLineView>(true)
equal<v.InferOutput<typeof amendedLineSchema>, AmendedLine>(true)
equal<v.InferOutput<typeof pledgeAnswerSchema>, PledgeAnswer>(true)
equal<v.InferOutput<typeof pledgeViewSchema>, { [K in Exclude<keyof PledgeView, 'isDemonstration'>]: PledgeView[K] }>(
  true,
)
