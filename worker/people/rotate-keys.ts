import {
  ciphertextColumns,
  listCiphertexts,
  replaceCiphertexts,
  type CiphertextColumn,
} from '../../db/queries/ciphertexts.ts'
import { openText, sealTextAgain } from '../audit/text.ts'
import type { Store } from '../store.ts'
import { openCompany, openContact, openNote, sealCompany, sealContact, sealNote } from './company.ts'
import type { Keyring } from './keyring.ts'
import { openPerson, sealPerson } from './person.ts'

/** Where a rotation stands; null begins one. */
export interface RotationCursor {
  column: CiphertextColumn['name']
  afterKey: string | number
}

export interface RotationPage {
  column: CiphertextColumn['name']
  replaced: number
  /** Rows that somebody wrote at the same moment; they need another rotation only if an old key wrote them. */
  changedMeanwhile: number
  /** Null when every column is done. */
  next: RotationCursor | null
}

type SealAgain = (keys: Keyring, owner: string, sealed: string) => Promise<string>

const sealAgain: Record<CiphertextColumn['name'], SealAgain> = {
  'bookings.person': async (keys, reference, sealed) =>
    sealPerson(keys, reference, await openPerson(keys, reference, sealed)),
  'pledges.company': async (keys, reference, sealed) =>
    sealCompany(keys, reference, await openCompany(keys, reference, sealed)),
  'pledges.contact': async (keys, reference, sealed) =>
    sealContact(keys, reference, await openContact(keys, reference, sealed)),
  'pledge_lines.note': async (keys, reference, sealed) =>
    sealNote(keys, reference, await openNote(keys, reference, sealed)),
  'texts.body': async (keys, id, sealed) => sealTextAgain(keys, id, await openText(keys, id, sealed)),
}

/**
 * Encrypts one page of ciphertexts with the keyring's current key, each only if it is still what was read.
 * What the current key wrote already is left alone, so a rotation can stop anywhere and begin again.
 */
export async function rotateKeys(
  db: Store,
  request: { cursor: RotationCursor | null; limit: number },
): Promise<RotationPage> {
  const cursor = request.cursor ?? startOf(ciphertextColumns[0])
  const place = ciphertextColumns.findIndex(({ name }) => name === cursor.column)
  const column = ciphertextColumns[place] ?? ciphertextColumns[0]
  const rows = await listCiphertexts(db.d1, column, cursor.afterKey, request.limit)
  const old = rows.flatMap(({ key, owner, sealed }) =>
    sealed && !isCurrent(db.keys, sealed) ? [{ key, owner, sealed }] : [],
  )
  const changes = await Promise.all(
    old.map(async ({ key, owner, sealed }) => ({
      key,
      from: sealed,
      to: await sealAgain[column.name](db.keys, owner, sealed),
    })),
  )
  const replaced = await replaceCiphertexts(db.d1, column, changes)
  const following = ciphertextColumns[place + 1]
  const last = rows.at(-1)
  const isColumnDone = rows.length < request.limit || last === undefined
  return {
    column: column.name,
    replaced,
    changedMeanwhile: changes.length - replaced,
    next: isColumnDone ? (following ? startOf(following) : null) : { column: column.name, afterKey: last.key },
  }
}

const startOf = ({ name, start }: CiphertextColumn): RotationCursor => ({ column: name, afterKey: start })

const isCurrent = (keys: Keyring, sealed: string) => sealed.startsWith(`${keys.currentKeyId}.`)
