import type { D1Database } from '@cloudflare/workers-types'

/** Applies the migrations that are missing, with the same bookkeeping as `wrangler d1 migrations apply`. */
export async function applyMigrations(
  d1: D1Database,
  migrations: { name: string; statements: string[] }[],
): Promise<string[]> {
  await d1
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`,
    )
    .run()
  const { results } = await d1.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const missing = migrations.filter(({ name }) => !applied.has(name))
  for (const { name, statements } of missing) {
    await d1.batch([
      ...statements.map((statement) => d1.prepare(statement)),
      d1.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ])
  }
  return missing.map(({ name }) => name)
}

/** Drops every table and view; the append-only triggers go with theirs. */
export async function dropTables(d1: D1Database): Promise<void> {
  const { results } = await d1
    .prepare(
      `SELECT type, name FROM sqlite_master
       WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
    )
    .all<{ type: string; name: string }>()
  await d1.batch([
    d1.prepare('PRAGMA defer_foreign_keys = ON'),
    ...results.map(({ type, name }) => d1.prepare(`DROP ${type} "${name}"`)),
  ])
}

export async function isEmpty(d1: D1Database): Promise<boolean> {
  const row = await d1.prepare('SELECT EXISTS (SELECT 1 FROM exhibitions) AS found').first<{ found: number }>()
  return row?.found === 0
}
