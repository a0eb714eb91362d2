import * as v from 'valibot'
import { equal, instant, named, whole } from './answers.ts'

/** By what an exhibition's applications are counted, beside all of them. */
export const resultDimensions = ['kind', 'governorate', 'category'] as const
export type ResultDimension = (typeof resultDimensions)[number]

/** The value of the line that holds the groups under five, and the next smallest where they are fewer than five together. */
export const mergedGroups = 'others'

/** Counts of applications, of places kept to the end, and of those of them that nobody came to. Null: not published. */
export interface ResultCounts {
  applications: number | null
  places: number | null
  noShows: number | null
}

export interface ResultGroup extends ResultCounts {
  value: string
}

/** Open data about one exhibition that is over. */
export interface ExhibitionResults {
  slug: string
  countedAt: string
  stallsTotal: number
  totals: ResultCounts
  by: Record<ResultDimension, ResultGroup[]>
}

const count = v.pipe(
  v.nullable(whole),
  v.description(
    'Null where it is fewer than 5, where it leaves fewer than 5, or where it would give such a number away.',
  ),
)
const countEntries = { applications: count, places: count, noShows: count }
const groups = v.pipe(
  v.array(v.object({ value: v.string(), ...countEntries })),
  v.description(
    'Groups of fewer than 5 applications are one line, `others`, with the next smallest; none where it would be all. ' +
      '`noShows` is counted in the totals only.',
  ),
)

export const exhibitionResultsSchema = named(
  'ExhibitionResults',
  v.object({
    slug: v.string(),
    countedAt: instant,
    stallsTotal: whole,
    totals: v.object(countEntries),
    by: v.object({ kind: groups, governorate: groups, category: groups }),
  }),
)

equal<v.InferOutput<typeof exhibitionResultsSchema>, ExhibitionResults>(true)
