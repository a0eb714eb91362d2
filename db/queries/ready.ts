import type { D1Database } from '@cloudflare/workers-types'

/** Whether D1 answers and its migrations have been applied. */
export async function readReady(d1: D1Database): Promise<boolean> {
  const row = await d1.prepare('SELECT count(*) AS tables FROM exhibitions WHERE id = 0').first<{ tables: number }>()
  return row !== null
}
