import type { D1PreparedStatement } from '@cloudflare/workers-types'
import {
  countChanges,
  countDataRequests,
  countDeadMessages,
  countLines,
  countOffersEnding,
  countPledges,
  countProposals,
  countToDecide,
  countUnchecked,
  readCounts,
} from '../../db/queries/today.ts'
import type { Role } from '../contract/codes.ts'
import { addDays, muscatDay, toInstant } from '../contract/dates.ts'
import type { TodayCode, TodayItem } from '../contract/desk-today.ts'
import { dayMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import type { Staff } from './staff.ts'

/** A line that falls due within so many days is work for today. */
const dueSoonDays = 7
/** The first day of all. */
const ever = '0000-01-01'

const asked: Record<TodayCode, readonly Role[]> = {
  bookings_to_decide: ['officer', 'manager'],
  entries_to_check: ['officer', 'manager'],
  offers_ending: ['officer', 'manager'],
  proposals_to_decide: ['manager'],
  pledges_to_verify: ['officer', 'manager'],
  pledges_to_accept: ['manager'],
  changes_to_agree: ['manager'],
  lines_overdue: ['receiver', 'manager'],
  lines_due: ['receiver', 'manager'],
  data_requests: ['officer', 'manager'],
  dead_messages: ['officer', 'manager'],
}

/** What waits for this person, by role and governorate, most pressing kinds first; kinds where nothing waits are left out. */
export async function readToday(db: Store, staff: Staff, now: number): Promise<TodayItem[]> {
  const { d1 } = db
  const today = muscatDay(now)
  const governorates = staff.role === 'officer' ? JSON.stringify(staff.governorates) : null
  const counts: Record<TodayCode, () => D1PreparedStatement> = {
    bookings_to_decide: () => countToDecide(d1, governorates),
    entries_to_check: () => countUnchecked(d1, governorates),
    offers_ending: () => countOffersEnding(d1, governorates, now + dayMs),
    proposals_to_decide: () => countProposals(d1, staff.id),
    pledges_to_verify: () => countPledges(d1, 'pledged'),
    pledges_to_accept: () => countPledges(d1, 'verified'),
    changes_to_agree: () => countChanges(d1),
    lines_overdue: () => countLines(d1, ever, addDays(today, -1)),
    lines_due: () => countLines(d1, today, addDays(today, dueSoonDays)),
    data_requests: () => countDataRequests(d1, governorates),
    dead_messages: () => countDeadMessages(d1),
  }
  // The keys of a literal record are its codes.
  const codes = (Object.keys(asked) as TodayCode[]).filter((code) => asked[code].includes(staff.role))
  const waiting = await readCounts(
    d1,
    codes.map((code) => counts[code]()),
  )
  return codes.flatMap((code, place) => {
    const { count = 0, atUtc = null } = waiting[place] ?? {}
    return count === 0 ? [] : [{ code, count, at: atUtc === null ? null : toInstant(atUtc) }]
  })
}
