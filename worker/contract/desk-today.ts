// What waits for someone at the desk (the first page).

export const todayCodes = [
  'bookings_to_decide',
  'entries_to_check',
  'offers_ending',
  'proposals_to_decide',
  'pledges_to_verify',
  'pledges_to_accept',
  'changes_to_agree',
  'lines_overdue',
  'lines_due',
  'data_requests',
  'dead_messages',
] as const
export type TodayCode = (typeof todayCodes)[number]

export interface TodayItem {
  code: TodayCode
  /** Counting stops at 100. */
  count: number
  /** The oldest of them, or what ends first, as `todayTimes` says; null where no time matters. */
  at: string | null
}

/** Whether an item's time is its age, or when or on which day it is due. */
export const todayTimes = {
  bookings_to_decide: 'age',
  entries_to_check: 'due',
  offers_ending: 'due',
  proposals_to_decide: 'due',
  pledges_to_verify: 'age',
  pledges_to_accept: 'age',
  changes_to_agree: 'age',
  lines_overdue: 'day',
  lines_due: 'day',
  data_requests: 'due',
  dead_messages: 'age',
} as const satisfies Record<TodayCode, 'age' | 'due' | 'day'>
