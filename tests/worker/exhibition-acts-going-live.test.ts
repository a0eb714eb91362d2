import { beforeAll, describe, expect, test } from 'vitest'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { firstMorning, fullHall, priorityOf, reasonOf, setState } from '../builders/acts.ts'
import { booked, bookingBody } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const inTwoYears = Date.parse('2028-12-27T05:00:00Z')

/** Puts an exhibition into a series of its own. */
async function inSeries(exhibition: { id: number }): Promise<void> {
  const row = await d1
    .prepare(
      `INSERT INTO series (slug, title_ar, title_en, description_ar, description_en, venue_ar, venue_en, governorate)
       VALUES (?, 'د', 'P', 'و', 'd', 'م', 'v', 'muscat') RETURNING id`,
    )
    .bind(crypto.randomUUID())
    .first<{ id: number }>()
  await d1
    .prepare('UPDATE exhibitions SET series_id = ? WHERE id = ?')
    .bind(row?.id ?? null, exhibition.id)
    .run()
}

/** A ballot that was drawn: three entries, of whom the first was offered a stall and two wait. */
async function drawn() {
  const exhibition = await buildExhibition({ mode: 'ballot', stalls: 1 })
  const entries = []
  for (let i = 0; i < 3; i += 1) entries.push(await booked(exhibition.slug))
  const stall = await d1
    .prepare('SELECT id FROM stalls WHERE exhibition_id = ?')
    .bind(exhibition.id)
    .first<number>('id')
  for (const [index, { reference }] of entries.entries()) {
    await d1
      .prepare(`UPDATE bookings SET state = ?, stall_id = ?, ordinal = ?, offer_expires_at_utc = ? WHERE reference = ?`)
      .bind(
        index === 0 ? 'offered' : 'waitlisted',
        index === 0 ? stall : null,
        index + 1,
        index === 0 ? firstMorning + 86_400_000 : null,
        reference,
      )
      .run()
  }
  await setState(exhibition, 'drawn')
  return { exhibition, entries, references: entries.map(({ reference }) => reference) }
}

describe('when an exhibition goes live', () => {
  test('whoever was drawn and never placed comes first in their next draw, for 24 months', async () => {
    const { references } = await drawn()
    await runScheduledWork(db, firstMorning)
    const [offered = '', ...lost] = references
    for (const reference of lost) {
      expect((await rowOf(reference)).state).toBe('expired')
      expect(await priorityOf(reference)).toEqual([{ cause: 'drawn_and_lost', expiresAtUtc: inTwoYears }])
    }
    // An offer that was let pass is no loss.
    expect((await rowOf(offered)).state).toBe('expired')
    expect(await priorityOf(offered)).toEqual([])
  })

  test('it is given once, whether the job or a reader comes first, and with the expiry', async () => {
    const { exhibition, entries, references } = await drawn()
    const [, one, other] = entries
    if (!one || !other) throw new Error('Three entered.')
    for (const { reference, manageToken } of [one, other]) {
      const read = await readBooking(db, { reference, token: manageToken }, firstMorning)
      expect(read).toMatchObject({ ok: true, booking: { state: 'expired' } })
    }
    await runScheduledWork(db, firstMorning)
    await runScheduledWork(db, firstMorning + 60_000)
    expect(await countOf('priority_ledger', 'exhibition_id = ?', exhibition.id)).toBe(2)
    for (const reference of references) {
      expect(await countOf('events', `stream = ? AND type = 'expire'`, `booking:${reference}`)).toBe(1)
    }
  })

  test('whoever had no place in a series’ round comes first in the next one', async () => {
    const { exhibition, holders, waiters } = await fullHall(1, 2)
    await inSeries(exhibition)
    await runScheduledWork(db, firstMorning)
    for (const { reference } of waiters) {
      expect((await priorityOf(reference)).map(({ cause }) => cause)).toEqual(['no_place_in_round'])
    }
    expect((await rowOf(holders[0]?.reference ?? '')).state).toBe('confirmed')
    expect(await priorityOf(holders[0]?.reference ?? '')).toEqual([])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('an undecided application to a round counts as one without a place', async () => {
    const { exhibition, holders } = await fullHall(1, 0, { review: 'before_confirming' })
    await inSeries(exhibition)
    await runScheduledWork(db, firstMorning)
    expect((await priorityOf(holders[0]?.reference ?? '')).map(({ cause }) => cause)).toEqual(['no_place_in_round'])
  })

  test('waiting at an exhibition of its own, or an entry that was never drawn, gives no priority', async () => {
    const { waiters } = await fullHall(1, 1)
    const ballot = await buildExhibition({ mode: 'ballot' })
    const entry = await booked(ballot.slug)
    await runScheduledWork(db, firstMorning)
    for (const { reference } of [...waiters, entry]) {
      expect((await rowOf(reference)).state).toBe('expired')
      expect(await priorityOf(reference)).toEqual([])
    }
  })

  test('a later cause at the same exhibition renews the term and is still one line', async () => {
    const { applicant } = bookingBody()
    const { exhibition } = await fullHall(1, 0)
    await inSeries(exhibition)
    const first = await booked(exhibition.slug, { applicant, joinWaitlist: true })
    const boss = await signedInStaff('manager')
    await cancelBooking(db, boss, { reference: first.reference, reason: reasonOf('organiser_error') }, noon)
    const second = await booked(exhibition.slug, { applicant, joinWaitlist: true })
    await runScheduledWork(db, firstMorning)
    expect(await priorityOf(second.reference)).toEqual([{ cause: 'no_place_in_round', expiresAtUtc: inTwoYears }])
  })
})
