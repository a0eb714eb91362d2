import * as v from 'valibot'
import { equal, instant, named } from './answers.ts'
import { dataRequestKinds, dataRequestStates, type DeskDataRequest } from './own-data.ts'

const dataRequestSchema = named(
  'DataRequest',
  v.object({
    id: v.number(),
    reference: v.string(),
    exhibition: v.string(),
    kind: v.picklist(dataRequestKinds),
    state: v.picklist(dataRequestStates),
    text: v.nullable(v.string()),
    askedAt: instant,
    dueAt: instant,
    daysLeft: v.pipe(v.number(), v.integer(), v.description('Of the 45 days; negative once it is late.')),
    closedAt: v.nullable(instant),
  }),
)
equal<v.InferOutput<typeof dataRequestSchema>, DeskDataRequest>(true)

/** `GET /desk/data-requests`. */
export const dataRequestPageSchema = v.object({ items: v.array(dataRequestSchema), nextCursor: v.nullable(v.string()) })
