import type { D1Database } from '@cloudflare/workers-types'
import { desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { exhibitions } from '../tables/exhibitions.ts'
import { needs } from '../tables/pledges.ts'

const selectNeeds = (d1: D1Database) =>
  orm(d1)
    .select({
      ...getTableColumns(needs),
      // Nobody outside the desk hears of an exhibition before it is published.
      exhibitionSlug: sql<string | null>`iif(${exhibitions.state} = 'draft', NULL, ${exhibitions.slug})`,
    })
    .from(needs)
    .leftJoin(exhibitions, eq(exhibitions.id, needs.exhibitionId))

export type PublicNeedRow = Awaited<ReturnType<typeof selectNeeds>>[number]

/** The needs whose days are latest, never more than `limit`. */
export const listPublicNeeds = (d1: D1Database, limit: number): Promise<PublicNeedRow[]> =>
  selectNeeds(d1).orderBy(desc(needs.neededBy), desc(needs.id)).limit(limit).all()

export const findPublicNeed = (d1: D1Database, id: string): Promise<PublicNeedRow | undefined> =>
  selectNeeds(d1).where(eq(needs.id, id)).get()
