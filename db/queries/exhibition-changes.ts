import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent, type NewText, type Proof } from './events.ts'
import { isInState, updateAsRead, type ColumnValue, type Guard } from './row-change.ts'

/** One conditional change of one exhibition with its event. */
export interface ExhibitionChange {
  id: number
  from: string
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, ColumnValue>
  event: NewEvent
  text: NewText | null
  /** A further condition on the row of `exhibitions` that is being written. */
  guard?: Guard | undefined
  /** What is written in the same batch, under a proof that holds only if the change was written. */
  alongside?: ((proof: Proof) => D1PreparedStatement[]) | undefined
}

/** Writes a change only over the state and version that were read; false when somebody was faster, or the guard failed. */
export async function writeExhibitionChange(d1: D1Database, change: ExhibitionChange): Promise<boolean> {
  const proof = {
    sql: 'SELECT 1 FROM exhibitions WHERE id = ? AND head_mac = ?',
    values: [change.id, change.event.mac],
  }
  const [updated] = await d1.batch([
    updateAsRead(d1, {
      table: 'exhibitions',
      key: 'id',
      id: change.id,
      version: change.version,
      set: change.set,
      mac: change.event.mac,
      guards: [isInState([change.from]), ...(change.guard ? [change.guard] : [])],
    }),
    ...insertEventIf(d1, change.event, proof, change.text),
    ...(change.alongside?.(proof) ?? []),
  ])
  return (updated?.meta.changes ?? 0) > 0
}
