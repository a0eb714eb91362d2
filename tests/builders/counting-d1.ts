import { alteredBy, proxied, type Altered, type Database } from './altered-d1.ts'
import { d1 } from './store.ts'

export interface Rows {
  read: number
  written: number
}

type Statement = ReturnType<Database['prepare']>

interface Meta {
  meta: { rows_read?: number; rows_written?: number }
}

/** The rows that D1 says an act read and wrote, over all its statements. */
export async function rowsOf(act: (altered: Altered) => Promise<unknown>): Promise<Rows> {
  const rows = { read: 0, written: 0 }
  const count = <T extends Meta>(result: T): T => {
    rows.read += result.meta.rows_read ?? 0
    rows.written += result.meta.rows_written ?? 0
    return result
  }
  const real = new WeakMap<object, Statement>()
  const counted = (statement: Statement, isReading: boolean): Statement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => counted(target.bind(...values), isReading)
        if (name === 'all') return async () => count(await target.all())
        if (name === 'run') return async () => count(await target.run())
        // `first` alone does not tell its rows; it is `all` and the first of them.
        if (name === 'first') return async () => count(await target.all()).results[0] ?? null
        // Drizzle reads with `raw`, which does not tell them either; a reading may be asked twice.
        if (name === 'raw' && isReading) {
          return async () => {
            count(await target.all())
            return target.raw()
          }
        }
        throw new Error(`Rows of ${String(name)} are not counted.`)
      },
    })
    real.set(wrapped, statement)
    return wrapped
  }
  const database = proxied({
    prepare: (sql: string) => counted(d1.prepare(sql), /^\s*(SELECT|WITH)/i.test(sql)),
    async batch<T>(statements: Statement[]) {
      const results = await d1.batch<T>(statements.map((statement) => real.get(statement) ?? statement))
      return results.map(count)
    },
  })
  await act(alteredBy(database))
  return rows
}
