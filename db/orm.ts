import type { D1Database } from '@cloudflare/workers-types'
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1'

const opened = new WeakMap<D1Database, DrizzleD1Database>()

/** Drizzle on this database: reads take their types from the tables; critical writes stay SQL in one batch. */
export function orm(d1: D1Database): DrizzleD1Database {
  const known = opened.get(d1)
  if (known) return known
  const database = drizzle(d1)
  opened.set(d1, database)
  return database
}
