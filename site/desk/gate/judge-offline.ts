import { muscatDay, toInstant } from '../../../worker/contract/dates.ts'
import type { GateList } from '../../../worker/contract/gate-list.ts'
import { readUnverifiedPass, verifyPass, type Pass, type PassKey } from '../../../worker/contract/pass.ts'
import { normaliseReference } from '../../../worker/contract/text.ts'
import type { GateSaid } from './gate-answer.ts'

/** What a phone knows without a network. */
export interface KnownOffline {
  list: GateList
  keys: readonly PassKey[]
  /** Whether this browser can check an Ed25519 signature. */
  canVerify: boolean
  /** When this phone itself let somebody in today, by reference. */
  seen: ReadonlyMap<string, string>
}

/**
 * What can be said of whoever shows this, from the list and the signature alone: nothing that happened since the
 * list. Only `saved` is to be recorded; `unlisted` and `moved` if a person decides so.
 */
export async function judgeOffline(known: KnownOffline, shown: string, nowMs: number): Promise<GateSaid> {
  const { list } = known
  if (muscatDay(nowMs) !== list.day) return { kind: 'list_over' }
  const typed = normaliseReference(shown)
  const pass = typed ? null : await readPass(known, shown)
  if (!typed && !pass) return { kind: 'pass_invalid' }
  const reference = pass?.reference ?? typed
  if (pass && pass.exhibitionId !== list.exhibitionId) return { kind: 'pass_other_exhibition', reference }
  if (pass && (list.day < pass.startsOn || pass.endsOn < list.day)) {
    return { kind: 'pass_not_today', reference, at: toInstant(nowMs) }
  }
  const line = list.lines.find((one) => one.reference === reference)
  if (!line) return { kind: 'unlisted', reference, at: list.asOf }
  const { stall, arrangements } = line
  if (pass && pass.stall !== stall) return { kind: 'moved', reference, stall, arrangements, passStall: pass.stall }
  const since = known.seen.get(reference) ?? line.checkedInAt
  if (since) return { kind: 'again', reference, stall, arrangements, at: since }
  return { kind: 'saved', reference, stall, arrangements, at: toInstant(nowMs) }
}

const readPass = async ({ canVerify, keys }: KnownOffline, shown: string): Promise<Pass | null> =>
  canVerify ? verifyPass(keys, shown) : readUnverifiedPass(shown)
