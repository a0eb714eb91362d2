import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutTrigger } from '../builders/altered-d1.ts'
import { brokenPledges } from '../builders/desk-pledge.ts'
import { pledgeSteps, visitedPledges, walkPledges, type PledgeStep } from '../builders/pledge-walk.ts'

const made = (quantity: number, kind: 'equipment' | 'jobs' | 'money' = 'equipment'): PledgeStep[] => [
  { act: 'pledge', need: 0, quantity, kind },
  { act: 'verify', who: 0 },
  { act: 'accept', who: 0 },
]

const fulfilled: PledgeStep[] = [
  ...made(5),
  { act: 'receive', who: 0, line: 0, quantity: 3 },
  { act: 'receive', who: 0, line: 1, quantity: 1 },
  { act: 'receive', who: 0, line: 3, quantity: 2 },
  { act: 'reverse', who: 0, line: 0 },
  { act: 'receive', who: 0, line: 4, quantity: 3 },
]
const late: PledgeStep[] = [
  ...made(4),
  { act: 'days', days: 95 },
  { act: 'propose-change', who: 0, quantity: 2, adds: true, drops: false },
  { act: 'agree-change', who: 0 },
  { act: 'withdraw', who: 0 },
]
const tooLate: PledgeStep[] = [...made(2), { act: 'days', days: 95 }, { act: 'withdraw', who: 0 }]
const lasting: PledgeStep[] = [
  ...made(3, 'jobs'),
  { act: 'receive', who: 0, line: 0, quantity: 3 },
  { act: 'sustain', who: 0, line: 0, quantity: 2 },
  { act: 'days', days: 95 },
  { act: 'sustain', who: 0, line: 0, quantity: 2 },
  { act: 'write-off', who: 0, line: 1 },
  { act: 'withdraw', who: 0 },
]
const hopeless: PledgeStep[] = [
  ...made(2),
  { act: 'write-off', who: 0, line: 0 },
  { act: 'write-off', who: 0, line: 1 },
  { act: 'erase-contact', who: 0 },
]
const changed: PledgeStep[] = [
  ...made(2),
  { act: 'propose-change', who: 0, quantity: 6, adds: false, drops: true },
  { act: 'take-back-change', who: 0 },
  { act: 'propose-change', who: 0, quantity: 6, adds: false, drops: true },
  { act: 'refuse-change', who: 0 },
  { act: 'agree-change', who: 0 },
]
const crowded: PledgeStep[] = [
  ...made(6),
  { act: 'pledge', need: 0, quantity: 6, kind: 'equipment' },
  { act: 'verify', who: 1 },
  { act: 'accept', who: 1 },
  { act: 'withdraw', who: 0 },
  { act: 'accept', who: 1 },
]
const refused: PledgeStep[] = [
  { act: 'pledge', need: 0, quantity: 2, kind: 'money' },
  { act: 'accept', who: 0 },
  { act: 'decline', who: 0 },
  { act: 'withdraw', who: 0 },
  { act: 'pledge', need: 1, quantity: 2, kind: 'equipment' },
  { act: 'erase-contact', who: 1 },
]

test('no sequence of acts leaves the tables of pledges and lines, or breaks an invariant', async () => {
  await fc.assert(
    fc.asyncProperty(pledgeSteps, (way) => walkPledges(way)),
    { numRuns: 40, examples: [[fulfilled], [tooLate], [late], [lasting], [hopeless], [changed], [crowded], [refused]] },
  )
  expect(await brokenPledges()).toEqual([])
}, 120_000)

test('the walks took every way of the table, and were refused elsewhere', () => {
  const ways = [
    'verify pledged→verified',
    'accept verified→accepted',
    'accept verified→refused',
    'accept pledged→refused',
    'decline pledged→declined',
    'withdraw accepted→withdrawn',
    'withdraw overdue→withdrawn',
    'withdraw declined→refused',
    'withdraw partly_delivered→refused',
    'receive accepted→partly_delivered',
    'receive partly_delivered→fulfilled',
    'reverse fulfilled→partly_delivered',
    'propose-change accepted→accepted',
    'take-back-change accepted→accepted',
    'refuse-change accepted→accepted',
    'agree-change accepted→refused',
    'agree-change overdue→accepted',
    'write-off accepted→closed_unfulfilled',
    'sustain partly_delivered→refused',
    'erase-contact pledged→withdrawn',
    'erase-contact closed_unfulfilled→closed_unfulfilled',
  ]
  expect(ways.filter((way) => !visitedPledges.has(way))).toEqual([])
})

test('a walk without the trigger that computes the header finds that it lies', async () => {
  const walk = withoutTrigger('pledges_follow_changed_lines', () => walkPledges(fulfilled))
  await expect(walk).rejects.toThrow(/partly_delivered|fulfilled/)
})

test('a walk without the trigger that keeps a need’s sums finds that they are wrong', async () => {
  await expect(withoutTrigger('pledge_lines_change_need', () => walkPledges(made(5)))).rejects.toThrow(/^The sums of/)
})
