import { beforeAll, describe, expect, test } from 'vitest'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { bookStall } from '../../worker/bookings/book-stall.ts'
import { bookingCalendar } from '../../worker/bookings/booking-calendar.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { listDeskBookings } from '../../worker/desk/list-desk-bookings.ts'
import { listDeskExhibitions } from '../../worker/desk/list-desk-exhibitions.ts'
import { listOutbox } from '../../worker/desk/list-outbox.ts'
import { previewMany } from '../../worker/desk/preview-many.ts'
import { readDeskBooking } from '../../worker/desk/read-desk-booking.ts'
import { readReview } from '../../worker/desk/read-review.ts'
import { readWaitlist } from '../../worker/desk/read-waitlist.ts'
import { searchDeskBookings } from '../../worker/desk/search-desk-bookings.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { listExhibitions } from '../../worker/exhibitions/list-exhibitions.ts'
import { readExhibition } from '../../worker/exhibitions/read-exhibition.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import type { Store } from '../../worker/store.ts'
import { withoutIndex } from '../builders/altered-d1.ts'
import { booked, newKey, nextPhone, parsedBody, bookingBody } from '../builders/booking.ts'
import { countOf, rowOf } from '../builders/broken-invariants.ts'
import { rowsOf, type Rows } from '../builders/counting-d1.ts'
import { addCrowd, crowdName } from '../builders/crowd.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { confirmedAt, measureActs } from '../builders/measured-acts.ts'
import { registerTestKind } from '../builders/proposal-kind.ts'
import { d1, db } from '../builders/store.ts'
import { signedInStaff } from '../builders/staff.ts'

/** How many stand in each of the seven crowds, at first and at last. */
const small = 100
const large = 20_000

type Exhibition = { id: number; slug: string }

let free: Exhibition, reviewed: Exhibition, full: Exhibition, stepFree: Exhibition, ballot: Exhibition
let staff: Staff, other: Staff
let now = noon

async function hold(exhibition: Exhibition, change: Record<string, unknown> = {}) {
  const { reference, manageToken } = await booked(exhibition.slug, change, now)
  return { reference, token: manageToken }
}

async function claims(at: Store, { slug }: Exhibition, change: Record<string, unknown> = {}) {
  const request = { slug, body: parsedBody(change), idempotencyKey: newKey() }
  const outcome = await bookStall(at, { address: '192.0.2.1' }, request, now)
  if (!outcome.ok) throw new Error(`The claim was refused: ${outcome.reason}`)
  return { reference: outcome.booking.reference, token: outcome.booking.manageToken }
}

/** The stall of a full exhibition passes to the first who waits for it; its new holder’s credential. */
async function passOn(at: Store, who: { reference: string; token: string }): Promise<string> {
  const stall = (await rowOf(who.reference)).stall
  expect(await withdrawBooking(at, who, now)).toMatchObject({ ok: true })
  const next = await d1
    .prepare(
      `SELECT b.reference FROM bookings b JOIN stalls s ON s.id = b.stall_id WHERE b.state = 'offered' AND s.code = ?`,
    )
    .bind(stall)
    .first<{ reference: string }>()
  if (!next) throw new Error('Nobody was offered the stall.')
  return next.reference
}

const manage = async (reference: string) => ({
  reference,
  token: await makeToken(db.keys, reference, 'manage', { tokenVersion: 1, delegateTokenVersion: 1 }, null),
})

/** Every operation once, and the rows it cost. What one leaves behind is undone, so that it can be asked again. */
async function measure(): Promise<Record<string, Rows>> {
  // What isolates keep for seconds is not what is measured here.
  now += 60_000
  const rows: Record<string, Rows> = {}
  const counted = async <T>(name: string, act: (at: Store) => Promise<T>): Promise<T> => {
    let outcome: { value: T } | null = null
    rows[name] = await rowsOf(async (altered) => (outcome = { value: await act(altered.db) }))
    if (!outcome) throw new Error('The act did not end.')
    return (outcome as { value: T }).value
  }
  await counted('list exhibitions', (at) => listExhibitions(at, {}, now))
  await counted('read an exhibition', (at) => readExhibition(at, { slug: free.slug }, now))
  await counted('read a full exhibition', (at) => readExhibition(at, { slug: full.slug }, now))

  const phone = nextPhone()
  const { applicant } = bookingBody({
    applicant: { kind: 'productive_family', name: 'سلمى', phone, wilayat: 'as-seeb' },
  })
  const chosen = await counted('book a chosen stall', (at) => claims(at, free, { stall: 'A-1', applicant }))
  await counted('lose a stall to someone faster', (at) =>
    bookStall(
      at,
      { address: '192.0.2.1' },
      { slug: free.slug, body: parsedBody({ stall: 'A-1' }), idempotencyKey: newKey() },
      now,
    ),
  )
  const any = await counted('book any stall', (at) => claims(at, free))
  const entry = await counted('enter a ballot', (at) => claims(at, ballot, { zones: ['food'] }))
  const wait = await counted('join a waiting list', (at) => claims(at, full, { joinWaitlist: true }))
  await counted('find a booking', (at) =>
    findBookingByPhone(at, { address: 'x' }, { reference: chosen.reference, phone }, now),
  )
  await counted('look for a booking in vain', (at) =>
    findBookingByPhone(at, { address: 'x' }, { reference: chosen.reference, phone: '79999999' }, now),
  )
  await counted('read a booking', (at) => readBooking(at, chosen, now))
  await counted('read its calendar', (at) => bookingCalendar(at, chosen, now))
  await counted('read a booking at the desk', (at) => readDeskBooking(at, staff, chosen, now))
  await counted('withdraw from a stall nobody waits for', (at) => withdrawBooking(at, chosen, now))
  for (const who of [any, entry]) await withdrawBooking(db, who, now)
  await counted('withdraw from the waiting list', (at) => withdrawBooking(at, wait, now))

  const holder = await d1
    .prepare(`SELECT reference FROM bookings WHERE exhibition_id = ? AND state = 'confirmed' LIMIT 1`)
    .bind(full.id)
    .first<{ reference: string }>()
  const first = await counted('withdraw with someone waiting', async (at) =>
    passOn(at, await manage(holder?.reference ?? '')),
  )
  await counted('accept an offer', async (at) => acceptOffer(at, await manage(first), now))

  const pending = [await hold(reviewed), await hold(reviewed)] as const
  await counted('confirm a booking', (at) => confirmBooking(at, staff, pending[0], now))
  await counted('decline a booking', (at) =>
    declineBooking(
      at,
      staff,
      { reference: pending[1].reference, version: null, reason: { code: 'incomplete', text: 'ناقص' } },
      now,
    ),
  )
  await withdrawBooking(db, pending[0], now)

  await measureActs(counted, { staff, other, free, reviewed, full }, now)

  await counted('list the desk’s exhibitions', (at) => listDeskExhibitions(at, staff, now))
  await counted('list a page of bookings', (at) => listDeskBookings(at, staff, { slug: full.slug }))
  await counted('list a page of those who wait', (at) =>
    listDeskBookings(at, staff, { slug: full.slug, filter: { state: 'waitlisted' } }),
  )
  await counted('list a narrow page of bookings', (at) =>
    listDeskBookings(at, staff, { slug: full.slug, filter: { kind: 'social_institution' } }),
  )
  await counted('read the review', (at) => readReview(at, staff, { slug: ballot.slug }, now))
  await counted('read the waiting list', (at) => readWaitlist(at, staff, { slug: full.slug }))
  const items = [{ reference: await confirmedAt(full), version: 1 }]
  await counted('preview a cancellation of many', (at) =>
    previewMany(at, staff, { slug: full.slug, act: 'cancel', items }, now),
  )
  await counted('search by a name', (at) => searchDeskBookings(at, staff, { slug: free.slug, q: crowdName }))
  await counted('list a page of the outbox', (at) => listOutbox(at, staff, {}))
  await counted('search by phone', (at) => searchDeskBookings(at, staff, { slug: free.slug, q: phone }))
  await deliverMessages(db, 1_000, now)
  await hold(ballot)
  await counted('deliver a message', (at) => deliverMessages(at, 100, now))
  await counted('run the scheduled work with nothing due', (at) => runScheduledWork(at, now))
  return rows
}

/** Waiters are numbered from here: behind everyone who was booked one by one. */
const waiters = 500_000

async function fill(from: number, to: number): Promise<void> {
  for (const exhibition of [free, reviewed, full, stepFree]) await addCrowd(exhibition.id, 'left', { from, to })
  for (const exhibition of [full, stepFree])
    await addCrowd(exhibition.id, 'waitlisted', { from: waiters + from, to: waiters + to })
  await addCrowd(ballot.id, 'applied', { from, to })
  // The first run after a day seals what was written in it; that work is as long as the day was.
  await runScheduledWork(db, now)
  await runScheduledWork(db, now)
}

/** Holders of every stall of an exhibition, then waiters whom its ordinary stalls do not suit, before the crowd. */
async function occupy(exhibition: Exhibition, skipped: number): Promise<void> {
  const stalls = await countOf('stalls', 'exhibition_id = ?', exhibition.id)
  for (let stall = 1; stall <= stalls; stall += 1) await hold(exhibition, { stall: `A-${stall}` })
  for (let i = 0; i < skipped; i += 1) await hold(exhibition, { arrangements: ['step_free'], joinWaitlist: true })
}

/** Some look at a number of rows and no further (db/queries/desk-bookings.ts, review-queue.ts, hall-occupants.ts). */
const lookedUpTo: Record<string, number> = {
  'search by a name': 3 * 500,
  'list a narrow page of bookings': 3 * 1000,
  'read the review': 6 * 500,
  'preview a cancellation of many': 2 * 50,
}

let before: Record<string, Rows>, after: Record<string, Rows>
const skips = { before: { read: 0, written: 0 }, after: { read: 0, written: 0 } }

/** What one more withdrawal costs where five who wait must be passed over. */
async function measureSkips(): Promise<Rows> {
  const holder = await d1
    .prepare(`SELECT reference FROM bookings WHERE exhibition_id = ? AND state = 'confirmed' LIMIT 1`)
    .bind(stepFree.id)
    .first<{ reference: string }>()
  const who = await manage(holder?.reference ?? '')
  const skipped = await countOf('waitlist_skips')
  const rows = await rowsOf((altered) => passOn(altered.db, who))
  expect((await countOf('waitlist_skips')) - skipped).toBe(5)
  return rows
}

beforeAll(async () => {
  registerTestKind()
  staff = await signedInStaff('manager')
  other = await signedInStaff('manager')
  free = await buildExhibition({ stalls: 40 })
  reviewed = await buildExhibition({ stalls: 40, review: 'before_confirming' })
  full = await buildExhibition({ stalls: 40 })
  stepFree = await buildExhibition({ stalls: 40 })
  ballot = await buildExhibition({ mode: 'ballot', stalls: 40 })
  await occupy(full, 0)
  await occupy(stepFree, 5)
  await fill(0, small)
  before = await measure()
  skips.before = await measureSkips()
  await fill(small, large)
  after = await measure()
  skips.after = await measureSkips()
}, 120_000)

describe('at a hundred thousand bookings, as at a hundred,', () => {
  test('the crowd is there', async () => {
    expect(await countOf('bookings')).toBeGreaterThan(100_000)
    expect(await countOf('waitlist_places', 'exhibition_id = ?', full.id)).toBeGreaterThan(large * 0.99)
  })

  test('every operation writes the same rows', () => {
    const written = (all: Record<string, Rows>) =>
      Object.fromEntries(Object.entries(all).map(([name, rows]) => [name, rows.written]))
    expect(written(after)).toEqual(written(before))
  })

  test('every operation reads the same rows, give or take twenty', () => {
    const grown = Object.entries(after).flatMap(([name, { read }]) => {
      const was = before[name]?.read ?? 0
      return read > was + (lookedUpTo[name] ?? 20) ? [`${name}: ${was} → ${read}`] : []
    })
    expect(grown).toEqual([])
  })

  test('recording five who were passed over costs the same', () => {
    expect(skips.after.written).toBe(skips.before.written)
    expect(skips.after.read).toBeLessThanOrEqual(skips.before.read + 20)
  })
})

describe('negative controls, at a hundred thousand bookings', () => {
  test('without the index of ordinals joining the waiting list reads everyone', async () => {
    now += 60_000
    const joined = await withoutIndex(
      'bookings_ordinal',
      () => rowsOf((altered) => claims(altered.db, full, { joinWaitlist: true })),
      { restore: false },
    )
    expect(joined.read).toBeGreaterThan((after['join a waiting list']?.read ?? 0) + large)
  })

  test('without the index of offers the scheduled work reads everyone', async () => {
    const work = await withoutIndex(
      'bookings_by_offer_expiry',
      () => rowsOf((altered) => runScheduledWork(altered.db, now)),
      { restore: false },
    )
    expect(work.read).toBeGreaterThan(large)
  })

  test('a query that counts the bookings of an exhibition is seen', async () => {
    const counted = await rowsOf(({ db: at }) =>
      at.d1.prepare('SELECT count(*) FROM bookings WHERE exhibition_id = ?').bind(full.id).first(),
    )
    expect(counted.read).toBeGreaterThanOrEqual(large)
  })
})
