import type { D1Database } from '@cloudflare/workers-types'

export interface ExhibitionEvent {
  stream: string
  type: string
  atUtc: number
}

/** What happened, of these types, in these streams, the latest first. */
export async function listEventsOfTypes(
  d1: D1Database,
  streams: readonly string[],
  types: readonly string[],
  limit: number,
): Promise<ExhibitionEvent[]> {
  const { results } = await d1
    .prepare(
      `SELECT stream, type, at_utc AS atUtc FROM events
       WHERE stream IN (SELECT value FROM json_each(?)) AND type IN (SELECT value FROM json_each(?))
       ORDER BY at_utc DESC, id DESC LIMIT ?`,
    )
    .bind(JSON.stringify(streams), JSON.stringify(types), limit)
    .all<ExhibitionEvent>()
  return results
}
