import { expect } from 'vitest'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { bookStall, type BookStallOutcome } from '../../worker/bookings/book-stall.ts'
import { offerFreeStalls } from '../../worker/bookings/offer-free-stalls.ts'
import { offerExpiry } from '../../worker/bookings/offer-times.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { takeOverBooking } from '../../worker/bookings/take-over-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { holdsStall } from '../../worker/contract/booking-transitions.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { familyKey, phoneKey } from '../../worker/people/person.ts'
import { cancelExhibition } from '../../worker/exhibitions/cancel-exhibition.ts'
import type { TokenPurpose } from '../../worker/people/tokens.ts'
import type { Store } from '../../worker/store.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { newKey, parsedBody } from './booking.ts'
import { brokenInvariants } from './broken-invariants.ts'
import { associationOf, tokenOf } from './delegation.ts'
import { buildExhibition, noon, type StallToBuild } from './exhibition.ts'
import { signedInStaff } from './staff.ts'
import { d1, db } from './store.ts'
import { actAtDesk, expectTraces, standingAfter } from './walk-desk.ts'
import {
  deskSteps,
  mayTakeOver,
  nextWaiter,
  readKnown,
  settledState,
  stateAfter,
  trueAnswers,
  type DeskStep,
  type Known,
  type KnownBooking,
  type Step,
} from './walk.ts'

interface Walk {
  exhibition: { id: number; slug: string }
  mode: 'first_come' | 'ballot'
  review: 'before_confirming' | 'none'
  now: number
  db: Store
  manager: Staff
}

/** `act from→to` of everything that the walks did, to know that they went everywhere. */
export const visited = new Set<string>()

const hall: StallToBuild[] = Array.from({ length: 5 }, (_, index) => ({
  code: `A-${index + 1}`,
  zone: index < 3 ? 'crafts' : 'food',
  ...(index % 2 === 1 && { features: ['step_free'] }),
}))

/** Everything that a refused act could have left behind. */
async function trace(): Promise<unknown> {
  const tables = [
    'events',
    'outbox',
    'texts',
    'consents',
    'idempotency_keys',
    'name_words',
    'waitlist_places',
    'waitlist_skips',
    'attendance',
    'priority_ledger',
  ]
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
  return d1
    .prepare(
      `SELECT ${counts.join(', ')}, (SELECT json_group_array(reference || state || version || stall_id) FROM bookings WHERE state <> 'cancelled') AS bookings`,
    )
    .first()
}

const said = (outcome: BookStallOutcome): string => {
  if (outcome.ok) return `${outcome.booking.state} ${outcome.booking.stall}`
  return outcome.reason === 'stall_taken' ? `stall_taken ${outcome.alternatives.join(' ')}` : outcome.reason
}

async function claim(walk: Walk, step: Extract<Step, { act: 'claim' }>, known: Known): Promise<void> {
  const asked =
    step.stall === null || walk.mode === 'ballot' ? null : (known.stalls[step.stall % known.stalls.length] ?? null)
  const phone = String(71_000_000 + step.person)
  const delegate = associationOf('72000000', String(step.person))
  const body = parsedBody({
    applicant: { kind: 'productive_family', name: 'سعاد', phone, wilayat: 'as-seeb' },
    stall: asked?.code ?? null,
    arrangements: step.needsStepFree ? ['step_free'] : [],
    joinWaitlist: step.joins,
    ...(step.family && { delegate }),
  })
  const before = await trace()
  const request = { slug: walk.exhibition.slug, body, idempotencyKey: newKey() }
  const outcome = await bookStall(walk.db, { address: 'x' }, request, walk.now)
  const model = {
    applicantKey: step.family ? await familyKey(db.keys, delegate) : await phoneKey(db.keys, phone),
    asked,
    needsStepFree: step.needsStepFree,
    joins: step.joins,
    isBallot: walk.mode === 'ballot',
    entersAs: walk.review === 'none' ? ('confirmed' as const) : ('pending' as const),
  }
  const current = { ...known, state: known.bookingClosesAtUtc <= walk.now ? 'closed' : known.state }
  expect(trueAnswers(current, model, walk.now)).toContain(said(outcome))
  visited.add(`claim ${outcome.ok ? outcome.booking.state : outcome.reason}`)
  // A closing that the claim came across is recorded, and is the only thing a refusal may write.
  if (!outcome.ok && current.state === known.state) expect(await trace()).toEqual(before)
}

async function act(walk: Walk, step: Extract<Step, { who: number }>, known: Known): Promise<void> {
  const booking = known.bookings[step.who % known.bookings.length]
  if (!booking) return
  // A swap with itself is refused before anything is read, and a released phone's link opens nothing.
  const isSelf = step.act === 'swap' && ((step.other ?? 0) - step.who) % known.bookings.length === 0
  const isIdle = isSelf || (step.act === 'release-phone' && (await isReleased(booking.reference)))
  const from = isIdle ? booking.state : settledState(known, booking, walk.now)
  const before = await trace()
  const { isDone, expected } = await carryOut(walk, step, known, booking, from)
  const now = await readKnown(walk.exhibition.id)
  const after = now.bookings.find((one) => one.reference === booking.reference)
  const stands = expected ?? { state: from, stall: booking.stall }
  expect({ isDone, state: after?.state, stall: after?.stall ?? null }).toEqual({ isDone: expected !== null, ...stands })
  visited.add(`${step.act} ${from}→${expected?.state ?? 'refused'}`)
  if (from !== booking.state) visited.add(`settle ${booking.state}→${from}`)
  const hasStood = from === booking.state
  if (expected === null && hasStood && step.act !== 'swap') expect(await trace()).toEqual(before)
  if (hasStood && after) await expectHandedOn(walk, known, booking, after)
}

interface Carried {
  isDone: boolean
  expected: { state: KnownBooking['state']; stall: string | null } | null
}

async function carryOut(
  walk: Walk,
  step: Extract<Step, { who: number }>,
  known: Known,
  booking: KnownBooking,
  from: KnownBooking['state'],
): Promise<Carried> {
  if (!isAtDesk(step)) {
    const isFirm = step.act !== 'take-over' || mayTakeOver(known, booking, from)
    const state = isFirm ? stateAfter(step.act, from) : null
    return { isDone: await perform(walk, step.act, booking), expected: state && { state, stall: booking.stall } }
  }
  const other = known.bookings[(step.other ?? 0) % known.bookings.length] ?? booking
  const stall = known.stalls[(step.stall ?? 0) % known.stalls.length]
  if (!stall) throw new Error('A hall has stalls.')
  const otherFrom = settledState(known, other, walk.now)
  const scene = { known, booking, from, stall, other, otherFrom, isBallot: walk.mode === 'ballot', now: walk.now }
  const isDone = await actAtDesk(walk.db, walk.manager, step, scene)
  expectTraces(step, scene, isDone, await readKnown(walk.exhibition.id))
  return { isDone, expected: standingAfter(step.act, scene) }
}

const isAtDesk = (step: Extract<Step, { who: number }>): step is DeskStep => deskSteps.some((desk) => desk === step.act)

async function perform(
  walk: Walk,
  verb: Exclude<Extract<Step, { who: number }>['act'], DeskStep['act']>,
  booking: KnownBooking,
): Promise<boolean> {
  const who = async (purpose: TokenPurpose) => ({
    reference: booking.reference,
    token: await tokenOf(booking.reference, purpose),
  })
  switch (verb) {
    case 'withdraw':
      return (await withdrawBooking(walk.db, await who('manage'), walk.now)).ok
    case 'accept':
      return (await acceptOffer(walk.db, await who('manage'), walk.now)).ok
    case 'take-over': {
      const family = { ...(await who('manage')), address: 'x' }
      return (await takeOverBooking(walk.db, family, { phone: null, keepsEmail: false }, walk.now)).ok
    }
    case 'release-phone': {
      const released = await releasePhone(walk.db, await who('release'), walk.now)
      // A released phone's link is dead: the second release is a booking that is not there.
      return released.ok || (await isReleased(booking.reference))
    }
  }
}

const isReleased = async (reference: string): Promise<boolean> =>
  (
    await d1
      .prepare('SELECT phone_released_at_utc AS at FROM bookings WHERE reference = ?')
      .bind(reference)
      .first<{ at: number | null }>()
  )?.at !== null

/** Invariant 7: a stall that someone leaves is the next suitable waiter's in the same batch. */
async function expectHandedOn(walk: Walk, known: Known, booking: KnownBooking, after: KnownBooking): Promise<void> {
  const stall = known.stalls.find(({ code }) => code === booking.stall)
  const keeps = holdsStall(after.state) && after.stall === booking.stall
  const isSwapped = known.bookings.some((one) => one.stall === after.stall && holdsStall(one.state))
  if (!stall || !holdsStall(booking.state) || keeps || stall.isWithheld) return
  // Whoever swaps leaves no stall to anybody.
  if (holdsStall(after.state) && isSwapped) return
  if (!['open', 'closed'].includes(known.state) || offerExpiry(walk.now, known.startsOn) === null) return
  const waiter = nextWaiter(known, stall)
  if (!waiter) return
  const offered = (await readKnown(walk.exhibition.id)).bookings.find(({ reference }) => reference === waiter.reference)
  expect(offered).toMatchObject({ state: 'offered', stall: stall.code })
  visited.add('offer waitlisted→offered')
}

async function take(walk: Walk, step: Step): Promise<void> {
  const known = await readKnown(walk.exhibition.id)
  switch (step.act) {
    case 'claim':
      return claim(walk, step, known)
    case 'withhold':
    case 'allow': {
      const reason = step.act === 'withhold' ? 'exit' : null
      const code = known.stalls[step.stall % known.stalls.length]?.code ?? ''
      await d1
        .prepare('UPDATE stalls SET withheld_reason = ? WHERE exhibition_id = ? AND code = ?')
        .bind(reason, walk.exhibition.id, code)
        .run()
      return
    }
    case 'offer':
      await offerFreeStalls(walk.db, 100, walk.now)
      return
    case 'schedule':
      return expectSettled(walk, known)
    case 'cancel-exhibition': {
      const reason = { code: 'cancelled_event', text: '' } as const
      const { ok } = await cancelExhibition(walk.db, walk.manager, { slug: walk.exhibition.slug, reason }, walk.now)
      visited.add(`exhibition cancel ${ok ? 'done' : 'refused'}`)
      return
    }
    case 'wait':
      walk.now += step.hours * 3_600_000
      return
    default:
      return act(walk, step, known)
  }
}

/** After the scheduled job nothing is due, and no stall stands free while someone it suits waits for it. */
async function expectSettled(walk: Walk, before: Known): Promise<void> {
  await runScheduledWork(walk.db, walk.now)
  const known = await readKnown(walk.exhibition.id)
  for (const [index, booking] of known.bookings.entries()) {
    expect(settledState(known, booking, walk.now)).toBe(booking.state)
    const was = before.bookings[index]?.state
    if (was !== booking.state) visited.add(`settle ${was}→${booking.state}`)
  }
  visited.add(`exhibition ${known.state}`)
  if (!['open', 'closed'].includes(known.state) || offerExpiry(walk.now, known.startsOn) === null) return
  const held = new Set(known.bookings.filter(({ state }) => holdsStall(state)).map(({ stall }) => stall))
  const free = known.stalls.filter(({ code, isWithheld }) => !isWithheld && !held.has(code))
  expect(free.filter((stall) => nextWaiter(known, stall) !== null)).toEqual([])
}

export type Rules = Pick<Walk, 'mode' | 'review'>

/** Takes one way through an exhibition of five stalls, and looks at every invariant after each step. */
export async function walkThrough(rules: Rules, way: Step[], at: Store = db): Promise<void> {
  const exhibition = await buildExhibition({
    ...rules,
    stalls: hall,
    startsOn: '2026-12-20',
    endsOn: '2026-12-21',
    bookingClosesAtUtc: Date.parse('2026-12-17T08:00:00Z'),
  })
  const walk: Walk = { ...rules, exhibition, now: noon, db: at, manager: await signedInStaff('manager') }
  try {
    for (const step of way) {
      await take(walk, step)
      const broken = await brokenInvariants(exhibition)
      if (broken.length > 0) throw new Error(`After ${JSON.stringify(step)}: ${broken.join('; ')}`)
    }
  } finally {
    // The next walk's scheduled work has nothing to do here.
    await d1.prepare(`UPDATE exhibitions SET state = 'draft' WHERE id = ?`).bind(exhibition.id).run()
    await d1.prepare(`UPDATE bookings SET state = 'cancelled' WHERE exhibition_id = ?`).bind(exhibition.id).run()
  }
}
