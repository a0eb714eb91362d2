import type { MakePledge } from '../contract/pledge.ts'
import type { Keyring } from './keyring.ts'

/** Who pledges; kept for the yearly record. One ciphertext in `pledges.company`. */
export interface Company {
  name: { ar: string | null; en: string | null }
  registration: string | null
}

/** Whom to call there; erased 12 months after closing. One ciphertext in `pledges.contact`. */
export interface CompanyContact {
  name: string
  email: string | null
  phone: string | null
}

export const companyOf = ({ company }: Pick<MakePledge, 'company'>): Company => ({
  name: company.name,
  registration: company.registration,
})

export const contactOf = ({ company }: Pick<MakePledge, 'company'>): CompanyContact => ({
  name: company.contactName,
  email: company.email,
  phone: company.phone,
})

const companyContext = (reference: string) => `pledge-company:${reference}`
const contactContext = (reference: string) => `pledge-contact:${reference}`
// Without the line's number: the rest of a line keeps the line's note.
const noteContext = (reference: string) => `pledge-note:${reference}`

export const sealCompany = (keys: Keyring, reference: string, company: Company): Promise<string> =>
  keys.encrypt(JSON.stringify(company), companyContext(reference))

export async function openCompany(keys: Keyring, reference: string, sealed: string): Promise<Company> {
  // Only sealCompany writes this column, and AES-GCM authenticates it.
  return JSON.parse(await keys.decrypt(sealed, companyContext(reference))) as Company
}

export const sealContact = (keys: Keyring, reference: string, contact: CompanyContact): Promise<string> =>
  keys.encrypt(JSON.stringify(contact), contactContext(reference))

export async function openContact(keys: Keyring, reference: string, sealed: string): Promise<CompanyContact> {
  // Only sealContact writes this column, and AES-GCM authenticates it.
  return JSON.parse(await keys.decrypt(sealed, contactContext(reference))) as CompanyContact
}

/** What a company wrote beside a line. */
export const sealNote = (keys: Keyring, reference: string, note: string): Promise<string> =>
  keys.encrypt(note, noteContext(reference))

export const openNote = (keys: Keyring, reference: string, sealed: string): Promise<string> =>
  keys.decrypt(sealed, noteContext(reference))

/** Pledges with one registration number belong to one company. */
export const companyKey = (keys: Keyring, registration: string): Promise<string> =>
  keys.mac('lookup', `company|${registration}`)

export const emailKey = (keys: Keyring, email: string): Promise<string> =>
  keys.mac('lookup', `email|${email.toLowerCase()}`)
