import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { declined, pendingHall, readAtDesk, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>
let other: Record<string, string>
let officerId: number

beforeAll(async () => {
  setClock()
  const [one, two] = [await buildStaff('officer'), await buildStaff('officer')]
  officerId = one.id
  officer = await signedInAs(one.email)
  other = await signedInAs(two.email)
})

const act = (reference: string, name: string, body: unknown = {}, who = officer) =>
  sendDeskAct(who, reference, name, body)

describe('deciding', () => {
  test('confirms a pending booking, which counts as its check, and tells the applicant', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const response = await act(reference, 'confirm')
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const booking = await response.json<DeskBooking>()
    expect(booking).toMatchObject({ state: 'confirmed', version: 2, acts: ['ask', 'move', 'swap', 'release-phone'] })
    expect(booking.checked?.by?.en).toMatch(/^Colleague/)
    expect(booking.history.at(-1)).toMatchObject({ act: 'confirm', state: 'confirmed', by: { kind: 'staff' } })
    const sent = await d1.prepare('SELECT template FROM outbox WHERE subject = ? ORDER BY id').bind(reference).all()
    expect(sent.results.map((row) => row['template'])).toEqual(['booking_received', 'booking_confirmed'])
  })

  test('a check leaves the state; the confirmation keeps who checked', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    expect(await (await act(reference, 'check')).json()).toMatchObject({ state: 'pending', version: 2 })
    expect(await (await act(reference, 'check', {}, other)).json()).toMatchObject({ state: 'pending', version: 2 })
    await act(reference, 'confirm', {}, other)
    const row = await d1.prepare('SELECT checked_by FROM bookings WHERE reference = ?').bind(reference).first()
    expect(row).toEqual({ checked_by: officerId })
    const { history } = await readAtDesk(officer, reference)
    expect(history.map((entry) => entry.act)).toEqual(['booked', 'check', 'confirm'])
  })

  test('an act needs no body at all', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const response = await send(`/api/v1/desk/bookings/${reference}/check`, { method: 'POST', headers: officer })
    expect(response.status).toBe(200)
  })

  test('declines with a reason that the applicant reads, and frees the stall', async () => {
    const { slug } = await pendingHall()
    const booking = await booked(slug, { stall: 'A-1' })
    expect((await act(booking.reference, 'decline', declined)).status).toBe(200)
    const view = await send(booking.links.self, { headers: { Authorization: `Bearer ${booking.manageToken}` } })
    const { history } = await view.json<{ history: unknown[] }>()
    expect(history.at(-1)).toMatchObject({
      state: 'declined',
      reason: { code: 'incomplete', text: 'تنقص بيانات المنتج' },
    })
    expect((await booked(slug, { stall: 'A-1' })).stall).toBe('A-1')
    const words = await d1
      .prepare('SELECT data FROM events WHERE stream = ?')
      .bind(`booking:${booking.reference}`)
      .all()
    expect(JSON.stringify(words.results)).not.toContain('تنقص')
  })

  test('a decline without a reason, or for "other" without words, is refused', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    for (const body of [{}, { reason: null }, { reason: { code: '' } }, { reason: { code: 'other', text: ' ' } }]) {
      const response = await act(reference, 'decline', body)
      expect(response.status).toBe(422)
      const problem = await problemOf(response)
      expect(problem.code).toBe('reason_required')
      expect(problem.errors).toHaveLength(1)
    }
    expect(await problemOf(await act(reference, 'decline', { reason: { code: 'nonsense' } }))).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'reason.code', code: 'unknown' }],
    })
  })

  test('what the table does not allow is refused with the state', async () => {
    const { slug } = await buildExhibition({ review: 'none' })
    const { reference } = await booked(slug)
    for (const [name, body] of [
      ['confirm', {}],
      ['decline', declined],
    ] as const) {
      expect(await problemOf(await act(reference, name, body))).toMatchObject({
        status: 409,
        code: 'transition_refused',
        state: 'confirmed',
      })
    }
  })

  test('a stale version is told, whatever happened meanwhile', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    await act(reference, 'check', { version: 1 })
    expect(await problemOf(await act(reference, 'confirm', { version: 1 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 2,
    })
    await act(reference, 'confirm', { version: 2 })
    expect(await problemOf(await act(reference, 'decline', { ...declined, version: 2 }, other))).toMatchObject({
      code: 'changed_meanwhile',
      version: 3,
    })
  })

  test('of two officers at once one decides and the other is told', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [one, two] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const reason = { code: 'incomplete' as const, text: 'x' }
    const outcomes = await Promise.all([
      confirmBooking(db, one, { reference }, noon),
      declineBooking(db, two, { reference, reason }, noon),
    ])
    const winners = outcomes.filter((outcome) => outcome.ok)
    expect(winners).toHaveLength(1)
    const told = outcomes.find((outcome) => !outcome.ok)
    expect(told).toMatchObject({ reason: 'transition_refused' })
    const { history, state } = await readAtDesk(officer, reference)
    expect(history).toHaveLength(2)
    expect(told).toMatchObject({ state })
  })

  test('an act between reading and writing is not overwritten: with a version the slower one is told it changed', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [one, two] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const meanwhile = withMeanwhile(() => confirmBooking(db, one, { reference, version: 1 }, noon))
    const reason = { code: 'safety' as const, text: '' }
    const outcome = await declineBooking(meanwhile.db, two, { reference, reason, version: 1 }, noon)
    expect(outcome).toEqual({ ok: false, reason: 'changed_meanwhile', version: 2 })
    expect((await readAtDesk(officer, reference)).state).toBe('confirmed')
  })

  test('without the condition inside the write the second of two officers would meet a fault', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    const [one, two] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const reason = { code: 'incomplete' as const, text: 'x' }
    const condition = 'version = ? AND state IN (SELECT value FROM json_each(?))'
    const control = withoutCondition(
      condition,
      ({ db: altered }) =>
        Promise.all([
          confirmBooking(altered, one, { reference }, noon),
          declineBooking(altered, two, { reference, reason }, noon),
        ]),
      { replacement: '? IS NOT NULL AND ? IS NOT NULL' },
    )
    await expect(control).rejects.toThrow(/append-only/)
  })
})
