import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nobodyWaitsFor, stallSuits } from '../../db/queries/waitlist.ts'
import { withoutCondition, withoutTrigger } from '../builders/altered-d1.ts'
import { visited, walkThrough, type Rules } from '../builders/walk-acts.ts'
import {
  fills,
  days,
  newcomer,
  fullHall,
  reviewed,
  managed,
  moves,
  calledOff,
  delegated,
} from '../builders/walk-ways.ts'
import { steps, type Step } from '../builders/walk.ts'

const rules = fc.record({
  mode: fc.constantFrom('first_come', 'first_come', 'first_come', 'ballot'),
  review: fc.constantFrom('before_confirming', 'none'),
}) as fc.Arbitrary<Rules>

const examples: [Rules, Step[]][] = [
  [{ mode: 'first_come', review: 'none' }, delegated],
  [{ mode: 'first_come', review: 'before_confirming' }, delegated],
  [{ mode: 'ballot', review: 'none' }, delegated],
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
    { numRuns: 80, examples },
  )
}, 120_000)

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
    'ask pending→pending',
    'ask declined→refused',
    'confirm pending→confirmed',
    'confirm confirmed→refused',
    'decline pending→declined',
    'decline waitlisted→declined',
    'decline applied→declined',
    'decline confirmed→refused',
    'release-phone confirmed→confirmed',
    'take-over pending→pending',
    'take-over confirmed→confirmed',
    'take-over waitlisted→waitlisted',
    'take-over applied→applied',
    'take-over confirmed→refused',
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

  test('a walk where a delegate may book a family that follows its booking itself is caught', async () => {
    const walk = withoutCondition(
      'AND f.delegate_key = ?',
      (altered) => walkThrough({ mode: 'ballot', review: 'none' }, delegated, altered.db),
      { replacement: 'AND f.delegate_key = -?' },
    )
    await expect(walk).rejects.toThrow('already_booked')
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
