import { expect } from 'vitest'
import type { Store } from '../../worker/store.ts'
import { alteredBy, proxied } from './altered-d1.ts'
import { d1 } from './store.ts'

/** When D1 fails: before a batch, inside it (all of it is undone), or after it. */
export const moments = ['before', 'inside', 'after'] as const
export type Moment = (typeof moments)[number]

/** A D1 that fails once, at the first batch that writes, or at a later one. */
export function failingOnce(when: Moment, nth = 1): Store {
  let isWriting = false
  let batches = 0
  return alteredBy(
    proxied({
      prepare(sql: string) {
        isWriting ||= /^\s*(INSERT|UPDATE|DELETE)/i.test(sql)
        return d1.prepare(sql)
      },
      async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
        if (!isWriting) return d1.batch<T>(statements)
        isWriting = false
        batches += 1
        if (batches !== nth) return d1.batch<T>(statements)
        if (when === 'inside') return d1.batch<T>([...statements, d1.prepare('INSERT INTO seals (day) VALUES (NULL)')])
        if (when === 'after') await d1.batch<T>(statements)
        throw new Error('D1_ERROR: Network connection lost.')
      },
    }),
  ).db
}

/** The act fails, and is sent again; its second answer. */
export async function twice<T>(when: Moment, act: (at: Store) => Promise<T>): Promise<T> {
  const failing = failingOnce(when)
  await expect(act(failing)).rejects.toThrow()
  return act(failing)
}
