import type { Language } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import type { LineKind, LineUnit, PledgeState, Sector } from './pledge-codes.ts'
import type { PledgeView } from './pledge.ts'

// What anyone, or the company itself, reads of pledges beside the pledge.

/** What a company is thanked for: by its name, or only by its sector. */
export type RecognisedCompany = ({ name: Bilingual } | { sector: Sector }) & {
  year: number
  governorates: string[]
  /** Without a quantity unless the company agreed to show it. */
  lines: { kind: LineKind; quantity?: number; unit?: LineUnit }[]
}

export interface Recognition {
  year: number
  companies: RecognisedCompany[]
  /** Companies that chose not to be named at all. */
  hidden: number
  /** Whether any of it is demonstration content. */
  isDemonstration: boolean
}

/** A published number; null where the group is smaller than five, or would give such a group away. */
export type PublishedCount = number | null

/** How many families, in ranges; `to` is null in the open range at the top. */
export interface FamilyRange {
  from: number
  to: number | null
}

export interface Impact {
  year: number
  /** What came, by kind and place; `governorate` is null where no need named one. */
  delivered: {
    kind: LineKind
    unit: LineUnit
    governorate: string | null
    quantity: PublishedCount
    /** Of jobs and training places: how many still stood after 90 days. */
    sustained: PublishedCount
  }[]
  /** The same by kind alone. */
  totals: { kind: LineKind; unit: LineUnit; quantity: PublishedCount; sustained: PublishedCount }[]
  /** Exhibitions that ended in the year. */
  exhibitions: number
  /** Places that applicants had at them, by the exhibition's governorate. */
  places: { governorate: string; places: PublishedCount }[]
  placesTotal: PublishedCount
  /** Families that had a place at an exhibition; null under five. */
  families: FamilyRange | null
}

/** What a company's yearly statement lists: one row for each line that came in the year. */
export interface StatementLine {
  pledge: string
  n: number
  kind: LineKind
  unit: LineUnit
  /** What was promised, of which `received` came. */
  quantity: number
  received: number
  receivedOn: string
  sustained: number | null
  governorate: string | null
  /** The title of the need that it answered. */
  need: Bilingual | null
  exhibition: Bilingual | null
}

export interface Statement {
  /** `STM-` and 8 characters, under which it can be verified. */
  reference: string
  year: number
  issuedOn: string
  company: { name: { ar: string | null; en: string | null }; registration: string | null; sector: Sector | null }
  lines: StatementLine[]
  totals: { kind: LineKind; unit: LineUnit; received: number; sustained: number | null }[]
  isDemonstration: boolean
}

/** What verifying a document reveals: its reference, its state and a day, nothing else. */
export type VerifiedDocument =
  | { kind: 'pledge'; reference: string; state: PledgeState; on: string }
  | { kind: 'statement'; reference: string; year: number; on: string }

/** Everything that is held of one pledge and whoever made it, as they may read and download it. */
export interface OwnPledge {
  pledge: PledgeView
  notes: { n: number; text: string }[]
  consent: { version: string; language: Language; givenAt: string; withdrawnAt: string | null } | null
  messages: { template: string; state: string; writtenAt: string; sentAt: string | null }[]
  /** The day on which the contact is erased without being asked; null while something is still due. */
  erasedOn: string | null
  contactErasedAt: string | null
}
