import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { listFiles, read, root } from './source-files.ts'

const names = readdirSync(`${root}db/migrations`)
  .filter((name) => name.endsWith('.sql'))
  .sort()
const shipped = JSON.parse(read('tests/guards/migrations.json')) as Record<string, string>

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '')

/** What a migration may not hold, as sentences. */
function faultsOf(sql: string): string[] {
  const faults: string[] = []
  const code = withoutComments(sql)
  if (/\bcascade\b/i.test(code)) faults.push('CASCADE: dropping a table in a rebuild would empty its children')
  if (sql.includes('\r')) faults.push('a carriage return: D1 does not find the end of a trigger')
  for (const [trigger] of code.matchAll(/create\s+trigger[\s\S]*?\bend\b\s*;/gi)) {
    if (/\bcase\b/i.test(trigger)) faults.push('CASE in a trigger: D1 takes its END for the trigger’s')
    if (!/\bBEGIN\b/.test(trigger) || !/\bEND\b\s*;$/.test(trigger)) faults.push('BEGIN or END not in capitals')
  }
  return faults
}

test('a migration that shipped is never edited, and every migration is listed', () => {
  // A new migration is listed here with its hash in the commit that adds it.
  expect(Object.fromEntries(names.map((name) => [name, hashOf(read(`db/migrations/${name}`))]))).toEqual(shipped)
})

test('no migration holds what D1 cannot run or what loses rows', () => {
  expect(names.flatMap((name) => faultsOf(read(`db/migrations/${name}`)))).toEqual([])
  expect(names.length).toBeGreaterThan(1)
})

test('what D1 cannot run is found', () => {
  const trigger = (body: string) => `CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  ${body}\nEND;\n`
  expect(faultsOf(trigger('SELECT 1;'))).toEqual([])
  expect(faultsOf(trigger('SELECT CASE WHEN 1 THEN 2 END;'))).toHaveLength(1)
  expect(faultsOf('create trigger t after insert on a\nbegin\n select 1;\nend;')).toHaveLength(1)
  expect(faultsOf('FOREIGN KEY (`a`) REFERENCES `b`(`id`) ON DELETE cascade')).toHaveLength(1)
  expect(faultsOf('SELECT 1;\r\n')).toHaveLength(1)
  expect(faultsOf('-- No CASCADE here.\n')).toEqual([])
})

test('no table is declared with a cascade', () => {
  const tables = listFiles().filter((path) => path.startsWith('db/tables/'))
  expect(tables.filter((path) => /cascade/i.test(read(path)))).toEqual([])
})

const copy = mkdtempSync(join(tmpdir(), 'tamkeen-drizzle-'))
afterAll(() => rmSync(copy, { recursive: true }))

function drizzle(command: string): string {
  return execFileSync(join(root, 'node_modules/.bin/drizzle-kit'), [command, '--config', 'db/drizzle.config.ts'], {
    cwd: copy,
    encoding: 'utf8',
  })
}

test('the tables and the migrations agree', () => {
  cpSync(`${root}db`, `${copy}/db`, { recursive: true })
  symlinkSync(`${root}node_modules`, `${copy}/node_modules`)
  expect(drizzle('check')).toContain('fine')
  expect(drizzle('generate')).toContain('No schema changes')
})

test('a table without its migration is noticed', () => {
  const table = `import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'\nexport const extra = sqliteTable('extra', { id: integer() })\n`
  writeFileSync(`${copy}/db/tables/extra.ts`, table)
  expect(drizzle('generate')).not.toContain('No schema changes')
})
