import fc from 'fast-check'
import { isLive, statesBefore, type BookingAct } from '../../worker/contract/booking-transitions.ts'
import type { BookingState } from '../../worker/contract/codes.ts'
import { muscatDay } from '../../worker/contract/dates.ts'
import { lateCheckInMs } from '../../worker/contract/limits.ts'
import { d1 } from './store.ts'

/** One step of a walk. `who` and `stall` choose among what is there, whatever their size. */
export type Step =
  /** A claim that is a `family`'s is made by the one delegate there is; the family has a phone too. */
  | { act: 'claim'; person: number; stall: number | null; needsStepFree: boolean; joins: boolean; family?: boolean }
  | { act: 'withdraw' | 'accept' | 'release-phone' | 'take-over'; who: number }
  | DeskStep
  | { act: 'cancel-exhibition' }
  | { act: 'withhold' | 'allow'; stall: number }
  | { act: 'offer' | 'schedule' }
  | { act: 'wait'; hours: number }

/** An act of a manager. `stall` and `other` count only where the act names one. */
export interface DeskStep {
  act: (typeof deskSteps)[number]
  who: number
  stall?: number
  other?: number
}

export const deskSteps = [
  'check',
  'confirm',
  'decline',
  'reinstate',
  'staff-offer',
  'move',
  'swap',
  'cancel',
  'check-in',
  'undo-check-in',
  'ask',
] as const

const who = fc.nat({ max: 30 })
const stall = fc.nat({ max: 5 })

export const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        act: fc.constant('claim' as const),
        person: fc.nat({ max: 11 }),
        stall: fc.option(stall),
        needsStepFree: fc.boolean(),
        joins: fc.boolean(),
        family: fc.boolean(),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constantFrom('withdraw', 'withdraw', 'accept', 'release-phone', 'take-over'),
        who,
      }),
    },
    {
      weight: 10,
      arbitrary: fc.record({ act: fc.constantFrom('confirm', 'confirm', ...deskSteps), who, stall, other: who }),
    },
    { weight: 1, arbitrary: fc.constant({ act: 'cancel-exhibition' as const }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('withhold' as const, 'allow' as const), stall }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('offer' as const, 'schedule' as const) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  ) as fc.Arbitrary<Step>,
  { minLength: 10, maxLength: 40 },
)

export interface KnownBooking {
  reference: string
  state: BookingState
  stall: string | null
  applicantKey: string
  phoneKey: string | null
  delegateKey: string | null
  needsStepFree: number
  ordinal: number | null
  offerExpiresAtUtc: number | null
  version: number
  /** On how many days somebody was checked in, and the last of them. */
  days: number
  lastDay: string | null
  hasPriority: number
}

export interface KnownStall {
  code: string
  zone: number
  x: number
  isStepFree: number
  isWithheld: number
}

/** Everything of one exhibition that a model needs to say what must happen next. */
export interface Known {
  state: string
  bookingClosesAtUtc: number
  startsOn: string
  endsOn: string
  offersOutOfOrder: number
  bookings: KnownBooking[]
  stalls: KnownStall[]
}

export async function readKnown(exhibitionId: number): Promise<Known> {
  const [exhibition, bookings, stalls] = await d1.batch([
    d1
      .prepare(
        `SELECT state, booking_closes_at_utc AS bookingClosesAtUtc, starts_on AS startsOn, ends_on AS endsOn,
           offers_out_of_order AS offersOutOfOrder
         FROM exhibitions WHERE id = ?`,
      )
      .bind(exhibitionId),
    d1
      .prepare(
        `SELECT b.reference, b.state, s.code AS stall, b.applicant_key AS applicantKey, b.phone_key AS phoneKey,
           b.delegate_key AS delegateKey, b.needs_step_free AS needsStepFree,
           b.ordinal, b.offer_expires_at_utc AS offerExpiresAtUtc, b.version,
           (SELECT count(*) FROM attendance a WHERE a.reference = b.reference) AS days,
           (SELECT max(day) FROM attendance a WHERE a.reference = b.reference) AS lastDay,
           EXISTS (SELECT 1 FROM priority_ledger p
             WHERE p.applicant_key = b.applicant_key AND p.exhibition_id = b.exhibition_id) AS hasPriority
         FROM bookings b LEFT JOIN stalls s ON s.id = b.stall_id WHERE b.exhibition_id = ? ORDER BY b.rowid`,
      )
      .bind(exhibitionId),
    d1
      .prepare(
        `SELECT code, zone_id AS zone, x, is_step_free AS isStepFree, withheld_reason IS NOT NULL AS isWithheld
         FROM stalls WHERE exhibition_id = ? ORDER BY y, x, code`,
      )
      .bind(exhibitionId),
  ])
  const row = exhibition?.results[0] as Omit<Known, 'bookings' | 'stalls'> | undefined
  if (!row) throw new Error('There is no such exhibition.')
  return {
    ...row,
    bookings: (bookings?.results ?? []) as KnownBooking[],
    stalls: (stalls?.results ?? []) as KnownStall[],
  }
}

const occupying = new Set<BookingState>(['pending', 'offered', 'confirmed', 'checked_in'])

/** Domain.md, invariant 1: nobody holds it, and it is not withheld. */
export const isFree = (known: Known, stall: KnownStall): boolean =>
  !stall.isWithheld && !known.bookings.some((booking) => booking.stall === stall.code && occupying.has(booking.state))

/** Domain.md, invariants 1 and 7: free, and nobody whom it suits waits. */
export const claimable = (known: Known, stall: KnownStall): boolean =>
  isFree(known, stall) &&
  !known.bookings.some((booking) => booking.state === 'waitlisted' && booking.needsStepFree <= stall.isStepFree)

/** The waiter whose turn it is at a stall, or null. */
export const nextWaiter = (known: Known, { isStepFree }: KnownStall): KnownBooking | null =>
  known.bookings
    .filter((booking) => booking.state === 'waitlisted' && booking.needsStepFree <= isStepFree)
    .sort((one, other) => (one.ordinal ?? 0) - (other.ordinal ?? 0))[0] ?? null

type Keys = Pick<KnownBooking, 'applicantKey' | 'delegateKey'>

/** Whether two bookings are of one applicant: by their keys, or by the one that a family had at its delegate. */
export const isOneFamily = (one: Keys, other: Keys): boolean =>
  one.applicantKey === other.applicantKey ||
  one.delegateKey === `former:${other.applicantKey}` ||
  other.delegateKey === `former:${one.applicantKey}`

/** Domain.md, "Delegates": only from a delegate, with a phone on record that has no other live booking there. */
export const mayTakeOver = (known: Known, booking: KnownBooking, from: BookingState): boolean =>
  booking.delegateKey !== null &&
  !booking.delegateKey.startsWith('former:') &&
  booking.phoneKey !== null &&
  !(
    isLive(from) &&
    known.bookings.some(
      (one) => one.reference !== booking.reference && one.applicantKey === booking.phoneKey && isLive(one.state),
    )
  )

export interface ClaimModel {
  applicantKey: string
  asked: KnownStall | null
  needsStepFree: boolean
  joins: boolean
  isBallot: boolean
  entersAs: 'pending' | 'confirmed'
}

/** The answers to a claim that are true; exactly one of them must be given. A success names state and stall. */
export function trueAnswers(known: Known, claim: ClaimModel, now: number): string[] {
  const isOpen = known.state === 'open' && known.bookingClosesAtUtc > now
  if (!isOpen) return ['booking_closed']
  const isAlreadyThere = known.bookings.some(
    (booking) => isOneFamily(booking, { applicantKey: claim.applicantKey, delegateKey: null }) && isLive(booking.state),
  )
  if (claim.isBallot) return isAlreadyThere ? ['already_booked'] : ['applied null']
  const suitable = known.stalls.filter(
    (stall) => claimable(known, stall) && Number(claim.needsStepFree) <= stall.isStepFree,
  )
  const isFull = suitable.length === 0
  const { asked } = claim
  if (asked && claimable(known, asked)) return isAlreadyThere ? ['already_booked'] : [`${claim.entersAs} ${asked.code}`]
  const full = isFull && !claim.joins ? ['exhibition_full'] : []
  if (isAlreadyThere) return ['already_booked', ...full]
  if (isFull) return claim.joins ? ['waitlisted null'] : full
  if (asked) return [`stall_taken ${nearest(asked, suitable).join(' ')}`]
  const [best] = [...suitable].sort((one, other) => one.isStepFree - other.isStepFree)
  return [`${claim.entersAs} ${(claim.needsStepFree ? suitable[0] : best)?.code}`]
}

/** The same zone first, then straight distance; the stalls of a walk stand in one row. */
const nearest = (asked: KnownStall, suitable: KnownStall[]): string[] =>
  suitable
    .filter((stall) => stall.code !== asked.code)
    .sort(
      (one, other) =>
        Number(one.zone !== asked.zone) - Number(other.zone !== asked.zone) ||
        Math.abs(one.x - asked.x) - Math.abs(other.x - asked.x) ||
        one.x - other.x,
    )
    .slice(0, 3)
    .map(({ code }) => code)

/** What time alone has made of a booking. */
export function settledState(known: Known, booking: KnownBooking, now: number): BookingState {
  const today = muscatDay(now)
  if (known.state === 'cancelled') return isLive(booking.state) ? 'cancelled' : booking.state
  if (booking.state === 'offered' && (booking.offerExpiresAtUtc ?? 0) <= now) return 'expired'
  const isUndecided = ['applied', 'pending', 'waitlisted', 'offered'].includes(booking.state)
  if (isUndecided && known.startsOn <= today) return 'expired'
  if (booking.state === 'confirmed' && known.endsOn < muscatDay(now - lateCheckInMs)) return 'no_show'
  return booking.state === 'checked_in' && known.endsOn < today ? 'completed' : booking.state
}

const leadsTo: Partial<Record<BookingAct, BookingState>> = {
  withdraw: 'withdrawn',
  accept: 'confirmed',
}

/** What the transition table says of an act: the state after it, or null when it is refused. */
export const stateAfter = (act: BookingAct, from: BookingState): BookingState | null =>
  statesBefore(act).includes(from) ? (leadsTo[act] ?? from) : null
