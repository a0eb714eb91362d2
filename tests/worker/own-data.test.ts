import { beforeAll, describe, expect, test } from 'vitest'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { addDays, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { eraseBooking } from '../../worker/own-data/erase-booking.ts'
import { eraseWhoAsked, purgePeople } from '../../worker/own-data/purge-people.ts'
import { readOwnData } from '../../worker/own-data/read-own-data.ts'
import { nameWordKeys, phoneKey } from '../../worker/people/person.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { alteredBy, proxied } from '../builders/altered-d1.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const holderOf = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})
const erase = { kind: 'erase', text: null } as const

/** A confirmed booking of somebody whose name and words nobody else has. */
async function person(slug: string) {
  const phone = nextPhone()
  const letters = crypto
    .randomUUID()
    .replace(/[^a-f]/g, '')
    .slice(0, 8)
  const name = `na${letters}`
  const booking = await booked(slug, {
    applicant: { kind: 'productive_family', name, phone, email: `${letters}@mail.test`, wilayat: 'as-seeb' },
    product: { category: 'halwa', tradeName: `ha${letters}`, description: 'words', listPublicly: true },
  })
  const person = { name, phone, email: null, tradeName: `ha${letters}`, description: null, delegate: null }
  const [applicantKey, words] = await Promise.all([phoneKey(db.keys, phone), nameWordKeys(db.keys, person)])
  return { booking, phone, traces: [applicantKey, ...words, phone, letters] }
}

/** Every value of every table, as one text. */
async function wholeDatabase(): Promise<string> {
  const { results } = await d1
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'`,
    )
    .all<{ name: string }>()
  const rows = await Promise.all(results.map(({ name }) => d1.prepare(`SELECT * FROM "${name}"`).all()))
  return JSON.stringify(rows.map((table) => table.results))
}

describe('reading', () => {
  test('shows everything that is held, and when it ends', async () => {
    const { slug } = await buildExhibition({ stalls: 1 })
    const { booking, phone } = await person(slug)
    const read = await readOwnData(db, holderOf(booking), noon)
    expect(read.ok && read.data).toMatchObject({
      booking: { reference: booking.reference, applicant: { phone } },
      consent: { version: '2026-11', withdrawnAt: null },
      messages: [{ template: 'booking_received', to: 'applicant' }],
      attendance: [],
      priorityUntil: null,
      requests: [],
      erasedOn: '2027-03-31',
    })
  })

  test('is refused without the token', async () => {
    const { slug } = await buildExhibition()
    const { booking } = await person(slug)
    const who = { reference: booking.reference, token: 'm0-1-wrong' }
    expect(await readOwnData(db, who, noon)).toEqual({ ok: false, reason: 'booking_not_found' })
  })
})

describe('erasing', () => {
  test('leaves no trace of the person in any table, and every chain true', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const { booking, traces } = await person(exhibition.slug)
    await d1
      .prepare(
        `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
         SELECT applicant_key, exhibition_id, 'drawn_and_lost', 9e15 FROM bookings WHERE reference = ?`,
      )
      .bind(booking.reference)
      .run()
    await askAboutData(db, holderOf(booking), { kind: 'correct', text: 'My name is written wrongly.' }, noon)
    const before = await wholeDatabase()
    expect(traces.filter((trace) => before.includes(trace)).length).toBeGreaterThan(2)
    expect(await askAboutData(db, holderOf(booking), erase, noon)).toEqual({ ok: true, isDone: true })
    const after = await wholeDatabase()
    expect(traces.filter((trace) => after.includes(trace))).toEqual([])
    expect(await rowOf(booking.reference)).toMatchObject({ state: 'withdrawn' })
    expect(await countOf('texts', 'stream = ? AND body IS NOT NULL', `booking:${booking.reference}`)).toBe(0)
    expect(await countOf('outbox', `subject = ? AND state = 'queued'`, booking.reference)).toBe(0)
    expect(await countOf('consents', 'subject = ? AND withdrawn_at_utc IS NOT NULL', booking.reference)).toBe(1)
    expect(await countOf('data_requests', `subject = ? AND state = 'open'`, booking.reference)).toBe(0)
    const chains = (await brokenInvariants(exhibition)).filter((fault) => !fault.includes('name words'))
    expect(chains).toEqual([])
  })

  test('gives the stall to the next waiter in the batch that frees it', async () => {
    const exhibition = await buildExhibition({ stalls: 1 })
    const { booking } = await person(exhibition.slug)
    const waiter = await booked(exhibition.slug, { joinWaitlist: true })
    await askAboutData(db, holderOf(booking), { kind: 'withdraw_consent', text: null }, noon)
    expect(await rowOf(waiter.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
  })

  test('ends every link and token of the booking', async () => {
    const { slug } = await buildExhibition({ stalls: 1 })
    const { booking } = await person(slug)
    await askAboutData(db, holderOf(booking), erase, noon)
    expect(await readBooking(db, holderOf(booking), noon)).toEqual({ ok: false, reason: 'booking_not_found' })
  })

  test('waits while the person is at the exhibition, and is done when it is over', async () => {
    const { slug } = await buildExhibition({ stalls: 1 })
    const { booking } = await person(slug)
    await changeBooking(db, booking.reference, { act: 'check-in', to: 'checked_in', actor: 'staff:1' }, noon)
    expect(await askAboutData(db, holderOf(booking), erase, noon)).toEqual({ ok: true, isDone: false })
    await eraseWhoAsked(db, 10, noon)
    expect(await countOf('bookings', 'reference = ? AND erased_at_utc IS NULL', booking.reference)).toBe(1)
    await changeBooking(db, booking.reference, { act: 'end', to: 'completed', actor: 'system' }, noon)
    await eraseWhoAsked(db, 10, noon)
    expect(await countOf('bookings', 'reference = ? AND person IS NULL', booking.reference)).toBe(1)
    expect(await rowOf(booking.reference)).toMatchObject({ state: 'completed' })
  })

  test('asked ten times at once is done once', async () => {
    const { slug } = await buildExhibition({ stalls: 1 })
    const { booking } = await person(slug)
    const request = { reference: booking.reference, actor: 'applicant', cause: 'asked' } as const
    await Promise.all(Array.from({ length: 10 }, () => eraseBooking(db, request, noon)))
    expect(await countOf('events', `stream = ? AND type = 'erase'`, `booking:${booking.reference}`)).toBe(1)
  })
})

describe('correcting', () => {
  test('is a request that staff answer within 45 days; asking again adds none', async () => {
    const { slug } = await buildExhibition()
    const { booking } = await person(slug)
    const request = { kind: 'correct', text: 'The trade name is «حلوى نزوى».' } as const
    expect(await askAboutData(db, holderOf(booking), request, noon)).toEqual({ ok: true, isDone: false })
    expect(await askAboutData(db, holderOf(booking), request, noon)).toEqual({ ok: true, isDone: false })
    const read = await readOwnData(db, holderOf(booking), noon)
    expect(read.ok && read.data.requests).toEqual([
      {
        kind: 'correct',
        state: 'open',
        askedAt: '2026-12-06T08:00:00.000Z',
        dueAt: '2027-01-20T08:00:00.000Z',
        closedAt: null,
        answer: null,
      },
    ])
    expect(await wholeDatabase()).not.toContain('حلوى نزوى')
  })
})

describe('the purge', () => {
  const ended = async (people: number) => {
    const exhibition = await buildExhibition({ stalls: people })
    const bookings = []
    for (let index = 0; index < people; index += 1) bookings.push((await person(exhibition.slug)).booking)
    await d1.prepare(`UPDATE bookings SET state = 'completed' WHERE exhibition_id = ?`).bind(exhibition.id).run()
    await d1.prepare(`UPDATE exhibitions SET state = 'finished' WHERE id = ?`).bind(exhibition.id).run()
    return { exhibition, bookings }
  }
  const dayAfterEnd = (days: number) => startOfMuscatDay(addDays('2026-12-31', days)) + 1
  const heldAt = ({ id }: { id: number }) => countOf('bookings', 'exhibition_id = ? AND person IS NOT NULL', id)

  test('erases everybody 90 days after an exhibition, and nobody a day earlier', async () => {
    const { exhibition } = await ended(3)
    await purgePeople(db, 100, dayAfterEnd(90))
    expect(await heldAt(exhibition)).toBe(3)
    await purgePeople(db, 100, dayAfterEnd(91))
    expect(await heldAt(exhibition)).toBe(0)
    expect(await countOf('exhibitions', 'id = ? AND purged_at_utc IS NOT NULL', exhibition.id)).toBe(1)
  })

  test('of a stranger who booked with somebody’s phone neither shows nor takes the priority it earned elsewhere', async () => {
    const [earlier, here] = [await buildExhibition(), await buildExhibition()]
    const booking = await booked(here.slug)
    await d1
      .prepare(
        `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
         SELECT applicant_key, ?, 'drawn_and_lost', 9e15 FROM bookings WHERE reference = ?`,
      )
      .bind(earlier.id, booking.reference)
      .run()
    const read = await readOwnData(db, holderOf(booking), noon)
    expect(read.ok && read.data.priorityUntil).toBe(null)
    expect(await askAboutData(db, holderOf(booking), erase, noon)).toMatchObject({ isDone: true })
    expect(await countOf('priority_ledger', 'exhibition_id = ?', earlier.id)).toBe(1)
  })

  test('leaves the priority of whoever lost a draw, which is erased when they ask and forgotten when it ends', async () => {
    const { exhibition, bookings } = await ended(2)
    const ends = dayAfterEnd(600)
    await d1
      .prepare(
        `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
         SELECT applicant_key, exhibition_id, 'drawn_and_lost', ? FROM bookings WHERE exhibition_id = ?`,
      )
      .bind(ends, exhibition.id)
      .run()
    const held = () => countOf('priority_ledger', 'exhibition_id = ?', exhibition.id)
    await eraseBooking(
      db,
      { reference: bookings[0]?.reference ?? '', actor: 'applicant', cause: 'asked' },
      dayAfterEnd(1),
    )
    expect(await held()).toBe(1)
    await purgePeople(db, 100, dayAfterEnd(91))
    expect(await heldAt(exhibition)).toBe(0)
    expect(await held()).toBe(1)
    await runScheduledWork(db, ends - 1)
    expect(await held()).toBe(1)
    await runScheduledWork(db, ends)
    expect(await held()).toBe(0)
  })

  test('goes on where a run ended or was cut short', async () => {
    const { exhibition } = await ended(5)
    const now = dayAfterEnd(91)
    expect(await purgePeople(db, 2, now)).toBe(2)
    expect(await heldAt(exhibition)).toBe(3)
    let writes = 0
    const failing = proxied({
      async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
        const result = await d1.batch<T>(statements)
        if ((writes += 1) > 1) throw new Error('D1 went away after the write.')
        return result
      },
    })
    await purgePeople(alteredBy(failing).db, 100, now).catch(() => 0)
    await purgePeople(db, 100, now)
    expect(await heldAt(exhibition)).toBe(0)
    const events = await d1
      .prepare(
        `SELECT count(*) AS count FROM events WHERE type = 'erase'
         AND stream IN (SELECT 'booking:' || reference FROM bookings WHERE exhibition_id = ?)`,
      )
      .bind(exhibition.id)
      .first<{ count: number }>()
    expect(events?.count).toBe(5)
  })
})

describe('at the desk', () => {
  test('open requests are listed with their words and the days left, within an officer’s governorates', async () => {
    const { slug } = await buildExhibition()
    const { booking } = await person(slug)
    await askAboutData(db, holderOf(booking), { kind: 'correct', text: 'The trade name is wrong.' }, noon)
    const listFor = async (governorate: string) => {
      const { email } = await buildStaff('officer', { governorates: [governorate] })
      const answer = await send('/api/v1/desk/data-requests', { headers: await signedInAs(email) })
      return (await answer.json<{ items: { reference: string }[] }>()).items.filter(
        ({ reference }) => reference === booking.reference,
      )
    }
    expect(await listFor('muscat')).toMatchObject([
      { kind: 'correct', state: 'open', text: 'The trade name is wrong.', daysLeft: 45, exhibition: slug },
    ])
    expect(await listFor('dhofar')).toEqual([])
    const { email } = await buildStaff('manager')
    const headers = await signedInAs(email)
    for (const query of ['state=lost', 'cursor=x'])
      expect((await send(`/api/v1/desk/data-requests?${query}`, { headers })).status, query).toBe(422)
  })
})
