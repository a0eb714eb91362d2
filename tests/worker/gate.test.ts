import { beforeEach, describe, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { CheckInAt, CheckInResult } from '../../worker/contract/gate.ts'
import { checkInsAtOnce } from '../../worker/contract/limits.ts'
import { mergeCheckIns } from '../../worker/desk/merge-check-ins.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import {
  because,
  daysOf,
  eventsOf,
  firstDay,
  firstMorning,
  passOf,
  sentDeskAct,
  setState,
  templatesTo,
} from '../builders/acts.ts'
import { withMeanwhile, withoutCondition, type Altered } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

const minute = 60_000
const day = 24 * 60 * minute
const at = (minutes: number) => new Date(firstMorning + minutes * minute).toISOString()

beforeEach(() => setClock(firstMorning))

/** An exhibition on its first morning with confirmed bookings, their passes, and the headers of its gate. */
async function atTheGate(count = 1) {
  const exhibition = await buildExhibition()
  const booking = []
  for (let i = 1; i <= count; i += 1) booking.push(await booked(exhibition.slug, { stall: `A-${i}` }))
  const passes = await Promise.all(booking.map((one) => passOf(one, noon)))
  await setState(exhibition, 'live')
  const gate = await as('gate', { gates: [exhibition.id] })
  const references = booking.map(({ reference }) => reference)
  return { exhibition, booking, references, reference: references[0] ?? '', passes, pass: passes[0] ?? '', gate }
}

const sendCheckIns = (who: Record<string, string>, slug: string, checkIns: unknown) =>
  sendJson(`/api/v1/desk/exhibitions/${slug}/check-ins`, { checkIns }, who)

async function merged(who: Record<string, string>, slug: string, checkIns: unknown[]): Promise<CheckInResult[]> {
  const response = await sendCheckIns(who, slug, checkIns)
  if (response.status !== 200) throw new Error(`The check-ins were refused: ${await response.text()}`)
  return (await response.json<{ results: CheckInResult[] }>()).results
}

const cameAt = async (reference: string) =>
  (
    await d1
      .prepare('SELECT at_utc AS at FROM attendance WHERE reference = ? ORDER BY day')
      .bind(reference)
      .all<{ at: number }>()
  ).results.map(({ at: came }) => new Date(came).toISOString())

describe('check-ins that waited for a network', () => {
  test('are recorded with the time at which they happened, each answered in its place', async () => {
    const { exhibition, references, passes, gate } = await atTheGate(2)
    setClock(firstMorning + 90 * minute)
    const results = await merged(gate, exhibition.slug, [
      { pass: passes[0], at: at(14) },
      { reference: 'TMK-00000000', at: at(15) },
      { reference: references[1]?.toLowerCase().replace('-', ' '), at: at(16) },
    ])
    expect(results.map(({ ok, code }) => [ok, code])).toEqual([
      [true, null],
      [false, 'booking_not_found'],
      [true, null],
    ])
    expect(results[0]?.checkIn).toMatchObject({ repeated: false, checkedInAt: at(14), state: 'checked_in' })
    expect(JSON.stringify(results)).not.toMatch(/البلوشية|7000/)
    expect(await cameAt(references[1] ?? '')).toEqual([at(16)])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('sent again change nothing', async () => {
    const { exhibition, pass, reference, gate } = await atTheGate()
    const queue = [{ pass, at: at(-10) }]
    const [first] = await merged(gate, exhibition.slug, queue)
    const [again] = await merged(gate, exhibition.slug, queue)
    expect([first?.checkIn?.repeated, again?.checkIn?.repeated]).toEqual([false, true])
    expect(again?.checkIn?.checkedInAt).toBe(at(-10))
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'check-in'])
  })

  test('at a time that is none are refused, not a fault', async () => {
    const { exhibition, pass, gate } = await atTheGate()
    for (const when of ['2026-12-27T08:00:00+04', '2026-02-30T08:00:00Z', '08:00', '']) {
      const { status, errors } = await problemOf(await sendCheckIns(gate, exhibition.slug, [{ pass, at: when }]))
      expect([status, errors?.[0]?.field], when).toEqual([422, 'checkIns.0.at'])
    }
  })

  test('of two gates keep the earliest time, whichever gate tells first', async () => {
    const { exhibition, pass, reference, gate } = await atTheGate()
    const other = await as('gate', { gates: [exhibition.id] })
    setClock(firstMorning + 60 * minute)
    expect((await merged(gate, exhibition.slug, [{ pass, at: at(20) }]))[0]?.checkIn?.repeated).toBe(false)
    const [earlier] = await merged(other, exhibition.slug, [{ pass, at: at(14) }])
    expect(earlier?.checkIn).toMatchObject({ repeated: true, checkedInAt: at(14) })
    const [later] = await merged(other, exhibition.slug, [{ pass, at: at(30) }])
    expect(later?.checkIn).toMatchObject({ repeated: true, checkedInAt: at(14) })
    expect(await cameAt(reference)).toEqual([at(14)])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('of the evening before are recorded for their own day', async () => {
    const { exhibition, reference, gate } = await atTheGate()
    await merged(gate, exhibition.slug, [{ reference, at: at(0) }])
    setClock(firstMorning + day)
    const next = await as('gate', { gates: [exhibition.id] })
    await merged(next, exhibition.slug, [{ reference, at: at(24 * 60) }])
    expect(await daysOf(reference)).toEqual([firstDay, '2026-12-28'])
    const [again] = await merged(next, exhibition.slug, [{ reference, at: at(5) }])
    expect(again?.checkIn).toMatchObject({ repeated: true, checkedInAt: at(0) })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test.each([
    ['more than a day ago', at(-24 * 60 - 1), 'pass_not_today'],
    ['on no day of the exhibition', at(-10 * 60), 'pass_not_today'],
    ['that has not come yet', at(3), 'too_early'],
  ])('at a time %s are not recorded', async (_, when, code) => {
    const { exhibition, reference, pass, gate } = await atTheGate()
    const results = await merged(gate, exhibition.slug, [
      { reference, at: when },
      { pass, at: when },
    ])
    expect(results.map((result) => result.code)).toEqual([code, code])
    expect(await daysOf(reference)).toEqual([])
  })

  test('at a clock two minutes ahead are recorded as now', async () => {
    const { exhibition, reference, gate } = await atTheGate()
    await merged(gate, exhibition.slug, [{ reference, at: at(2) }])
    expect(await cameAt(reference)).toEqual([at(0)])
  })

  const lastEvening = Date.parse('2026-12-31T19:00:00Z')

  test('of the last evening are recorded the next day: nobody is told that they did not come before', async () => {
    const { exhibition, reference } = await atTheGate()
    const afterwards = lastEvening + 23 * 60 * minute
    await runScheduledWork(db, afterwards)
    setClock(afterwards)
    const gate = await as('gate', { gates: [exhibition.id] })
    const [late] = await merged(gate, exhibition.slug, [{ reference, at: new Date(lastEvening).toISOString() }])
    expect(late).toMatchObject({ ok: true, checkIn: { repeated: false } })
    expect(await daysOf(reference)).toEqual(['2026-12-31'])
    await runScheduledWork(db, lastEvening + 3 * day)
    expect((await rowOf(reference)).state).toBe('completed')
    expect(await templatesTo(reference)).not.toContain('booking_no_show')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('are refused with what became of the booking once no gate can tell of its last day any more', async () => {
    const { exhibition, reference } = await atTheGate()
    const afterwards = lastEvening + 25 * 60 * minute
    await runScheduledWork(db, afterwards)
    expect((await rowOf(reference)).state).toBe('no_show')
    setClock(afterwards)
    const gate = await as('gate', { gates: [exhibition.id] })
    const [late] = await merged(gate, exhibition.slug, [{ reference, at: new Date(lastEvening).toISOString() }])
    expect(late).toMatchObject({ ok: false, code: 'pass_not_today' })
    expect(await daysOf(reference)).toEqual([])
  })

  test('of a booking that was withdrawn, moved or never ours are refused one by one', async () => {
    const { exhibition, booking, passes, references, gate } = await atTheGate(3)
    const [gone, moved] = booking
    if (!gone || !moved) throw new Error('Three were booked.')
    await withdrawBooking(db, { reference: gone.reference, token: gone.manageToken }, firstMorning)
    await sentDeskAct(await as('officer'), moved.reference, 'move', { stall: 'A-9' })
    const elsewhere = await booked((await buildExhibition()).slug)
    const results = await merged(gate, exhibition.slug, [
      { pass: passes[0], at: at(0) },
      { pass: passes[1], at: at(0) },
      { pass: passes[2]?.replace(':A-3:', ':A-4:'), at: at(0) },
      { pass: await passOf(elsewhere, noon), at: at(0) },
      { reference: elsewhere.reference, at: at(0) },
      { pass: passes[2], at: at(0) },
    ])
    expect(results.map(({ code, state }) => state ?? code)).toEqual([
      'withdrawn',
      'pass_invalid',
      'pass_invalid',
      'pass_other_exhibition',
      'pass_other_exhibition',
      null,
    ])
    expect(await daysOf(references[2] ?? '')).toEqual([firstDay])
  })

  test('do not bring back what a colleague took back since', async () => {
    const { exhibition, reference, gate } = await atTheGate()
    const queue = [{ reference, at: at(-5) }]
    await merged(gate, exhibition.slug, queue)
    setClock(firstMorning + 2 * minute)
    await sentDeskAct(gate, reference, 'undo-check-in', because())
    expect((await merged(gate, exhibition.slug, queue))[0]).toMatchObject({ ok: false, code: 'changed_meanwhile' })
    expect(await daysOf(reference)).toEqual([])
    setClock(firstMorning + 4 * minute)
    expect((await merged(gate, exhibition.slug, [{ reference, at: at(3) }]))[0]).toMatchObject({ ok: true })
    expect(await cameAt(reference)).toEqual([at(3)])
  })
})

describe('two gates that come back at once', () => {
  const race = async (store: Altered['db'] = db) => {
    const { exhibition, pass, reference } = await atTheGate()
    const gates = await Promise.all(Array.from({ length: 4 }, () => signedInStaff('gate', { gates: [exhibition.id] })))
    const outcomes = await Promise.allSettled(
      gates.map((gate, index) => mergeCheckIns(store, gate, queueOf(exhibition, pass, -index), firstMorning)),
    )
    const results = outcomes.map((one) => (one.status === 'fulfilled' && one.value.ok ? one.value.results[0] : null))
    return { exhibition, reference, outcomes, results }
  }
  const queueOf = ({ slug }: { slug: string }, pass: string, minutes: number) => {
    const checkIns: CheckInAt[] = [{ pass, reference: null, at: at(minutes) }]
    return { slug, checkIns }
  }

  test('give one check-in and repeats, and the earliest time stays', async () => {
    const { exhibition, reference, results } = await race()
    expect(results.map((result) => result?.checkIn?.repeated).toSorted()).toEqual([false, true, true, true])
    expect(await cameAt(reference)).toEqual([at(-3)])
    expect((await rowOf(reference)).state).toBe('checked_in')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without the condition inside the write meet a fault: a day has one row', async () => {
    const { outcomes } = await withoutCondition(
      'version = ? AND state IN (SELECT value FROM json_each(?))',
      (altered: Altered) => race(altered.db),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL' },
    )
    expect(outcomes.map(({ status }) => status)).toContain('rejected')
  })

  test('and an undoing that comes between is not undone itself', async () => {
    const { exhibition, pass, reference } = await atTheGate()
    const gate = await signedInStaff('gate', { gates: [exhibition.id] })
    const headers = await as('gate', { gates: [exhibition.id] })
    const altered = withMeanwhile(async () => {
      await merged(headers, exhibition.slug, [{ reference }])
      await sentDeskAct(headers, reference, 'undo-check-in', because())
    })
    const outcome = await mergeCheckIns(altered.db, gate, queueOf(exhibition, pass, -1), firstMorning)
    expect(outcome).toMatchObject({ results: [{ code: 'changed_meanwhile' }] })
    expect(await daysOf(reference)).toEqual([])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })
})

describe('a gate’s calls', () => {
  test('are for its own exhibitions, the officer’s governorates and every manager', async () => {
    const { exhibition, reference, gate } = await atTheGate()
    const list = (who: Record<string, string>, slug = exhibition.slug) =>
      send(`/api/v1/desk/exhibitions/${slug}/gate-list`, { headers: who })
    for (const who of [gate, await as('officer'), await as('manager')]) {
      expect((await list(who)).status).toBe(200)
      expect((await sendCheckIns(who, exhibition.slug, [{ reference }])).status).toBe(200)
    }
    const refused = [
      [await as('gate'), 'not_your_governorate'],
      [await as('officer', { governorates: ['dhofar'] }), 'not_your_governorate'],
      [await as('receiver'), 'role_required'],
      [await as('viewer'), 'role_required'],
    ] as const
    for (const [who, code] of refused) {
      expect((await problemOf(await list(who))).code).toBe(code)
      expect((await problemOf(await sendCheckIns(who, exhibition.slug, [{ reference }]))).code).toBe(code)
    }
    expect((await problemOf(await list(gate, 'no-such'))).code).toBe('exhibition_not_found')
  })

  test.each([
    [undefined],
    [{}],
    [[]],
    [[{}]],
    [[{ pass: 'x', reference: 'y' }]],
    [[{ reference: 'TMK-00000000', at: 'yesterday' }]],
    [[{ pass: 'x'.repeat(1001) }]],
    [Array.from({ length: checkInsAtOnce + 1 }, () => ({ reference: 'TMK-00000000' }))],
  ])('refuse a body such as %j field by field', async (checkIns) => {
    const { exhibition, gate } = await atTheGate(0)
    const problem = await problemOf(await sendCheckIns(gate, exhibition.slug, checkIns))
    expect(problem.code).toBe('invalid_input')
    expect(problem.errors?.[0]?.field).toMatch(/^checkIns/)
  })
})
