import { bindings, d1, db } from './store.ts'
import type { Env } from '../../worker/env.ts'
import type { Store } from '../../worker/store.ts'

export type Database = Env['DB']

/** What a test gives the product instead of its own D1: a store for verbs, bindings for requests. */
export interface Altered {
  db: Store
  env: Env
}

export const alteredBy = (database: Database): Altered => ({
  db: { ...db, d1: database },
  env: { ...bindings, DB: database },
})

export function proxied(members: Partial<Database>, base: Database = d1): Database {
  return new Proxy(base, {
    get(target, name) {
      if (name in members) return Reflect.get(members, name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const inOneLine = (sql: string) => sql.replace(/\s+/g, ' ').trim()

/**
 * Runs an act on a D1 whose statements lose one condition: `replacement` stands where `fragment` stood.
 * Fails when no statement of the act held the fragment, so that a control cannot outlive the condition.
 */
export async function withoutCondition<T>(
  fragment: string,
  act: (altered: Altered) => Promise<T>,
  { replacement = 'TRUE', base = d1 }: { replacement?: string; base?: Database } = {},
): Promise<T> {
  const wanted = inOneLine(fragment)
  let removals = 0
  const database = proxied(
    {
      prepare(sql: string) {
        const line = inOneLine(sql)
        if (!line.includes(wanted)) return base.prepare(sql)
        removals += 1
        return base.prepare(line.replaceAll(wanted, replacement))
      },
    },
    base,
  )
  const outcome = await act(alteredBy(database))
  if (removals === 0) throw new Error(`No statement holds the condition: ${wanted}`)
  return outcome
}

/**
 * A D1 that lets something happen between an act's reading and its writing: `meanwhile` runs once, before
 * the first batch that writes.
 */
export function withMeanwhile(meanwhile: () => Promise<unknown>): Altered {
  let isDue = true
  let isWriting = false
  return alteredBy(
    proxied({
      prepare(sql: string) {
        isWriting ||= /^\s*(INSERT|UPDATE|DELETE)/i.test(sql)
        return d1.prepare(sql)
      },
      async batch<T>(statements: Parameters<Database['batch']>[0]) {
        if (isDue && isWriting) {
          isDue = false
          await meanwhile()
        }
        return d1.batch<T>(statements)
      },
    }),
  )
}

/** Runs an act without an index, then (unless told not to restore it) cancels every booking so that it fits again. */
export async function withoutIndex<T>(
  name: string,
  act: () => Promise<T>,
  { restore = true }: { restore?: boolean } = {},
): Promise<T> {
  const index = await d1
    .prepare(`SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?`)
    .bind(name)
    .first<{ sql: string }>()
  if (!index) throw new Error(`There is no index ${name}.`)
  await d1.prepare(`DROP INDEX ${name}`).run()
  try {
    return await act()
  } finally {
    if (restore) {
      await d1.prepare(`UPDATE bookings SET state = 'cancelled'`).run()
      await d1.prepare(index.sql).run()
    }
  }
}

/** Runs an act without a trigger. */
export async function withoutTrigger<T>(name: string, act: () => Promise<T>): Promise<T> {
  const trigger = await d1
    .prepare(`SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?`)
    .bind(name)
    .first<{ sql: string }>()
  if (!trigger) throw new Error(`There is no trigger ${name}.`)
  await d1.prepare(`DROP TRIGGER ${name}`).run()
  try {
    return await act()
  } finally {
    await d1.prepare(trigger.sql).run()
  }
}
