import { beforeAll, describe, expect, test } from 'vitest'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon, type StallToBuild } from '../builders/exhibition.ts'
import { problemOf, sendAct, sendClaim, sentBooking, setClock, type Problem } from '../builders/send.ts'
import { db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const times = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

/** Answers by their code, or `201`. */
async function tally(responses: Response[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const response of responses) {
    const code = response.status === 201 ? '201' : (await problemOf(response.clone())).code
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

const problemsOf = (responses: Response[]): Promise<Problem[]> =>
  Promise.all(responses.filter((response) => response.status !== 201).map(problemOf))

describe('fifty applicants for one stall at once', () => {
  test('leave one winner for each of 20 stalls and 49 refusals whose alternatives are really free', async () => {
    const stalls: StallToBuild[] = Array.from({ length: 30 }, (_, index) => ({
      code: `A-${index + 1}`,
      ...(index >= 20 && index < 24 && { features: ['step_free'] }),
      ...(index === 29 && { withheldReason: 'exit' }),
    }))
    const exhibition = await buildExhibition({ stalls })
    const stepFree = new Set(['A-21', 'A-22', 'A-23', 'A-24'])
    for (let stall = 1; stall <= 20; stall += 1) {
      const asked = `A-${stall}`
      const needs = stall % 4 === 0 ? { arrangements: ['step_free'] } : {}
      const responses = await times(50, () => sendClaim(exhibition.slug, { stall: asked, ...needs }))
      expect(await tally(responses)).toEqual({ '201': 1, stall_taken: 49 })
      const taken = new Set(Array.from({ length: stall }, (_, index) => `A-${index + 1}`).concat('A-30'))
      for (const { status, alternatives = [] } of await problemsOf(responses)) {
        expect(status).toBe(409)
        expect(alternatives).toHaveLength(3)
        expect(new Set(alternatives).size).toBe(3)
        for (const code of alternatives) {
          expect(stalls.map((one) => one.code)).toContain(code)
          expect(taken).not.toContain(code)
          if (stall % 4 === 0) expect(stepFree).toContain(code)
        }
      }
    }
    expect(await countOf('bookings', 'exhibition_id = ?', exhibition.id)).toBe(20)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('are told the exhibition is full when it was the last one, and those who agreed to wait do', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const responses = await times(50, (index) =>
      sendClaim(exhibition.slug, { stall: 'A-1', joinWaitlist: index % 2 === 0 }),
    )
    const counts = await tally(responses)
    const waiting = await countOf('bookings', `exhibition_id = ? AND state = 'waitlisted'`, exhibition.id)
    expect(counts).toEqual({ '201': waiting + 1, exhibition_full: 49 - waiting })
    expect([24, 25]).toContain(waiting)
    const ordinals = await countOf(
      'waitlist_places',
      'exhibition_id = ? AND ordinal BETWEEN 1 AND ?',
      exhibition.id,
      waiting,
    )
    expect(ordinals).toBe(waiting)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

test('three hundred applicants without a chosen stall fill exactly the forty that are free', async () => {
  const exhibition = await buildExhibition({ stalls: 41, review: 'before_confirming' })
  await sentBooking(exhibition.slug, { stall: 'A-41' })
  const responses = await times(300, () => sendClaim(exhibition.slug))
  expect(await tally(responses)).toEqual({ '201': 40, exhibition_full: 260 })
  const bookings = await Promise.all(
    responses.filter(({ status }) => status === 201).map((one) => one.json<{ stall: string }>()),
  )
  expect(new Set(bookings.map(({ stall }) => stall)).size).toBe(40)
  expect(await brokenInvariants(exhibition)).toEqual([])
})

describe('one idempotency key sent 20 times at once', () => {
  test.each([
    ['for a stall', { stall: 'A-2' }],
    ['for any stall', {}],
  ])('makes one booking %s and twenty answers that are equal byte for byte', async (_, change) => {
    const exhibition = await buildExhibition({ stalls: 5 })
    const key = newKey()
    const body = bookingBody(change)
    const responses = await times(20, () => sendClaim(exhibition.slug, body, { key }))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(await Promise.all(responses.map((response) => response.text()))).size).toBe(1)
    expect(await countOf('bookings', 'exhibition_id = ?', exhibition.id)).toBe(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('joins the waiting list once', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    await sentBooking(exhibition.slug)
    const key = newKey()
    const body = bookingBody({ joinWaitlist: true })
    const responses = await times(20, () => sendClaim(exhibition.slug, body, { key }))
    expect(new Set(await Promise.all(responses.map((response) => response.text()))).size).toBe(1)
    expect(await countOf('waitlist_places', 'exhibition_id = ?', exhibition.id)).toBe(1)
  })
})

test('one phone that claims five stalls at once with five keys gets one', async () => {
  const exhibition = await buildExhibition({ stalls: 20 })
  const { applicant } = bookingBody()
  const responses = await times(5, (index) => sendClaim(exhibition.slug, { applicant, stall: `A-${index + 1}` }))
  expect(await tally(responses)).toEqual({ '201': 1, already_booked: 4 })
  expect(await brokenInvariants(exhibition)).toEqual([])
})

test('thirty families booked by one delegate at once are stopped at the limit of twenty', async () => {
  const exhibition = await buildExhibition({ stalls: 40 })
  const delegate = { organisation: 'جمعية المرأة العمانية', name: 'سالمة', phone: nextPhone() }
  const responses = await times(30, (index) =>
    sendClaim(exhibition.slug, { delegate: { ...delegate, familyLabel: `أسرة ${index + 1}` } }),
  )
  expect(await tally(responses)).toEqual({ '201': 20, delegate_limit: 10 })
  expect(await brokenInvariants(exhibition)).toEqual([])
})

describe('a withdrawal', () => {
  test('frees the stall for exactly one of twenty who are waiting to pounce', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const holder = await sentBooking(exhibition.slug)
    const [withdrawn, ...claims] = await Promise.all([
      sendAct(holder, 'withdraw'),
      ...Array.from({ length: 20 }, () => sendClaim(exhibition.slug, { stall: 'A-1' })),
    ])
    expect(withdrawn.status).toBe(200)
    const early = await tally(claims)
    expect(early['201'] ?? 0).toBeLessThanOrEqual(1)
    if (!early['201']) expect((await sendClaim(exhibition.slug, { stall: 'A-1' })).status).toBe(201)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('offers the stall to the waiter, and none of twenty newcomers at the same moment gets past', async () => {
    for (let round = 0; round < 5; round += 1) {
      const exhibition = await buildExhibition({ stalls: 1 })
      const holder = await sentBooking(exhibition.slug)
      const waiter = await sentBooking(exhibition.slug, { joinWaitlist: true })
      const [withdrawn, ...claims] = await Promise.all([
        sendAct(holder, 'withdraw'),
        ...Array.from({ length: 20 }, (_, index) => sendClaim(exhibition.slug, index % 2 ? { stall: 'A-1' } : {})),
      ])
      expect(withdrawn.status).toBe(200)
      expect(await tally(claims)).toEqual({ exhibition_full: 20 })
      expect(await rowOf(waiter.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
      expect(await brokenInvariants(exhibition)).toEqual([])
    }
  })

  test('sent twenty times at once happens once and makes one offer', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const holder = await sentBooking(exhibition.slug)
    const waiters = [
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
    ]
    const responses = await times(20, () => sendAct(holder, 'withdraw'))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { code, state } of await Promise.all(responses.filter(({ status }) => status !== 200).map(problemOf))) {
      expect({ code, state }).toEqual({ code: 'transition_refused', state: 'withdrawn' })
    }
    expect(await Promise.all(waiters.map(async ({ reference }) => (await rowOf(reference)).state))).toEqual([
      'offered',
      'waitlisted',
    ])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('and an acceptance of one offer at once end in one of the two states, the stall never in two hands', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const holder = await sentBooking(exhibition.slug)
    const [first, second] = [
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
    ]
    await sendAct(holder, 'withdraw')
    const [accepted, withdrawn] = await Promise.all([sendAct(first, 'accept'), sendAct(first, 'withdraw')])
    // A withdrawal after the acceptance is allowed; an acceptance after the withdrawal is not.
    expect(withdrawn.status).toBe(200)
    expect([200, 409]).toContain(accepted.status)
    expect((await rowOf(second.reference)).state).toBe('offered')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('ten schedulers at once', () => {
  test('make one offer of a stall that staff withhold no longer', async () => {
    const exhibition = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'exit' }] })
    const waiters = [
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
    ]
    await db.d1.prepare('UPDATE stalls SET withheld_reason = NULL WHERE exhibition_id = ?').bind(exhibition.id).run()
    await times(10, () => runScheduledWork(db, noon))
    expect(await Promise.all(waiters.map(async ({ reference }) => (await rowOf(reference)).state))).toEqual([
      'offered',
      'waitlisted',
    ])
    expect(
      await countOf(
        'outbox',
        `template = 'booking_offered' AND subject IN (?, ?)`,
        ...waiters.map(({ reference }) => reference),
      ),
    ).toBe(1)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('make one expiry, one offer to the next and one message to each', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const holder = await sentBooking(exhibition.slug)
    const [first, second] = [
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
      await sentBooking(exhibition.slug, { joinWaitlist: true }),
    ]
    await sendAct(holder, 'withdraw')
    const later = noon + 4 * 86_400_000
    await times(10, () => runScheduledWork(db, later))
    expect((await rowOf(first.reference)).state).toBe('expired')
    expect((await rowOf(second.reference)).state).toBe('offered')
    for (const [template, { reference }] of [
      ['booking_expired', first],
      ['booking_offered', second],
    ] as const) {
      expect(await countOf('outbox', 'template = ? AND subject = ?', template, reference)).toBe(1)
    }
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('open, close and start an exhibition once each', async () => {
    const exhibition = await buildExhibition({ state: 'published', startsOn: '2026-12-27' })
    const [open, closed, live] = [noon, Date.parse('2026-12-25T00:00:00Z'), Date.parse('2026-12-27T00:00:00Z')]
    for (const now of [open, closed, live]) await times(10, () => runScheduledWork(db, now))
    expect(await countOf('events', 'stream = ?', `exhibition:${exhibition.slug}`)).toBe(3)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})
