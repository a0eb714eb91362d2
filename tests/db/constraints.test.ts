import { beforeAll, describe, expect, test } from 'vitest'
import { bookingRow, exhibitionRow, insertRow, stallRow, type Row } from '../builders/raw-rows.ts'

beforeAll(async () => {
  await insertRow('exhibitions', exhibitionRow({ id: 1 }))
  await insertRow('zones', { id: 1, exhibition_id: 1, code: 'crafts', title_ar: 'ق', title_en: 'z', position: 0 })
  for (let id = 1; id <= 9; id += 1) await insertRow('stalls', stallRow({ id }))
  const mine = { applicant_key: 'mine', draw_code: 'AAAAAA', ordinal: 1 }
  await insertRow('bookings', bookingRow({ state: 'confirmed', stall_id: 1, ...mine }))
})

describe('the tables refuse', () => {
  const refusals: [string, string, (change?: Row) => Row, Row, Row, RegExp][] = [
    [
      'an occupant without a stall',
      'bookings',
      bookingRow,
      { state: 'confirmed', stall_id: 2 },
      { stall_id: null },
      /bookings_occupant_has_stall/,
    ],
    [
      'an offer without an end',
      'bookings',
      bookingRow,
      { state: 'offered', stall_id: 3, offer_expires_at_utc: 9 },
      { offer_expires_at_utc: null },
      /bookings_offer_ends/,
    ],
    [
      'a waiter without an ordinal',
      'bookings',
      bookingRow,
      { state: 'waitlisted', ordinal: 5 },
      { ordinal: null },
      /bookings_waiter_has_ordinal/,
    ],
    ['a state that is none', 'bookings', bookingRow, {}, { state: 'reserved' }, /bookings_state/],
    [
      'a second occupant of a stall',
      'bookings',
      bookingRow,
      { state: 'pending', stall_id: 4 },
      { stall_id: 1 },
      /UNIQUE.*stall_id/,
    ],
    [
      'a second live booking of an applicant',
      'bookings',
      bookingRow,
      { state: 'applied', applicant_key: 'new' },
      { applicant_key: 'mine' },
      /UNIQUE.*applicant_key/,
    ],
    ['one ordinal twice', 'bookings', bookingRow, { ordinal: 2 }, { ordinal: 1 }, /UNIQUE.*ordinal/],
    [
      'one draw code twice',
      'bookings',
      bookingRow,
      { draw_code: 'BBBBBB' },
      { draw_code: 'AAAAAA' },
      /UNIQUE.*draw_code/,
    ],
    ['a booking of no exhibition', 'bookings', bookingRow, {}, { exhibition_id: 404 }, /FOREIGN KEY/],
    [
      'an exhibition that ends before it starts',
      'exhibitions',
      exhibitionRow,
      {},
      { ends_on: '2026-12-26' },
      /exhibitions_days/,
    ],
    [
      'a booking window that closes before it opens',
      'exhibitions',
      exhibitionRow,
      {},
      { booking_closes_at_utc: 1 },
      /exhibitions_window/,
    ],
    ['an exhibition of another mode', 'exhibitions', exhibitionRow, {}, { mode: 'auction' }, /exhibitions_mode/],
    ['an exhibition of another review', 'exhibitions', exhibitionRow, {}, { review: 'after' }, /exhibitions_review/],
    ['an exhibition in another state', 'exhibitions', exhibitionRow, {}, { state: 'paused' }, /exhibitions_state/],
    [
      'a subsidy above the fee',
      'stalls',
      stallRow,
      { fee_baisa: 5000, subsidy_baisa: 5000 },
      { subsidy_baisa: 5001 },
      /stalls_fee/,
    ],
    ['a subsidy below nothing', 'stalls', stallRow, { fee_baisa: 5000 }, { subsidy_baisa: -1 }, /stalls_fee/],
  ]

  test.each(refusals)('%s, and take the row that lacks this fault', async (_, table, rowOf, good, fault, refusal) => {
    await expect(insertRow(table, rowOf({ ...good, ...fault }))).rejects.toThrow(refusal)
    await insertRow(table, rowOf(good))
  })
})
