import { findExhibition, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import type { Store } from '../store.ts'
import { worksAt, type Staff } from './staff.ts'

export type FindOwnExhibitionOutcome =
  { ok: true; exhibition: ExhibitionRow } | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

/** An exhibition that someone may work on. */
export async function findOwnExhibition(db: Store, staff: Staff, slug: string): Promise<FindOwnExhibitionOutcome> {
  const exhibition = await findExhibition(db.d1, slug)
  if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
  if (!worksAt(staff, exhibition)) return { ok: false, reason: 'not_your_governorate' }
  return { ok: true, exhibition }
}
