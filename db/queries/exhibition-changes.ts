import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type NewText } from './events.ts'

/** One conditional change of one exhibition with its event. */
export interface ExhibitionChange {
  id: number
  from: string
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, string | number | null>
  event: NewEvent
  text: NewText | null
}

/** Writes a change only over the state and version that were read; false when somebody was faster. */
export async function writeExhibitionChange(d1: D1Database, change: ExhibitionChange): Promise<boolean> {
  const columns = Object.entries(change.set)
  const proof = {
    sql: 'SELECT 1 FROM exhibitions WHERE id = ? AND head_mac = ?',
    values: [change.id, change.event.mac],
  }
  const [updated] = await d1.batch([
    d1
      .prepare(
        `UPDATE exhibitions SET ${columns.map(([name]) => `${name} = ?, `).join('')} version = version + 1, head_mac = ?
         WHERE id = ? AND state = ? AND version = ?`,
      )
      .bind(...columns.map(([, value]) => value), change.event.mac, change.id, change.from, change.version),
    ...insertEventIf(d1, change.event, proof, change.text),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
