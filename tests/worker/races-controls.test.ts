import { beforeAll, describe, expect, test } from 'vitest'
import { nextWaiterFor, nobodyWaitsFor, stallIsFree } from '../../db/queries/waitlist.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { Env } from '../../worker/env.ts'
import { withMeanwhile, withoutCondition, withoutIndex, withoutTrigger } from '../builders/altered-d1.ts'
import { booked, bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { sendClaim, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

// Negative controls: each guard is switched off, and what races.test.ts denies then happens.

beforeAll(() => setClock(noon))

const times = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

const won = (responses: Response[]) => responses.filter(({ status }) => status === 201).length

describe('the stall of one', () => {
  const race = async (env?: Env) => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const winners = won(await times(20, () => sendClaim(exhibition.slug, { stall: 'A-1' }, { env })))
    return { winners, broken: await brokenInvariants(exhibition) }
  }
  const withoutTheCondition = () => withoutCondition(stallIsFree('s'), ({ env }) => race(env))

  test('is kept by the condition inside the insert alone', async () => {
    expect(await withoutIndex('bookings_one_occupant', () => race())).toEqual({ winners: 1, broken: [] })
  })

  test('is kept by the unique index alone', async () => {
    expect(await withoutTheCondition()).toEqual({ winners: 1, broken: [] })
  })

  test('has twenty occupants with neither, and the invariants see it', async () => {
    const { winners, broken } = await withoutIndex('bookings_one_occupant', withoutTheCondition)
    expect(winners).toBe(20)
    expect(broken).toEqual([expect.stringContaining('a stall with two occupants')])
  })
})

test('without the index of live bookings one phone takes five stalls', async () => {
  await withoutIndex('bookings_one_live_per_applicant', async () => {
    const exhibition = await buildExhibition({ stalls: 10 })
    const { applicant } = bookingBody()
    expect(won(await times(5, (index) => sendClaim(exhibition.slug, { applicant, stall: `A-${index + 1}` })))).toBe(5)
    expect(await brokenInvariants(exhibition)).toEqual([expect.stringContaining('an applicant with two live bookings')])
  })
})

describe('one idempotency key, sent again between the reading and the writing of its first claim,', () => {
  const fragment = 'NOT EXISTS (SELECT 1 FROM idempotency_keys WHERE scope = ? AND key = ? AND used_at_utc > ?)'
  const replacement = '(? IS NOT NULL AND ? IS NOT NULL AND ? IS NOT NULL)'
  const scene = async () => {
    // A ballot's entries do not compete for stalls, which would stop the second one too.
    const { slug, id } = await buildExhibition({ mode: 'ballot' })
    const [key, body] = [newKey(), bookingBody()]
    let second = ''
    const between = withMeanwhile(async () => (second = await (await sendClaim(slug, body, { key })).text()))
    const answers = async (response: Response) => ({
      answers: new Set([await response.text(), second]).size,
      bookings: await countOf('bookings', 'exhibition_id = ?', id),
    })
    return { between, answers, send: (env: Env) => sendClaim(slug, body, { key, env }) }
  }

  test('makes one booking by its own condition, whoever the applicant', async () => {
    const { between, answers, send } = await scene()
    const outcome = await withoutIndex('bookings_one_live_per_applicant', async () => answers(await send(between.env)))
    expect(outcome).toEqual({ answers: 1, bookings: 1 })
  })

  test('makes two bookings and two answers without it', async () => {
    const { between, answers, send } = await scene()
    const outcome = await withoutIndex('bookings_one_live_per_applicant', async () =>
      answers(await withoutCondition(fragment, ({ env }) => send(env), { replacement, base: between.env.DB })),
    )
    expect(outcome).toEqual({ answers: 2, bookings: 2 })
  })
})

test('without the waiters’ condition a newcomer claims past a waiter, and the invariants see it', async () => {
  const scene = async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'exit' }] })
    await booked(exhibition.slug, { joinWaitlist: true })
    await d1.prepare('UPDATE stalls SET withheld_reason = NULL WHERE exhibition_id = ?').bind(exhibition.id).run()
    return exhibition
  }
  const guarded = await scene()
  expect((await sendClaim(guarded.slug, { stall: 'A-1' })).status).toBe(409)
  expect(await brokenInvariants(guarded)).toEqual([])
  const unguarded = await scene()
  const claim = await withoutCondition(nobodyWaitsFor('s'), ({ env }) =>
    sendClaim(unguarded.slug, { stall: 'A-1' }, { env }),
  )
  expect(claim.status).toBe(201)
  expect(await brokenInvariants(unguarded)).toEqual([expect.stringContaining('a newcomer who claimed past a waiter')])
})

test('without the guard on the next waiter a withdrawal leaves the stall with nobody', async () => {
  const exhibition = await buildExhibition({ stalls: 1 })
  const holder = await booked(exhibition.slug)
  const stall = await d1
    .prepare('SELECT id, zone_id AS zoneId FROM stalls WHERE exhibition_id = ?')
    .bind(exhibition.id)
    .first<{ id: number; zoneId: number }>()
  let waiter = ''
  const between = withMeanwhile(
    async () => (waiter = (await booked(exhibition.slug, { joinWaitlist: true })).reference),
  )
  const guard = nextWaiterFor({ exhibitionId: exhibition.id, zoneId: stall?.zoneId ?? 0, isStepFree: false })
  const who = { reference: holder.reference, token: holder.manageToken }
  await withoutCondition(`${guard} IS ?`, (altered) => withdrawBooking(altered.db, who, noon), {
    replacement: '(? IS NULL OR TRUE)',
    base: between.db.d1,
  })
  expect((await rowOf(waiter)).state).toBe('waitlisted')
})

test('without the count of its bookings a delegate takes more than twenty', async () => {
  const exhibition = await buildExhibition({ stalls: 40 })
  const delegate = { organisation: 'جمعية المرأة العمانية', name: 'سالمة', phone: nextPhone() }
  const responses = await withoutCondition(
    'AND d.delegate_key = ?',
    ({ env }) =>
      times(25, (index) =>
        sendClaim(exhibition.slug, { delegate: { ...delegate, familyLabel: `أسرة ${index + 1}` } }, { env }),
      ),
    { replacement: 'AND d.delegate_key = -?' },
  )
  expect(won(responses)).toBe(25)
})

describe('two officers who decide at once', () => {
  const decide = async (base = d1) => {
    const exhibition = await buildExhibition({ stalls: 1, review: 'before_confirming' })
    const { reference } = await booked(exhibition.slug)
    const decisions = await Promise.allSettled([
      changeBooking({ ...db, d1: base }, reference, { act: 'confirm', to: 'confirmed', actor: 'staff:1' }, noon),
      changeBooking({ ...db, d1: base }, reference, { act: 'decline', to: 'declined', actor: 'staff:2' }, noon),
    ])
    return { exhibition, reference, decisions }
  }
  const fragment = 'AND version = ? AND state IN (SELECT value FROM json_each(?))'
  const replacement = 'AND ? IS NOT NULL AND ? IS NOT NULL'
  const withoutTheCondition = () => withoutCondition(fragment, (altered) => decide(altered.db.d1), { replacement })
  const written = (decisions: PromiseSettledResult<{ ok: boolean }>[]) =>
    decisions.filter((one) => one.status === 'fulfilled' && one.value.ok).length

  test('end with one decision, and the other is told the state', async () => {
    const { exhibition, decisions, reference } = await decide()
    const { state } = await rowOf(reference)
    expect(decisions.map((one) => one.status === 'fulfilled' && one.value)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ok: true }),
        { ok: false, reason: 'transition_refused', state },
      ]),
    )
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without the version are stopped by the stream’s unique sequence', async () => {
    const { decisions } = await withoutTheCondition()
    expect(written(decisions)).toBe(1)
    expect(decisions.map(({ status }) => status)).toContain('rejected')
  })

  test('with neither both decide, and the chain shows it', async () => {
    const { decisions, exhibition } = await withoutTrigger('events_refuse_replace', () =>
      withoutIndex('events_by_stream', withoutTheCondition, {
        // Events cannot be taken back, so the index stays away.
        restore: false,
      }),
    )
    expect(written(decisions)).toBe(2)
    expect((await brokenInvariants(exhibition)).length).toBeGreaterThan(0)
  })
})
