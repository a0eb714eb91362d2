import * as v from 'valibot'
import type { BookingState } from './codes.ts'
import { absentOrWrong, flag, optionalText, phoneOrBlank, phoneSchema } from './fields.ts'
import type { Bilingual } from './exhibition.ts'

// What a delegate asks and sees, and what a family sends to look after its booking itself (domain.md, "Delegates").

/**
 * The phone is asked for only where the family has none on record. Its delegate wrote the e-mail address too, which is
 * dropped unless the family says that it is its own.
 */
export const takeOverSchema = v.object({ phone: optionalText(phoneOrBlank), keepsEmail: flag }, absentOrWrong)
export type TakeOver = v.InferOutput<typeof takeOverSchema>

export const askFamiliesLinkSchema = v.object({ phone: phoneSchema }, absentOrWrong)

/** What a device keeps of a delegate that followed its link. */
export interface FamiliesCredential {
  delegateKey: string
  token: string
}

/** How many families one page shows. */
export const familiesPageSize = 40

/** One family's booking, as its delegate sees it among the others. */
export interface FamilyLine {
  reference: string
  state: BookingState
  /** The family's label at the delegate, and the name of its trade. */
  label: string
  tradeName: string
  stall: string | null
  rank: number | null
  offerExpiresAt: string | null
}

export interface FamiliesExhibition {
  slug: string
  title: Bilingual
  venue: Bilingual
  startsOn: string
  endsOn: string
  /** Live bookings of the delegate there, which the cap counts. */
  live: number
  isBookable: boolean
  lines: FamilyLine[]
}

/** A delegate's families, some at a time: exhibitions with live bookings come before the others. */
export interface Families {
  exhibitions: FamiliesExhibition[]
  /** As the delegate wrote itself in its newest booking on this page, for the next one. */
  delegate: { organisation: string; name: string; phone: string } | null
  isDemonstration: boolean
  total: number
  page: number
  pages: number
  /** How many live bookings one delegate may have at one exhibition. */
  limit: number
}
