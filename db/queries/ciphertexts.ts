import type { D1Database } from '@cloudflare/workers-types'

/**
 * Every column that holds a ciphertext: the key in whose order its rows are read, what comes before the first key, and
 * the column with the id under which a row was sealed.
 */
export const ciphertextColumns = [
  { name: 'bookings.person', table: 'bookings', column: 'person', key: 'reference', start: '', owner: 'reference' },
  { name: 'pledges.company', table: 'pledges', column: 'company', key: 'reference', start: '', owner: 'reference' },
  { name: 'pledges.contact', table: 'pledges', column: 'contact', key: 'reference', start: '', owner: 'reference' },
  { name: 'pledge_lines.note', table: 'pledge_lines', column: 'note', key: 'rowid', start: 0, owner: 'reference' },
  { name: 'texts.body', table: 'texts', column: 'body', key: 'id', start: '', owner: 'id' },
] as const

export type CiphertextColumn = (typeof ciphertextColumns)[number]

export interface Ciphertext {
  key: string | number
  owner: string
  sealed: string | null
}

/** Rows by key, from after the given one; what was erased is null. */
export async function listCiphertexts(
  d1: D1Database,
  { table, key, column, owner }: CiphertextColumn,
  afterKey: string | number,
  limit: number,
): Promise<Ciphertext[]> {
  const { results } = await d1
    .prepare(
      `SELECT ${key} AS key, ${owner} AS owner, ${column} AS sealed FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ?`,
    )
    .bind(afterKey, limit)
    .all<Ciphertext>()
  return results
}

/** Replaces ciphertexts that are still what was read; how many were. */
export async function replaceCiphertexts(
  d1: D1Database,
  { table, key, column }: CiphertextColumn,
  changes: { key: string | number; from: string; to: string }[],
): Promise<number> {
  if (changes.length === 0) return 0
  const results = await d1.batch(
    changes.map((change) =>
      d1
        .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ? AND ${column} = ?`)
        .bind(change.to, change.key, change.from),
    ),
  )
  return results.reduce((sum, { meta }) => sum + meta.changes, 0)
}

/** The ids of the keys that some ciphertext still needs, each with how many. Reads the whole tables. */
export async function countByKeyId(d1: D1Database): Promise<Map<string, number>> {
  const columns = ciphertextColumns.map(
    ({ table, column }) =>
      `SELECT substr(${column}, 1, instr(${column}, '.') - 1) AS keyId FROM ${table} WHERE ${column} IS NOT NULL`,
  )
  const { results } = await d1
    .prepare(`SELECT keyId, count(*) AS count FROM (${columns.join(' UNION ALL ')}) GROUP BY keyId`)
    .all<{ keyId: string; count: number }>()
  return new Map(results.map(({ keyId, count }) => [keyId, count]))
}
