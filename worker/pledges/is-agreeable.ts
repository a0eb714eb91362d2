import type { PledgeRow } from '../../db/queries/pledges.ts'
import { openLines } from './propose-change.ts'
import { amendedLines, linesSeen } from './pledge-view.ts'

/**
 * Whether what the company proposed still fits: what came meanwhile cannot be changed any more, and what is open again
 * was not left out on purpose. Else the company proposes anew.
 */
export function isAgreeable(pledge: PledgeRow): boolean {
  const { amendment } = pledge
  if (!amendment) return false
  const open = openLines(pledge).map(({ n }) => n)
  const seen = linesSeen(amendment)
  return amendedLines(amendment).every(({ n }) => n === null || open.includes(n)) && open.every((n) => seen.includes(n))
}
