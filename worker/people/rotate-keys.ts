import {
  ciphertextColumns,
  listCiphertexts,
  replaceCiphertexts,
  type CiphertextColumn,
} from '../../db/queries/ciphertexts.ts'
import { openText, sealTextAgain } from '../audit/text.ts'
import type { Store } from '../store.ts'
import type { Keyring } from './keyring.ts'
import { openPerson, sealPerson } from './person.ts'

/** Where a rotation stands; null begins one. */
export interface RotationCursor {
  table: CiphertextColumn['table']
  afterKey: string
}

export interface RotationPage {
  table: CiphertextColumn['table']
  replaced: number
  /** Rows that somebody wrote at the same moment; they need another rotation only if an old key wrote them. */
  changedMeanwhile: number
  /** Null when every table is done. */
  next: RotationCursor | null
}

const sealAgain: Record<CiphertextColumn['table'], (keys: Keyring, key: string, sealed: string) => Promise<string>> = {
  bookings: async (keys, reference, sealed) => sealPerson(keys, reference, await openPerson(keys, reference, sealed)),
  texts: async (keys, id, sealed) => sealTextAgain(keys, id, await openText(keys, id, sealed)),
}

/**
 * Encrypts one page of ciphertexts with the keyring's current key, each only if it is still what was read.
 * What the current key wrote already is left alone, so a rotation can stop anywhere and begin again.
 */
export async function rotateKeys(
  db: Store,
  request: { cursor: RotationCursor | null; limit: number },
): Promise<RotationPage> {
  const cursor = request.cursor ?? { table: ciphertextColumns[0].table, afterKey: '' }
  const place = ciphertextColumns.findIndex(({ table }) => table === cursor.table)
  const column = ciphertextColumns[place] ?? ciphertextColumns[0]
  const rows = await listCiphertexts(db.d1, column, cursor.afterKey, request.limit)
  const old = rows.flatMap(({ key, sealed }) => (sealed && !isCurrent(db.keys, sealed) ? [{ key, sealed }] : []))
  const changes = await Promise.all(
    old.map(async ({ key, sealed }) => ({
      key,
      from: sealed,
      to: await sealAgain[column.table](db.keys, key, sealed),
    })),
  )
  const replaced = await replaceCiphertexts(db.d1, column, changes)
  const following = ciphertextColumns[place + 1]
  const last = rows.at(-1)
  const isTableDone = rows.length < request.limit || last === undefined
  return {
    table: column.table,
    replaced,
    changedMeanwhile: changes.length - replaced,
    next: isTableDone
      ? following
        ? { table: following.table, afterKey: '' }
        : null
      : { table: column.table, afterKey: last.key },
  }
}

const isCurrent = (keys: Keyring, sealed: string) => sealed.startsWith(`${keys.currentKeyId}.`)
