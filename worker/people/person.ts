import { normaliseForSearch, searchWords } from '../contract/text.ts'
import type { BookStall } from '../contract/booking.ts'
import type { Keyring } from './keyring.ts'

/** Everything in a booking that names somebody; one ciphertext in `bookings.person`. */
export interface Person {
  name: string
  phone: string | null
  email: string | null
  tradeName: string
  description: string | null
  delegate: { organisation: string; name: string; phone: string; familyLabel: string } | null
}

export function personOf(request: BookStall): Person {
  const { applicant, product, delegate } = request
  return {
    name: applicant.name,
    phone: applicant.phone,
    email: applicant.email,
    tradeName: product.tradeName,
    description: product.description,
    delegate,
  }
}

const contextOf = (reference: string) => `booking:${reference}`

export const sealPerson = (keys: Keyring, reference: string, person: Person): Promise<string> =>
  keys.encrypt(JSON.stringify(person), contextOf(reference))

export async function openPerson(keys: Keyring, reference: string, sealed: string): Promise<Person> {
  // Only sealPerson writes this column, and AES-GCM authenticates it.
  return JSON.parse(await keys.decrypt(sealed, contextOf(reference))) as Person
}

export const phoneKey = (keys: Keyring, phone: string): Promise<string> => keys.mac('lookup', `phone|${phone}`)

/** The applicant key of a family that a delegate books for: the delegate's phone and the family's label (invariant 2). */
export const familyKey = (keys: Keyring, delegate: { phone: string; familyLabel: string }): Promise<string> =>
  keys.mac('lookup', `family|${delegate.phone}|${normaliseForSearch(delegate.familyLabel)}`)

export const wordKey = (keys: Keyring, word: string): Promise<string> => keys.mac('lookup', `word|${word}`)

/** HMACs of the words by which staff may look a booking up: the person's, the trade's and the delegate's name. */
export function nameWordKeys(keys: Keyring, person: Person): Promise<string[]> {
  const names = [person.name, person.tradeName, person.delegate?.organisation, person.delegate?.familyLabel]
  const words = searchWords(names.filter(Boolean).join(' ')).slice(0, 16)
  return Promise.all(words.map((word) => wordKey(keys, word)))
}
