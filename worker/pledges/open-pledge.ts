import { findPledge, type PledgeHead, type PledgeRow } from '../../db/queries/pledges.ts'
import { openCompany, openContact, type Company, type CompanyContact } from '../people/company.ts'
import { readToken, type TokenPurpose, type TokenSubject } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { settlePledge } from './mark-overdue.ts'

export interface PledgeCredential {
  reference: string
  token: string
}

export type OpenedPledge = { ok: true; row: PledgeRow } | { ok: false; reason: 'pledge_not_found' }

/** A pledge as its tokens see it: it has one holder, and a phone that was erased takes the links sent to it along. */
export const tokenSubject = ({
  tokenVersion,
  phoneKey,
}: Pick<PledgeHead, 'tokenVersion' | 'phoneKey'>): TokenSubject => ({
  tokenVersion,
  phoneKey,
  delegateTokenVersion: 0,
  delegateKey: null,
})

/** The pledge that a token opens for one of the purposes; a wrong token is a pledge that is not there. */
export async function openPledge(
  db: Store,
  { reference, token }: PledgeCredential,
  purposes: TokenPurpose[],
  now: number,
): Promise<OpenedPledge> {
  const row = await findPledge(db.d1, reference)
  if (!row) return { ok: false, reason: 'pledge_not_found' }
  const purpose = await readToken(db.keys, reference, token, tokenSubject(row), now)
  if (purpose === null || !purposes.includes(purpose)) return { ok: false, reason: 'pledge_not_found' }
  return { ok: true, row: await settlePledge(db, row, now) }
}

export const companyOfRow = (db: Store, row: Pick<PledgeHead, 'reference' | 'company'>): Promise<Company> =>
  openCompany(db.keys, row.reference, row.company)

/** Null once erased. */
export const contactOfRow = async (
  db: Store,
  row: Pick<PledgeHead, 'reference' | 'contact'>,
): Promise<CompanyContact | null> => (row.contact === null ? null : openContact(db.keys, row.reference, row.contact))
