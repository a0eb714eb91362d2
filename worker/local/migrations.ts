import { readdir, readFile } from 'node:fs/promises'
import { unstable_splitSqlQuery as splitSqlQuery } from 'wrangler'
import { migrationsFolder } from './local-folders.ts'

export interface Migration {
  name: string
  statements: string[]
}

/** The migrations in order, as `wrangler d1 migrations apply` would run them. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => ({
      name,
      statements: splitSqlQuery(await readFile(`${migrationsFolder}/${name}`, 'utf8')),
    })),
  )
}
