import type { CheckInAt, CheckInResult } from '../contract/gate.ts'
import type { Store } from '../store.ts'
import { checkInAtGate, type CheckInAtGateOutcome } from './check-in-at-gate.ts'
import { findOwnExhibition, type FindOwnExhibitionOutcome } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export type MergeCheckInsOutcome =
  { ok: true; results: CheckInResult[] } | Extract<FindOwnExhibitionOutcome, { ok: false }>

/**
 * Records what a gate saw while it had no network, each with the time at which it happened. Sent again, cut off, or
 * told by two gates, it comes to the same: one check-in a day, with the earliest time.
 */
export async function mergeCheckIns(
  db: Store,
  staff: Staff,
  { slug, checkIns }: { slug: string; checkIns: CheckInAt[] },
  now: number,
): Promise<MergeCheckInsOutcome> {
  const found = await findOwnExhibition(db, staff, slug)
  if (!found.ok) return found
  const results: CheckInResult[] = []
  for (const { pass, reference, at } of checkIns) {
    const cameAtUtc = at === null ? undefined : Date.parse(at)
    const shown = pass ? { pass } : { reference: reference ?? '' }
    const request = { ...shown, exhibition: found.exhibition, cameAtUtc }
    results.push(resultOf(await checkInAtGate(db, staff, request, now)))
  }
  return { ok: true, results }
}

function resultOf(outcome: CheckInAtGateOutcome): CheckInResult {
  if (outcome.ok) return { ok: true, checkIn: outcome.checkIn, code: null, state: null }
  const { reason } = outcome
  // Checking in is no judgement, and the exhibition was found to be the colleague's own.
  if (reason === 'own_entry' || reason === 'not_your_governorate') throw new Error(`A check-in met ${reason}.`)
  return { ok: false, checkIn: null, code: reason, state: reason === 'transition_refused' ? outcome.state : null }
}
