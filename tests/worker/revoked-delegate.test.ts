import { beforeAll, describe, expect, test } from 'vitest'
import { listDataRequestRows } from '../../db/queries/own-data.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { followLink } from '../../worker/bookings/follow-link.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { takeOverBooking } from '../../worker/bookings/take-over-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { eraseBooking } from '../../worker/own-data/erase-booking.ts'
import { eraseWhoAsked } from '../../worker/own-data/purge-people.ts'
import type { Store } from '../../worker/store.ts'
import { alteredBy, proxied } from '../builders/altered-d1.ts'
import { nextPhone } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { delegated, familyWith, linksIn, toldOf, tokenOf } from '../builders/delegation.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, sendJson, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

// A delegate typed the family's phone and e-mail address itself, and knows the reference: what it can do with them.

beforeAll(() => setClock(noon))

type Family = Awaited<ReturnType<typeof delegated>>['asFamily']

const missing = { ok: false, reason: 'booking_not_found' }

/** The family as its device knows it once it took its booking over. */
async function ownNow(who: Family): Promise<Family> {
  const taken = await takeOverBooking(db, who, { phone: null, keepsEmail: false }, noon)
  if (!taken.ok) throw new Error('The family did not take its booking over.')
  return { ...who, token: taken.manageToken }
}

/** A store in which something happens just before the n-th batch that changes a booking. */
function onWrite(nth: number, meanwhile: () => Promise<unknown>): Store {
  let writes = 0
  let changes = false
  return alteredBy(
    proxied({
      prepare(sql: string) {
        changes ||= /^\s*UPDATE bookings/i.test(sql)
        return d1.prepare(sql)
      },
      async batch<T>(statements: Parameters<typeof d1.batch>[0]) {
        if (changes && (writes += 1) === nth) await meanwhile()
        changes = false
        return d1.batch<T>(statements)
      },
    }),
  ).db
}

describe('a delegate that was revoked', () => {
  const find = (reference: string, phone: string | null, now = noon) =>
    findBookingByPhone(db, { address: 'x' }, { reference, phone: phone ?? '' }, now)
  const asked = async (reference: string) =>
    (await toldOf(reference)).filter(({ template }) => template === 'booking_link')

  test('opens nothing with the phone: the link goes to it, once in ten minutes', async () => {
    const { slug } = await buildExhibition()
    const { reference, own, asFamily } = await delegated(slug)
    await ownNow(asFamily)
    expect(await asked(reference)).toEqual([])
    for (const now of [noon, noon + 1, noon + 60_000]) {
      expect(await find(reference, own, now)).toEqual({ ok: false, reason: 'link_sent' })
    }
    const [link, ...more] = await asked(reference)
    expect([link?.recipient, link?.to, more.length]).toEqual(['applicant', own, 0])
    await find(reference, own, noon + 10 * 60_000)
    expect((await asked(reference)).length).toBe(2)
    const opened = await followLink(db, { reference, token: linksIn(link?.text ?? '')[0] ?? '' }, noon)
    expect(opened).toMatchObject({ ok: true, leadsTo: 'booking' })
  })

  test('is told by the API what a wrong phone is told', async () => {
    const { slug } = await buildExhibition()
    const { reference, own, asFamily } = await delegated(slug)
    await ownNow(asFamily)
    const answers = await Promise.all(
      [own, '79999999'].map((phone) => sendJson('/api/v1/bookings/find', { reference, phone })),
    )
    const problems = await Promise.all(answers.map(problemOf))
    const [one, other] = problems.map(({ requestId: _id, ...rest }) => rest)
    expect(one).toMatchObject({ status: 404, code: 'booking_not_found' })
    expect(one).toEqual(other)
  })

  test('keeps no token of the family’s that it was given before', async () => {
    const { slug } = await buildExhibition()
    const { reference, own, asFamily } = await delegated(slug)
    const found = await find(reference, own)
    const early = { reference, token: found.ok ? found.manageToken : '' }
    expect((await readBooking(db, early, noon)).ok).toBe(true)
    const owner = await ownNow(asFamily)
    expect(await readBooking(db, early, noon)).toEqual(missing)
    expect(await withdrawBooking(db, early, noon)).toEqual(missing)
    expect((await readBooking(db, owner, noon)).ok).toBe(true)
  })

  test('keeps no way in through the e-mail address, unless the family says that it is its own', async () => {
    const email = 'office@association.test'
    for (const keepsEmail of [false, true]) {
      const { slug } = await buildExhibition()
      const one = await delegated(slug, { applicant: familyWith(nextPhone(), { email }) })
      const { reference, asFamily } = one
      const before = await tokenOf(reference, 'mail_link')
      const taken = await takeOverBooking(db, asFamily, { phone: null, keepsEmail }, noon)
      expect(taken).toMatchObject({ ok: true, booking: { applicant: { email: keepsEmail ? email : null } } })
      expect(await followLink(db, { reference, token: before }, noon)).toEqual(missing)
    }
  })
})

describe('what a delegate asks about the data', () => {
  test.each(['erase', 'withdraw_consent'] as const)(
    'withdraws and erases nothing (%s): staff answer, and the family is told first',
    async (kind) => {
      const exhibition = await buildExhibition()
      const { reference, own, asDelegate, asFamily } = await delegated(exhibition.slug)
      expect(await askAboutData(db, asDelegate, { kind, text: null }, noon)).toMatchObject({ ok: true, isDone: false })
      await eraseWhoAsked(db, 1_000, noon)
      expect((await rowOf(reference)).state).toBe('confirmed')
      expect((await readBooking(db, asFamily, noon)).ok).toBe(true)
      const told = (await toldOf(reference)).at(-1)
      expect([told?.template, told?.recipient, told?.to]).toEqual(['data_asked_by_delegate', 'applicant', own])
      expect(
        (await listDataRequestRows(d1, { state: 'open', after: { dueAtUtc: 0, id: 0 } }, 1_000)).at(-1),
      ).toMatchObject({ subject: reference, kind, askedBy: 'delegate' })
      expect(await brokenInvariants(exhibition)).toEqual([])
    },
  )

  test('gives way to what the family itself asks, which is done when it may be', async () => {
    const { slug } = await buildExhibition()
    const { reference, asDelegate, asFamily } = await delegated(slug)
    const request = { kind: 'erase', text: null } as const
    await askAboutData(db, asDelegate, request, noon)
    await changeBooking(db, reference, { act: 'check-in', to: 'checked_in', actor: 'staff:1' }, noon)
    expect(await askAboutData(db, asFamily, request, noon + 1)).toMatchObject({ ok: true, isDone: false })
    await askAboutData(db, asDelegate, request, noon + 2)
    await changeBooking(db, reference, { act: 'end', to: 'completed', actor: 'system' }, noon)
    await eraseWhoAsked(db, 1_000, noon)
    expect(await countOf('bookings', 'reference = ? AND erased_at_utc IS NOT NULL', reference)).toBe(1)
  })
})

describe('a family that takes over while somebody with an older token of its own erases', () => {
  const erase = { kind: 'erase', text: null } as const

  test('keeps its booking and its place', async () => {
    const exhibition = await buildExhibition()
    const { reference, asFamily } = await delegated(exhibition.slug)
    let owner = asFamily
    const between = onWrite(2, async () => (owner = await ownNow(asFamily)))
    expect(await askAboutData(between, asFamily, erase, noon)).toEqual(missing)
    expect((await rowOf(reference)).state).toBe('confirmed')
    expect((await readBooking(db, owner, noon)).ok).toBe(true)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('keeps what is left of it when the withdrawal was faster', async () => {
    const { slug } = await buildExhibition()
    const { reference, asFamily } = await delegated(slug)
    const between = onWrite(3, () => ownNow(asFamily))
    expect(await askAboutData(between, asFamily, erase, noon)).toEqual(missing)
    expect(await countOf('bookings', 'reference = ? AND erased_at_utc IS NULL', reference)).toBe(1)
  })

  test('loses it, without the version that was opened', async () => {
    const { slug } = await buildExhibition()
    const { reference, asFamily } = await delegated(slug)
    await ownNow(asFamily)
    await eraseBooking(db, { reference, actor: 'applicant', cause: 'asked' }, noon)
    expect(await countOf('bookings', 'reference = ? AND erased_at_utc IS NULL', reference)).toBe(0)
  })
})
