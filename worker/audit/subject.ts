import { streamOwners, type StreamOwner } from '../../db/queries/audit.ts'
import { normaliseReference } from '../contract/text.ts'

/** The stream that somebody names: by its own name, or by a reference as it is written on paper; null for none. */
export function subjectOf(typed: string): string | null {
  const reference = normaliseReference(typed)
  if (reference) return `${reference.startsWith('PLG-') ? 'pledge' : 'booking'}:${reference}`
  return /^[a-z]{3,20}:[\w-]{1,120}$/.test(typed) ? typed : null
}

/** The kind of record whose stream it is, and the record's key. */
export function ownerOf(stream: string): { owner: StreamOwner; key: string } | null {
  const owner = streamOwners.find(({ prefix }) => stream.startsWith(prefix))
  return owner ? { owner, key: stream.slice(owner.prefix.length) } : null
}
