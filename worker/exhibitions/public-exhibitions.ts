import type { ListedExhibition } from '../contract/exhibition.ts'
import { withoutMark } from '../contract/mark.ts'
import type { Store } from '../store.ts'
import { listExhibitions } from './list-exhibitions.ts'
import { keepFor } from './public-cache.ts'
import { readExhibition, type ReadExhibitionOutcome } from './read-exhibition.ts'

/** How old a public reading may be; a booking in the same isolate ends it at once. */
export const publicKeptMs = 5_000

/** `readExhibition` for readers: many share one reading. Whoever chooses a stall reads it fresh instead. */
export const readPublicExhibition = (
  db: Store,
  request: { slug: string },
  now: number,
): Promise<ReadExhibitionOutcome> =>
  keepFor(`exhibition:${request.slug}:view`, publicKeptMs, now, () => readExhibition(db, request, now))

export const listPublicExhibitions = (
  db: Store,
  request: { state?: string; governorate?: string },
  now: number,
): Promise<ListedExhibition[]> =>
  keepFor(`list:${JSON.stringify([request.state, request.governorate])}`, publicKeptMs, now, () =>
    listExhibitions(db, request, now),
  )

/**
 * An exhibition's documented fields as the API sends them, or null. Kept as text: a popular plan is written out
 * once, not for every reader. What only our own pages show stays out.
 */
export const readExhibitionJson = (db: Store, request: { slug: string }, now: number): Promise<string | null> =>
  keepFor(`exhibition:${request.slug}:json`, publicKeptMs, now, async () => {
    const outcome = await readExhibition(db, request, now)
    if (!outcome.ok) return null
    const { hours: _hours, applications: _entries, offersOutOfOrder: _offers, ...detail } = outcome.exhibition
    return JSON.stringify(withoutMark(detail))
  })
