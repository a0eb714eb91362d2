import { findAnyExhibition } from '../../db/queries/exhibitions.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Store } from '../store.ts'

export type FindPlaceOutcome =
  | { ok: true; exhibitionId: number | null; governorate: string }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const wrong = (field: string, code: FieldError['code']): FindPlaceOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field, code }],
})

/** Where a need is: its exhibition's governorate, or the one that was named. The two must not differ. */
export async function findPlace(
  db: Store,
  { exhibition, governorate }: { exhibition: string | null; governorate: string | null },
): Promise<FindPlaceOutcome> {
  if (exhibition === null) {
    return governorate === null ? wrong('governorate', 'required') : { ok: true, exhibitionId: null, governorate }
  }
  const found = await findAnyExhibition(db.d1, exhibition)
  if (!found) return wrong('exhibition', 'unknown')
  if (governorate !== null && governorate !== found.governorate) return wrong('governorate', 'not_allowed')
  return { ok: true, exhibitionId: found.id, governorate: found.governorate }
}
