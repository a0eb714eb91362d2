import { beforeEach, describe, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { CheckedIn } from '../../worker/contract/desk-acts.ts'
import { checkInPass } from '../../worker/desk/check-in-pass.ts'
import {
  because,
  daysOf,
  eventsOf,
  firstDay,
  firstMorning,
  passOf,
  sendPass,
  sentDeskAct,
  setState,
} from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants, rowOf } from '../builders/broken-invariants.ts'
import { as, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { db } from '../builders/store.ts'

beforeEach(() => setClock(firstMorning))

const minutes = (count: number) => firstMorning + count * 60_000

/** An exhibition on its first morning, one confirmed booking with its pass, and the headers of its gate. */
async function atTheGate(wanted: Parameters<typeof buildExhibition>[0] = {}) {
  const exhibition = await buildExhibition(wanted)
  const booking = await booked(exhibition.slug, { stall: 'A-1' })
  const pass = await passOf(booking, noon)
  await setState(exhibition, 'live')
  setClock(firstMorning)
  const gate = await as('gate', { gates: [exhibition.id] })
  const scan = (who = gate, text = pass, slug = exhibition.slug) => sendPass(who, text, slug)
  return { exhibition, booking, reference: booking.reference, pass, gate, scan }
}

describe('a pass at the gate', () => {
  test('lets its booking in, and the gate reads no phone and no name', async () => {
    const { reference, scan } = await atTheGate()
    const response = await scan()
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(await response.json()).toEqual({
      reference,
      state: 'checked_in',
      stall: 'A-1',
      tradeName: 'حلوى الدار',
      arrangements: [],
      version: 2,
      checkedInAt: new Date(firstMorning).toISOString(),
      repeated: false,
    })
    expect(await daysOf(reference)).toEqual([firstDay])
  })

  test('shown again on the same day is told since when they are in, and changes nothing', async () => {
    const { reference, scan, exhibition } = await atTheGate()
    await scan()
    setClock(minutes(74))
    const again = await (await scan()).json<CheckedIn>()
    expect(again).toMatchObject({ repeated: true, checkedInAt: new Date(firstMorning).toISOString(), version: 2 })
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'check-in'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test.each([
    [
      'of another exhibition',
      409,
      'pass_other_exhibition',
      async () => passOf(await booked((await buildExhibition()).slug), noon),
    ],
    ['that was forged', 422, 'pass_invalid', async (pass: string) => pass.replace(':A-1:', ':A-2:')],
    ['that is no pass', 422, 'pass_invalid', async () => 'TMK-0123ABCD'],
  ])('%s is refused', async (_, status, code, text) => {
    const { gate, scan, pass, reference } = await atTheGate()
    expect(await problemOf(await scan(gate, await text(pass)))).toMatchObject({ status, code })
    expect(await daysOf(reference)).toEqual([])
  })

  test('is refused on the day before, the day after, and from midnight in Muscat on', async () => {
    const { scan, reference } = await atTheGate()
    const day = 86_400_000
    const midnight = Date.parse('2026-12-31T20:00:00Z')
    for (const at of [firstMorning - day, midnight, firstMorning + 5 * day]) {
      setClock(at)
      expect(await problemOf(await scan(await as('manager')))).toMatchObject({ status: 409, code: 'pass_not_today' })
    }
    setClock(midnight - 1)
    expect((await scan(await as('manager'))).status).toBe(200)
    expect(await daysOf(reference)).toEqual(['2026-12-31'])
  })

  test('dies with the booking: withdrawn, cancelled or moved', async () => {
    const withdrawn = await atTheGate()
    const { reference, booking } = withdrawn
    await withdrawBooking(db, { reference, token: booking.manageToken }, firstMorning)
    expect(await problemOf(await withdrawn.scan())).toMatchObject({ code: 'transition_refused', state: 'withdrawn' })

    const cancelled = await atTheGate()
    await sentDeskAct(await as('manager'), cancelled.reference, 'cancel', because())
    expect(await problemOf(await cancelled.scan())).toMatchObject({ code: 'transition_refused', state: 'cancelled' })

    const moved = await atTheGate()
    await sentDeskAct(await as('officer'), moved.reference, 'move', { stall: 'A-2' })
    expect((await problemOf(await moved.scan())).code).toBe('pass_invalid')
    expect((await moved.scan(moved.gate, await passOf(moved.booking, firstMorning))).status).toBe(200)
  })

  test('is for the gate’s own exhibitions, the officer’s governorates and every manager', async () => {
    const { scan, gate, pass, exhibition } = await atTheGate({ governorate: 'dhofar' })
    const refused = [
      [await as('gate'), 'not_your_governorate'],
      [await as('officer'), 'not_your_governorate'],
      [await as('receiver'), 'role_required'],
      [await as('viewer'), 'role_required'],
    ] as const
    for (const [who, code] of refused) expect((await problemOf(await scan(who))).code).toBe(code)
    expect((await problemOf(await scan(gate, pass, 'no-such'))).code).toBe('exhibition_not_found')
    for (const who of [gate, await as('officer', { governorates: ['dhofar'] }), await as('manager')]) {
      expect((await scan(who)).status).toBe(200)
    }
    expect((await send('/api/v1/desk/check-in', { method: 'POST' })).status).toBe(401)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test.each([
    [{}],
    [{ pass: 1, exhibition: 'x' }],
    [{ pass: '', exhibition: '' }],
    [{ pass: 'x'.repeat(1_001), exhibition: 'x' }],
  ])('a body such as %j is refused field by field', async (body) => {
    const { gate } = await atTheGate()
    const problem = await problemOf(await sendJson('/api/v1/desk/check-in', body, gate))
    expect(problem.code).toBe('invalid_input')
    expect(problem.errors?.length).toBeGreaterThan(0)
  })

  test('at an exhibition that was cancelled is refused', async () => {
    const { exhibition, scan } = await atTheGate()
    await setState(exhibition, 'cancelled')
    expect(await problemOf(await scan())).toMatchObject({ code: 'transition_refused', state: 'cancelled' })
  })
})

describe('checking in by reference', () => {
  test('does the same without a pass, within reach and on the exhibition’s days', async () => {
    const { gate, reference } = await atTheGate()
    expect(await sentDeskAct(gate, reference, 'check-in', { version: 1 })).toMatchObject({ repeated: false })
    expect(await sentDeskAct(gate, reference, 'check-in')).toMatchObject({ repeated: true })
    expect((await problemOf(await sendDeskAct(await as('gate'), reference, 'check-in'))).code).toBe(
      'not_your_governorate',
    )
    const early = await atTheGate()
    setClock(noon)
    early.gate = await as('gate', { gates: [early.exhibition.id] })
    expect((await problemOf(await sendDeskAct(early.gate, early.reference, 'check-in'))).code).toBe('pass_not_today')
    expect(await problemOf(await sendDeskAct(early.gate, early.reference, 'check-in', { version: 9 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 1,
    })
  })
})

describe('two gates at once', () => {
  const race = async (at = db as Parameters<typeof checkInPass>[0]) => {
    const { exhibition, pass, reference } = await atTheGate()
    const gates = await Promise.all(Array.from({ length: 4 }, () => signedInStaff('gate', { gates: [exhibition.id] })))
    const request = { pass, exhibition: exhibition.slug }
    const outcomes = await Promise.allSettled(gates.map((gate) => checkInPass(at, gate, request, firstMorning)))
    return { exhibition, reference, outcomes }
  }

  test('give one check-in and repeats', async () => {
    const { exhibition, reference, outcomes } = await race()
    const repeats = outcomes.map((one) => one.status === 'fulfilled' && one.value.ok && one.value.checkIn.repeated)
    expect(repeats.toSorted()).toEqual([false, true, true, true])
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'check-in'])
    expect(await rowOf(reference)).toMatchObject({ state: 'checked_in', version: 2 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('between reading and writing as well', async () => {
    const { exhibition, pass, reference } = await atTheGate()
    const request = { pass, exhibition: exhibition.slug }
    const [one, other] = [
      await signedInStaff('gate', { gates: [exhibition.id] }),
      await signedInStaff('gate', { gates: [exhibition.id] }),
    ]
    const altered = withMeanwhile(() => checkInPass(db, other, request, firstMorning - 60_000))
    expect(await checkInPass(altered.db, one, request, firstMorning)).toMatchObject({
      checkIn: { repeated: true, checkedInAt: new Date(firstMorning - 60_000).toISOString() },
    })
    expect(await daysOf(reference)).toEqual([firstDay])
  })

  test('without the condition inside the write meet a fault: a day has one row', async () => {
    const { outcomes } = await withoutCondition(
      'version = ? AND state IN (SELECT value FROM json_each(?))',
      (altered) => race(altered.db),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL' },
    )
    expect(outcomes.map(({ status }) => status)).toContain('rejected')
  })
})
