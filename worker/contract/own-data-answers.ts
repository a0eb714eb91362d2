import * as v from 'valibot'
import { bilingual, equal, instant, named } from './answers.ts'
import { languages } from './codes.ts'
import { dataRequestKinds, dataRequestStates, type DeskDataRequest } from './own-data.ts'

export const dataRequestSchema = named(
  'DataRequest',
  v.object({
    id: v.number(),
    reference: v.string(),
    exhibition: v.string(),
    kind: v.picklist(dataRequestKinds),
    state: v.picklist(dataRequestStates),
    askedBy: v.picklist(['applicant', 'delegate']),
    text: v.nullable(v.string()),
    language: v.picklist(languages),
    askedAt: instant,
    dueAt: instant,
    daysLeft: v.pipe(v.number(), v.integer(), v.description('Of the 45 days; negative once it is late.')),
    closedAt: v.nullable(instant),
    closedBy: v.nullable(bilingual),
    answer: v.nullable(v.string()),
  }),
)
equal<v.InferOutput<typeof dataRequestSchema>, DeskDataRequest>(true)

/** `GET /desk/data-requests`. */
export const dataRequestPageSchema = v.object({ items: v.array(dataRequestSchema), nextCursor: v.nullable(v.string()) })
