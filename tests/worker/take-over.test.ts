import { beforeAll, describe, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { followLink } from '../../worker/bookings/follow-link.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import { takeOverBooking } from '../../worker/bookings/take-over-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { listFamilies } from '../../worker/delegates/list-families.ts'
import { openFamilyBooking } from '../../worker/delegates/open-family-booking.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { readOwnData } from '../../worker/own-data/read-own-data.ts'
import { phoneKey } from '../../worker/people/person.ts'
import type { Store } from '../../worker/store.ts'
import { eventsOf } from '../builders/acts.ts'
import { withMeanwhile } from '../builders/altered-d1.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { delegated, followProof, linksIn, sessionOf, toldOf, tokenOf } from '../builders/delegation.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

type Delegated = Awaited<ReturnType<typeof delegated>>

const takeOver = (who: Delegated['asFamily'], phone: string | null = null, at: Store = db) =>
  takeOverBooking(at, who, { phone, keepsEmail: false }, noon)
const missing = { ok: false, reason: 'booking_not_found' }

/** The family as its device knows it once it took its booking over. */
async function ownNow(who: Delegated['asFamily']): Promise<Delegated['asFamily']> {
  const taken = await takeOver(who)
  if (!taken.ok) throw new Error('The family did not take its booking over.')
  return { ...who, token: taken.manageToken }
}

/** What a booking must not lose. */
const placeOf = (reference: string) =>
  d1
    .prepare(
      `SELECT b.state, b.stall_id, b.ordinal, b.draw_code, b.offer_expires_at_utc, b.created_at_utc,
         (SELECT json_group_array(w.zone_id || '/' || w.ordinal) FROM waitlist_places w WHERE w.reference = b.reference) AS places
       FROM bookings b WHERE b.reference = ?`,
    )
    .bind(reference)
    .first()

describe('a family that takes its booking over', () => {
  test('keeps its reference, state, stall, rank, draw code and place, in every state', async () => {
    const hall = await buildExhibition({ stalls: 1 })
    const ballot = await buildExhibition({ mode: 'ballot' })
    const holder = await delegated(hall.slug)
    const [waiting, offered] = [
      await delegated(hall.slug, { joinWaitlist: true }),
      await delegated(hall.slug, { joinWaitlist: true }),
    ]
    const entry = await delegated(ballot.slug, { zones: ['food'] })
    await withdrawBooking(db, holder.asDelegate, noon)
    await withdrawBooking(db, waiting.asDelegate, noon)
    const last = await delegated(hall.slug, { joinWaitlist: true })
    for (const one of [holder, offered, last, entry]) {
      const before = await placeOf(one.reference)
      const outcome = await takeOver(one.asFamily)
      expect(outcome).toMatchObject({ ok: true, booking: { reference: one.reference, delegate: null } })
      expect(await placeOf(one.reference)).toEqual(before)
    }
    expect((await rowOf(offered.reference)).state).toBe('offered')
    const owner = { reference: offered.reference, token: await tokenOf(offered.reference, 'manage') }
    expect(await acceptOffer(db, owner, noon)).toMatchObject({ ok: true, booking: { state: 'confirmed' } })
    expect(await eventsOf(`booking:${last.reference}`)).toEqual(['booked', 'take-over'])
    expect([...(await brokenInvariants(hall)), ...(await brokenInvariants(ballot))]).toEqual([])
  })

  test('ends its delegate’s tokens, links, session and finding', async () => {
    const { slug } = await buildExhibition({ stalls: 3 })
    const one = await delegated(slug)
    const { reference, phone, own, asDelegate, asFamily } = one
    const other = await delegated(slug, { phone, label: 'أسرة 2' })
    const links = {
      booking: await tokenOf(reference, 'delegate_link'),
      release: await tokenOf(reference, 'delegate_release'),
    }
    const proof = linksIn((await toldOf(reference)).find(({ template }) => template === 'delegate_proof')?.text ?? '')
    const session = await followProof(reference)
    const owner = await ownNow(asFamily)

    expect(await readBooking(db, asDelegate, noon)).toEqual(missing)
    expect(await withdrawBooking(db, asDelegate, noon)).toEqual(missing)
    expect(await readOwnData(db, asDelegate, noon)).toEqual(missing)
    for (const token of [...Object.values(links), proof[0] ?? '']) {
      expect(await followLink(db, { reference, token }, noon)).toEqual(missing)
    }
    expect(await releasePhone(db, { reference, token: links.release }, noon)).toEqual(missing)
    expect(await openFamilyBooking(db, session, reference, noon)).toBeNull()
    const find = (number: string) => findBookingByPhone(db, { address: 'x' }, { reference, phone: number }, noon)
    expect(await find(phone)).toEqual(missing)
    expect(await find(own ?? '')).toEqual({ ok: false, reason: 'link_sent' })
    expect(await readBooking(db, owner, noon)).toMatchObject({ ok: true, holder: 'applicant' })

    const listed = await listFamilies(db, session, { page: 1 }, noon)
    expect(listed.ok && listed.families.exhibitions.flatMap(({ lines }) => lines)).toMatchObject([
      { reference: other.reference },
    ])
  })

  test('leaves nothing of the family on the page of a delegate that reads it at the same moment', async () => {
    const { slug } = await buildExhibition({ stalls: 3 })
    const { phone, asFamily } = await delegated(slug)
    let isDue = true
    const between = {
      ...db,
      d1: new Proxy(d1, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          if (name !== 'batch') return typeof value === 'function' ? value.bind(target) : value
          // The exhibitions have been read by now, the bookings not yet.
          return async (statements: Parameters<typeof d1.batch>[0]) => {
            const read = await d1.batch(statements)
            if (isDue) {
              isDue = false
              await takeOver(asFamily)
            }
            return read
          }
        },
      }),
    }
    const listed = await listFamilies(between, await sessionOf(phone), { page: 1 }, noon)
    expect(listed.ok && listed.families.exhibitions.map(({ lines }) => lines)).toEqual([[]])
  })

  test('has the delegate told so, with nothing of the family, and nothing after it', async () => {
    const { slug } = await buildExhibition()
    const { reference, phone, own, asFamily } = await delegated(slug)
    const owner = await ownNow(asFamily)
    const tellings = (await toldOf(reference)).slice(-2)
    expect(tellings.map(({ template, recipient, to }) => [template, recipient, to])).toEqual([
      ['booking_taken_over', 'delegate', phone],
      ['booking_own_now', 'applicant', own],
    ])
    const [toDelegate, toFamily] = tellings
    for (const secret of [own ?? '?', 'مريم', 'حلوى', 'أسرة 1', '/b/']) expect(toDelegate?.text).not.toContain(secret)
    expect(linksIn(toFamily?.text ?? '').map(([letter]) => letter)).toEqual(['l', 'r'])
    await withdrawBooking(db, owner, noon)
    const after = (await toldOf(reference)).filter(({ template }) => template === 'booking_withdrawn')
    expect(after.map(({ recipient }) => recipient)).toEqual(['applicant'])
  })

  test('stops what was still on its way to the delegate, but for that message', async () => {
    const { slug } = await buildExhibition()
    const { reference, asFamily } = await delegated(slug)
    await takeOver(asFamily)
    await deliverMessages(db, 1_000, noon)
    const { results } = await d1
      .prepare(`SELECT template, state, last_error AS error FROM outbox WHERE subject = ? AND recipient = 'delegate'`)
      .bind(reference)
      .all()
    expect(results).toEqual([
      { template: 'booking_received', state: 'dead', error: 'no_recipient' },
      { template: 'delegate_proof', state: 'dead', error: 'no_recipient' },
      { template: 'booking_taken_over', state: 'sent', error: null },
    ])
  })

  test('without a phone on record gives one, which is told and can be released', async () => {
    const { slug } = await buildExhibition()
    const one = await delegated(slug, { own: null })
    const phone = nextPhone()
    expect(await takeOver(one.asFamily)).toEqual({
      ok: false,
      reason: 'invalid_input',
      errors: [{ field: 'phone', code: 'required' }],
    })
    expect(await takeOver(one.asFamily, phone)).toMatchObject({ ok: true, booking: { applicant: { phone } } })
    const told = (await toldOf(one.reference)).at(-1)
    expect([told?.template, told?.to]).toEqual(['booking_own_now', phone])
    const row = await findBooking(d1, one.reference)
    expect([row?.applicantKey, row?.phoneKey]).toEqual(Array(2).fill(await phoneKey(db.keys, phone)))
    const release = { reference: one.reference, token: linksIn(told?.text ?? '')[1] ?? '' }
    expect(await releasePhone(db, release, noon)).toEqual({ ok: true })
    expect(
      await booked(slug, { applicant: { kind: 'productive_family', name: 'نورة', phone, wilayat: 'as-seeb' } }),
    ).toBeDefined()
  })

  test('with a phone on record is not asked to change it, and may not', async () => {
    const { slug } = await buildExhibition()
    const { asFamily } = await delegated(slug)
    expect(await takeOver(asFamily, nextPhone())).toEqual({
      ok: false,
      reason: 'invalid_input',
      errors: [{ field: 'phone', code: 'not_allowed' }],
    })
  })

  test('does so once; its delegate, or nobody’s family, cannot', async () => {
    const { slug } = await buildExhibition({ stalls: 3 })
    const { asDelegate, asFamily } = await delegated(slug)
    expect(await takeOver({ ...asDelegate, address: 'x' })).toEqual(missing)
    const owner = await ownNow(asFamily)
    expect(await takeOver(owner)).toEqual({ ok: false, reason: 'transition_refused', state: 'confirmed' })
    expect(await takeOver(asFamily)).toEqual(missing)
    const plain = await booked(slug)
    const who = { reference: plain.reference, token: plain.manageToken, address: 'x' }
    expect(await takeOver(who)).toMatchObject({ ok: false, reason: 'transition_refused' })
  })

  test('also from an association whose own phone was released', async () => {
    const { slug } = await buildExhibition()
    const { reference, asDelegate, asFamily } = await delegated(slug)
    await releasePhone(db, { reference, token: await tokenOf(reference, 'delegate_release') }, noon)
    expect((await readBooking(db, asDelegate, noon)).ok).toBe(true)
    expect(await takeOver(asFamily)).toMatchObject({ ok: true })
    expect(await readBooking(db, asDelegate, noon)).toEqual(missing)
    expect(await countOf('outbox', `subject = ? AND template = 'booking_taken_over'`, reference)).toBe(0)
  })

  test('takes its priority in the next draw along', async () => {
    const { slug, id } = await buildExhibition()
    const { reference, own, asFamily } = await delegated(slug)
    await d1
      .prepare(
        `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
         SELECT applicant_key, exhibition_id, 'drawn_and_lost', 9e15 FROM bookings WHERE reference = ?`,
      )
      .bind(reference)
      .run()
    await takeOver(asFamily)
    const keys = await d1
      .prepare('SELECT applicant_key AS k FROM priority_ledger WHERE exhibition_id = ?')
      .bind(id)
      .all()
    expect(keys.results).toEqual([{ k: await phoneKey(db.keys, own ?? '') }])
  })

  test('makes room under its delegate’s cap, and is forgotten with the delegate that has no other family', async () => {
    const { slug } = await buildExhibition({ stalls: 3 })
    const { phone, asFamily } = await delegated(slug)
    const key = await phoneKey(db.keys, phone)
    expect(await countOf('bookings', 'delegate_key = ?', key)).toBe(1)
    await takeOver(asFamily)
    expect(await countOf('bookings', 'delegate_key = ?', key)).toBe(0)
    expect(await countOf('delegates', 'delegate_key = ?', key)).toBe(0)
  })
})

describe('a family that takes over while its delegate withdraws', () => {
  test('keeps its booking when it was faster, and the delegate is told that it has none', async () => {
    const exhibition = await buildExhibition()
    const { reference, asDelegate, asFamily } = await delegated(exhibition.slug)
    const between = withMeanwhile(() => takeOver(asFamily))
    expect(await withdrawBooking(between.db, asDelegate, noon)).toEqual(missing)
    expect((await rowOf(reference)).state).toBe('confirmed')
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('has a withdrawn booking to itself when the delegate was faster', async () => {
    const exhibition = await buildExhibition()
    const { reference, asDelegate, asFamily } = await delegated(exhibition.slug)
    const between = withMeanwhile(() => withdrawBooking(db, asDelegate, noon))
    expect(await takeOver(asFamily, null, between.db)).toMatchObject({ ok: true, booking: { state: 'withdrawn' } })
    expect(await eventsOf(`booking:${reference}`)).toEqual(['booked', 'withdraw', 'take-over'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('loses it, without the version that the delegate’s token opened', async () => {
    const { slug } = await buildExhibition()
    const { reference, asDelegate, asFamily } = await delegated(slug)
    expect((await readBooking(db, asDelegate, noon)).ok).toBe(true)
    const between = withMeanwhile(() => takeOver(asFamily))
    await changeBooking(between.db, reference, { act: 'withdraw', to: 'withdrawn', actor: 'delegate' }, noon)
    expect((await rowOf(reference)).state).toBe('withdrawn')
  })
})

describe('what is held of a delegate', () => {
  test('is read by the delegate alone, and messages by whom they went to', async () => {
    const { slug } = await buildExhibition()
    const { phone, asDelegate, asFamily } = await delegated(slug)
    const [byDelegate, byFamily] = [await readOwnData(db, asDelegate, noon), await readOwnData(db, asFamily, noon)]
    expect(byDelegate.ok && byDelegate.data.booking.delegate).toMatchObject({ name: 'سالمة الحارثية', phone })
    expect(byFamily.ok && byFamily.data.booking.delegate).toMatchObject({
      name: null,
      phone: null,
      familyLabel: 'أسرة 1',
    })
    expect(JSON.stringify(byFamily)).not.toContain(phone)
    expect(byDelegate.ok && new Set(byDelegate.data.messages.map(({ to }) => to))).toEqual(new Set(['delegate']))
    expect(byFamily.ok && new Set(byFamily.data.messages.map(({ to }) => to))).toEqual(new Set(['applicant']))
  })
})
