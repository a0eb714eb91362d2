import { listExhibitorRows } from '../../db/queries/exhibitors.ts'
import { findExhibition } from '../../db/queries/exhibitions.ts'
import type { ProductCategory } from '../contract/codes.ts'
import type { Exhibitor } from '../contract/exhibition.ts'
import { openPerson } from '../people/person.ts'
import type { Store } from '../store.ts'
import { keepFor } from './public-cache.ts'
import { publicKeptMs } from './public-exhibitions.ts'

export type ListExhibitorsOutcome =
  { ok: true; exhibitors: Exhibitor[] } | { ok: false; reason: 'exhibition_not_found' }

const exhibitorsMax = 1_000

/** The directory of an exhibition: the trade names of confirmed applicants who agreed to be listed, and nothing else of them. */
export const listExhibitors = (db: Store, request: { slug: string }, now: number): Promise<ListExhibitorsOutcome> =>
  keepFor(`exhibition:${request.slug}:exhibitors`, publicKeptMs, now, () => readExhibitors(db, request))

async function readExhibitors(db: Store, { slug }: { slug: string }): Promise<ListExhibitorsOutcome> {
  const exhibition = await findExhibition(db.d1, slug)
  if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
  if (exhibition.state === 'cancelled') return { ok: true, exhibitors: [] }
  const rows = await listExhibitorRows(db.d1, exhibition.id, exhibitorsMax)
  const exhibitors = await Promise.all(
    rows.map(async ({ reference, person, category, governorate, stall }) => {
      const { tradeName } = await openPerson(db.keys, reference, person)
      // The claim wrote this column.
      return { tradeName, category: category as ProductCategory, governorate, stall }
    }),
  )
  return { ok: true, exhibitors }
}
