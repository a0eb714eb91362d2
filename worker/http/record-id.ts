import type { Context } from 'hono'
import type { AppEnv } from './app-env.ts'

/** The number of a record in the path; 0, which no record has, for anything else. */
export const recordIdOf = (c: Context<AppEnv>): number =>
  /^\d{1,15}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : 0
