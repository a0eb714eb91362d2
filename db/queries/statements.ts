import type { D1Database } from '@cloudflare/workers-types'
import { and, eq } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { statements } from '../tables/pledges.ts'

export type StatementHead = typeof statements.$inferSelect

/** The statement of a company's year: made now, or the one that was made before. */
export async function findOrInsertStatement(d1: D1Database, statement: StatementHead): Promise<StatementHead> {
  const database = orm(d1)
  const { companyKey, year } = statement
  const [, found] = await database.batch([
    database
      .insert(statements)
      .values(statement)
      .onConflictDoNothing({ target: [statements.companyKey, statements.year] }),
    database
      .select()
      .from(statements)
      .where(and(eq(statements.companyKey, companyKey), eq(statements.year, year))),
  ])
  if (!found[0]) throw new Error('A statement that was just written is not there.')
  return found[0]
}

export const findStatement = (d1: D1Database, reference: string): Promise<StatementHead | undefined> =>
  orm(d1).select().from(statements).where(eq(statements.reference, reference)).get()
