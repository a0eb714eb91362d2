import { exhibitionStream } from '../audit/event.ts'
import type { ProposalView } from '../contract/proposals.ts'
import type { Staff } from '../desk/staff.ts'
import { proposeAct, type ProposeActOutcome } from '../proposals/propose-act.ts'
import type { Store } from '../store.ts'
import { readCeremonyValue, type DrawOutcome } from './draw-exhibition.ts'

export type ProposeDrawActOutcome =
  { ok: true; proposal: ProposalView } | Extract<DrawOutcome, { ok: false }> | Extract<ProposeActOutcome, { ok: false }>

/** One manager says what the ceremony's value was; another approves, and that draws. */
export async function proposeCeremonyValue(
  db: Store,
  staff: Staff,
  request: { slug: string; version?: number | null | undefined; value: string | null },
  now: number,
): Promise<ProposeDrawActOutcome> {
  const read = await readCeremonyValue(db, request, now)
  if (!read.ok) return read
  const { slug, value } = request
  return proposeAct(
    db,
    staff,
    { kind: 'ceremony_value', subject: exhibitionStream(slug), data: { slug, n: read.n, value: value ?? '' } },
    now,
  )
}
