import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'

export type ColumnValue = string | number | null

/** A condition on the row that is being written, beyond its version. */
export interface Guard {
  sql: string
  values: ColumnValue[]
}

/** One conditional change of one row that carries its stream's version and last mac. */
export interface RowChange {
  table: 'bookings' | 'exhibitions' | 'needs' | 'pledges'
  key: string
  id: string | number
  /** The version that was read. */
  version: number
  /** Columns to set; names come from code, never from input. */
  set: Record<string, ColumnValue>
  /** The mac of the change's event: whatever else the batch writes asks whether the row carries it. */
  mac: string
  guards: Guard[]
}

export const isInState = (states: readonly string[]): Guard => ({
  sql: 'state IN (SELECT value FROM json_each(?))',
  values: [JSON.stringify(states)],
})

/** Writes a row only over the version that was read, while its guards hold. */
export function updateAsRead(d1: D1Database, change: RowChange): D1PreparedStatement {
  const { table, key, id, version, set, mac, guards } = change
  const columns = Object.entries(set)
  return d1
    .prepare(
      `UPDATE ${table} SET ${columns.map(([name]) => `${name} = ?, `).join('')} version = version + 1, head_mac = ?
       WHERE ${key} = ? AND version = ?${guards.map(({ sql }) => ` AND ${sql}`).join('')}`,
    )
    .bind(...columns.map(([, value]) => value), mac, id, version, ...guards.flatMap(({ values }) => values))
}
