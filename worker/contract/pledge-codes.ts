// The closed lists of companies' support. Their words are in content/words, under the same codes.

export const lineKinds = [
  'stall_space',
  'permanent_outlet',
  'exhibition_sponsorship',
  'equipment',
  'goods',
  'transport',
  'training_places',
  'jobs',
  'buying_commitment',
  'services',
  'cash_handover',
] as const
export type LineKind = (typeof lineKinds)[number]

export const lineUnits = [
  'stall',
  'day',
  'month',
  'piece',
  'kilogram',
  'trip',
  'place',
  'job',
  'order',
  'hour',
  'baisa',
] as const
export type LineUnit = (typeof lineUnits)[number]

/** The units in which each kind can be counted, the usual one first. */
export const unitsOf = {
  stall_space: ['stall', 'day', 'month'],
  permanent_outlet: ['stall', 'month', 'place'],
  exhibition_sponsorship: ['baisa', 'stall', 'day', 'piece'],
  equipment: ['piece', 'day', 'month'],
  goods: ['piece', 'kilogram'],
  transport: ['trip', 'day', 'hour', 'kilogram'],
  training_places: ['place', 'day', 'hour'],
  jobs: ['job'],
  buying_commitment: ['order', 'piece', 'kilogram', 'month', 'baisa'],
  services: ['hour', 'day', 'month', 'piece'],
  cash_handover: ['baisa'],
} as const satisfies Record<LineKind, readonly LineUnit[]>

export const isUnitOf = (kind: LineKind, unit: LineUnit): boolean =>
  (unitsOf[kind] as readonly LineUnit[]).includes(unit)

/** Money is recorded as an intention with the way to Jood, and never counted as received (domain.md, "Pledge"). */
export const isMoney = (kind: LineKind, unit: LineUnit): boolean =>
  kind === 'cash_handover' || (kind === 'exhibition_sponsorship' && unit === 'baisa')

/** Kinds that are looked at again after 90 days. */
export const sustainedKinds = ['jobs', 'training_places'] as const satisfies LineKind[]

export const isLookedAtAgain = (kind: string): boolean => (sustainedKinds as readonly string[]).includes(kind)

export const sectors = [
  'energy',
  'banking',
  'telecom',
  'retail',
  'hospitality',
  'aviation',
  'manufacturing',
  'logistics',
  'construction',
  'education',
  'health',
  'technology',
  'other',
] as const
export type Sector = (typeof sectors)[number]

/** How a company wants to be named in public. */
export const namings = ['name', 'sector', 'hidden'] as const
export type Naming = (typeof namings)[number]

export const pledgeStates = [
  'pledged',
  'verified',
  'accepted',
  'partly_delivered',
  'fulfilled',
  'overdue',
  'declined',
  'withdrawn',
  'closed_unfulfilled',
] as const
export type PledgeState = (typeof pledgeStates)[number]

/** From `accepted` on the state is computed from the lines. */
export const computedStates = [
  'accepted',
  'partly_delivered',
  'fulfilled',
  'overdue',
  'closed_unfulfilled',
] as const satisfies PledgeState[]

export const lineStates = ['due', 'overdue', 'received', 'sustained', 'reversed', 'dropped', 'written_off'] as const
export type LineState = (typeof lineStates)[number]

export const needStates = ['open', 'partly_met', 'met', 'closed'] as const
export type NeedState = (typeof needStates)[number]

/** The state of a need: what is asked, what accepted pledges promise, and whether staff closed it. */
export function needState(need: { asked: number; promised: number; isClosed: boolean }): NeedState {
  if (need.isClosed) return 'closed'
  if (need.promised >= need.asked) return 'met'
  return need.promised > 0 ? 'partly_met' : 'open'
}

/** The header's state from `accepted` on, first match (domain.md, "Pledge"); the trigger of the tables computes the same. */
export function stateOfLines(lines: readonly { state: LineState; isMoney: boolean }[]): PledgeState {
  const counted = lines.filter((line) => !line.isMoney && line.state !== 'reversed' && line.state !== 'dropped')
  const isReceived = (line: { state: LineState }) => line.state === 'received' || line.state === 'sustained'
  if (counted.length === 0) return 'accepted'
  if (counted.every((line) => line.state === 'written_off')) return 'closed_unfulfilled'
  if (counted.every(isReceived)) return 'fulfilled'
  if (counted.some((line) => line.state === 'overdue')) return 'overdue'
  return counted.some(isReceived) ? 'partly_delivered' : 'accepted'
}
