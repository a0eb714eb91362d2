import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nobodyWaitsFor, stallSuits } from '../../db/queries/waitlist.ts'
import { withoutCondition, withoutTrigger } from '../builders/altered-d1.ts'
import { visited, walkThrough, type Rules } from '../builders/walk-acts.ts'
import { steps, type Step } from '../builders/walk.ts'

const rules = fc.record({
  mode: fc.constantFrom('first_come', 'first_come', 'first_come', 'ballot'),
  review: fc.constantFrom('before_confirming', 'none'),
}) as fc.Arbitrary<Rules>

const newcomer = (person: number, joins = false): Step => ({
  act: 'claim',
  person,
  stall: null,
  needsStepFree: false,
  joins,
})
const fills = [0, 1, 2, 3, 4].map((person) => newcomer(person))
const waits = [5, 6, 7].map((person) => newcomer(person, true))
const days = (count: number): Step => ({ act: 'wait', hours: 24 * count })

/** A full hall, three who wait, and what becomes of them. */
const fullHall: Step[] = [
  newcomer(0),
  { act: 'claim', person: 8, stall: 0, needsStepFree: false, joins: true },
  ...fills.slice(1),
  newcomer(8),
  ...waits,
  { act: 'withdraw', who: 0 },
  { act: 'accept', who: 5 },
  { act: 'withdraw', who: 1 },
  { act: 'accept', who: 7 },
  days(4),
  { act: 'schedule' },
  { act: 'accept', who: 6 },
  { act: 'withdraw', who: 7 },
  { act: 'release-phone', who: 5 },
  { act: 'withhold', stall: 0 },
  newcomer(9, true),
  { act: 'allow', stall: 0 },
  { act: 'claim', person: 10, stall: 0, needsStepFree: false, joins: false },
  { act: 'claim', person: 2, stall: 3, needsStepFree: false, joins: false },
  { act: 'offer' },
  days(8),
  newcomer(11),
  { act: 'schedule' },
  days(2),
  { act: 'schedule' },
  days(3),
  { act: 'schedule' },
]

const reviewed: Step[] = [
  ...fills,
  ...waits,
  { act: 'check', who: 0 },
  { act: 'check', who: 5 },
  { act: 'confirm', who: 0 },
  { act: 'confirm', who: 0 },
  { act: 'decline', who: 1 },
  { act: 'decline', who: 0 },
  { act: 'decline', who: 7 },
  { act: 'withdraw', who: 2 },
  newcomer(8, true),
  newcomer(9, true),
  { act: 'withdraw', who: 9 },
  { act: 'withdraw', who: 9 },
  days(14),
  { act: 'confirm', who: 3 },
  { act: 'withdraw', who: 4 },
  { act: 'schedule' },
]

/** What managers do: appeals, moves, swaps, offers out of order, cancelling, and the days of the exhibition. */
const managed: Step[] = [
  ...fills,
  ...[0, 1, 2, 3].map((who): Step => ({ act: 'confirm', who })),
  { act: 'decline', who: 4 },
  { act: 'reinstate', who: 4 },
  { act: 'reinstate', who: 4 },
  { act: 'decline', who: 4 },
  newcomer(5),
  newcomer(6, true),
  newcomer(7, true),
  newcomer(8, true),
  { act: 'reinstate', who: 4 },
  { act: 'decline', who: 7 },
  { act: 'reinstate', who: 7 },
  { act: 'move', who: 0, stall: 0 },
  { act: 'move', who: 0, stall: 1 },
  { act: 'swap', who: 0, other: 1 },
  { act: 'swap', who: 0, other: 0 },
  { act: 'withhold', stall: 0 },
  { act: 'withhold', stall: 4 },
  { act: 'cancel', who: 1 },
  { act: 'cancel', who: 1 },
  { act: 'cancel', who: 2 },
  { act: 'staff-offer', who: 8, stall: 0 },
  { act: 'allow', stall: 0 },
  { act: 'staff-offer', who: 8, stall: 0 },
  { act: 'staff-offer', who: 4, stall: 0 },
  { act: 'allow', stall: 4 },
  { act: 'staff-offer', who: 6, stall: 4 },
  { act: 'accept', who: 8 },
  { act: 'check-in', who: 0 },
  { act: 'schedule' },
  days(14),
  { act: 'check-in', who: 0 },
  { act: 'check-in', who: 0 },
  { act: 'undo-check-in', who: 0 },
  { act: 'undo-check-in', who: 0 },
  { act: 'check-in', who: 0 },
  { act: 'schedule' },
  days(1),
  { act: 'check-in', who: 0 },
  { act: 'undo-check-in', who: 0 },
  { act: 'check-in', who: 3 },
  { act: 'cancel', who: 3 },
  { act: 'reinstate', who: 7 },
  { act: 'cancel-exhibition' },
  days(2),
  { act: 'schedule' },
  { act: 'check-in', who: 0 },
]

const moves: Step[] = [
  ...fills.slice(0, 3),
  { act: 'move', who: 0, stall: 4 },
  { act: 'move', who: 1, stall: 3 },
  { act: 'swap', who: 0, other: 1 },
  { act: 'swap', who: 2, other: 1 },
  { act: 'withhold', stall: 0 },
  { act: 'withhold', stall: 1 },
  { act: 'claim', person: 5, stall: null, needsStepFree: true, joins: true },
  { act: 'move', who: 2, stall: 0 },
  { act: 'allow', stall: 1 },
  { act: 'move', who: 0, stall: 1 },
]

const calledOff: Step[] = [
  ...fills,
  ...waits,
  { act: 'withdraw', who: 0 },
  { act: 'cancel-exhibition' },
  { act: 'accept', who: 5 },
  { act: 'check', who: 1 },
  { act: 'move', who: 2, stall: 0 },
  newcomer(9, true),
  { act: 'cancel-exhibition' },
  { act: 'schedule' },
  { act: 'reinstate', who: 2 },
]

const examples: [Rules, Step[]][] = [
  [{ mode: 'first_come', review: 'none' }, fullHall],
  [{ mode: 'first_come', review: 'before_confirming' }, reviewed],
  [{ mode: 'first_come', review: 'before_confirming' }, managed],
  [{ mode: 'first_come', review: 'none' }, moves],
  [{ mode: 'first_come', review: 'none' }, calledOff],
  [
    { mode: 'ballot', review: 'none' },
    [...fills, { act: 'decline', who: 0 }, { act: 'reinstate', who: 0 }, { act: 'cancel', who: 1 }],
  ],
  [
    { mode: 'ballot', review: 'none' },
    [...fills, { act: 'decline', who: 0 }, { act: 'withdraw', who: 1 }, days(14), { act: 'schedule' }],
  ],
]

test('no sequence of acts leaves the transition table or breaks an invariant', async () => {
  await fc.assert(
    fc.asyncProperty(rules, steps, (how, way) => walkThrough(how, way)),
    { numRuns: 1200, examples },
  )
}, 1_800_000)

test('the walks took every way of the table that has a verb, and were refused elsewhere', () => {
  const ways = [
    'claim applied',
    'claim pending',
    'claim confirmed',
    'claim waitlisted',
    'claim stall_taken',
    'claim exhibition_full',
    'claim already_booked',
    'claim booking_closed',
    'offer waitlisted→offered',
    'accept offered→confirmed',
    'accept expired→refused',
    'withdraw pending→withdrawn',
    'withdraw applied→withdrawn',
    'withdraw waitlisted→withdrawn',
    'withdraw offered→withdrawn',
    'withdraw confirmed→withdrawn',
    'withdraw withdrawn→refused',
    'check pending→pending',
    'check waitlisted→waitlisted',
    'confirm pending→confirmed',
    'confirm confirmed→refused',
    'decline pending→declined',
    'decline waitlisted→declined',
    'decline applied→declined',
    'decline confirmed→refused',
    'release-phone confirmed→confirmed',
    'reinstate declined→pending',
    'reinstate declined→waitlisted',
    'reinstate declined→applied',
    'reinstate pending→refused',
    'staff-offer waitlisted→offered',
    'staff-offer waitlisted→refused',
    'move confirmed→confirmed',
    'move confirmed→refused',
    'swap confirmed→confirmed',
    'swap confirmed→refused',
    'cancel confirmed→cancelled',
    'cancel applied→cancelled',
    'cancel checked_in→cancelled',
    'cancel cancelled→refused',
    'check-in confirmed→checked_in',
    'check-in checked_in→checked_in',
    'check-in confirmed→refused',
    'check-in completed→refused',
    'undo-check-in checked_in→confirmed',
    'undo-check-in checked_in→checked_in',
    'undo-check-in confirmed→refused',
    'settle checked_in→completed',
    'settle confirmed→cancelled',
    'settle offered→cancelled',
    'settle waitlisted→cancelled',
    'exhibition cancel done',
    'exhibition cancel refused',
    'exhibition cancelled',
    'settle offered→expired',
    'settle pending→expired',
    'settle applied→expired',
    'settle waitlisted→expired',
    'settle confirmed→no_show',
    'exhibition open',
    'exhibition closed',
    'exhibition live',
    'exhibition finished',
  ]
  expect(ways.filter((way) => !visited.has(way))).toEqual([])
})

describe('negative controls', () => {
  const firstCome = { mode: 'first_come', review: 'none' } as const

  test('a walk without the trigger that empties the waiting list is caught', async () => {
    await withoutTrigger('bookings_leave_waitlist', async () => {
      await expect(walkThrough(firstCome, fullHall)).rejects.toThrow('a place without a waiter')
    })
  })

  test('a walk without the waiters’ condition is caught', async () => {
    const pastWaiter: Step[] = [
      ...fills,
      { act: 'withhold', stall: 0 },
      { act: 'withdraw', who: 0 },
      newcomer(5, true),
      { act: 'allow', stall: 0 },
      { act: 'claim', person: 6, stall: 0, needsStepFree: false, joins: false },
    ]
    await walkThrough(firstCome, pastWaiter)
    const walk = withoutCondition(nobodyWaitsFor('s'), (altered) => walkThrough(firstCome, pastWaiter, altered.db))
    await expect(walk).rejects.toThrow('exhibition_full')
  })

  test('a walk where the last to wait comes first is caught', async () => {
    const fragment = 'ORDER BY ordinal LIMIT 1'
    const replacement = 'ORDER BY ordinal DESC LIMIT 1'
    const walk = withoutCondition(fragment, (altered) => walkThrough(firstCome, fullHall, altered.db), { replacement })
    await expect(walk).rejects.toThrow('offered')
  })

  test('random walks find by themselves that stalls are given to those they do not suit', async () => {
    const { failed } = await withoutCondition(
      stallSuits('s', '?2'),
      (altered) =>
        fc.check(
          fc.asyncProperty(rules, steps, (how, way) => walkThrough(how, way, altered.db)),
          { endOnFailure: true, numRuns: 60 },
        ),
      { replacement: '?2 IS NOT NULL' },
    )
    expect(failed).toBe(true)
  })
})
