import type { CheckIn } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { checkInAtGate, type CheckInAtGateOutcome } from './check-in-at-gate.ts'
import { findOwnExhibition, type FindOwnExhibitionOutcome } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export type CheckInPassOutcome = CheckInAtGateOutcome | Extract<FindOwnExhibitionOutcome, { ok: false }>

/** Lets in whoever shows a pass at the gate of an exhibition: signed by us, for this exhibition, today. */
export async function checkInPass(db: Store, staff: Staff, request: CheckIn, now: number): Promise<CheckInPassOutcome> {
  const found = await findOwnExhibition(db, staff, request.exhibition)
  if (!found.ok) return found
  return checkInAtGate(db, staff, { exhibition: found.exhibition, pass: request.pass }, now)
}
