import { beforeAll, describe, expect, test } from 'vitest'
import { askFamiliesLink } from '../../worker/delegates/ask-families-link.ts'
import { closeFamilies } from '../../worker/delegates/close-families.ts'
import { listFamilies } from '../../worker/delegates/list-families.ts'
import { openFamilyBooking } from '../../worker/delegates/open-family-booking.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { Families, FamiliesCredential } from '../../worker/contract/delegates.ts'
import { dayMs, minuteMs } from '../../worker/contract/limits.ts'
import { smsParts } from '../../worker/notifications/sms-parts.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { phoneKey } from '../../worker/people/person.ts'
import type { Store } from '../../worker/store.ts'
import { alteredBy, proxied } from '../builders/altered-d1.ts'
import { claim, nextPhone } from '../builders/booking.ts'
import { countOf } from '../builders/broken-invariants.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { associationOf, delegated, familyWith, followProof, sessionOf, toldOf } from '../builders/delegation.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { buildStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

async function setLimit(value: string): Promise<void> {
  const { id } = await buildStaff('manager')
  await d1
    .prepare(
      `INSERT INTO settings (name, value, changed_by, changed_at_utc, version, head_mac)
       VALUES ('DELEGATE_LIMIT', ?, ?, 1, 1, '') ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    )
    .bind(value, id)
    .run()
}

const proofs = (reference: string) => countOf('outbox', `subject = ? AND template = 'delegate_proof'`, reference)
const provenAt = async (phone: string) =>
  d1
    .prepare('SELECT proven_at_utc AS at FROM delegates WHERE delegate_key = ?')
    .bind(await phoneKey(db.keys, phone))
    .first<number>('at')
const ask = (phone: string, now: number, at: Store = db) =>
  askFamiliesLink(at, { address: '192.0.2.3' }, { phone, language: 'ar' }, now)

async function families(who: FamiliesCredential, page = 1, now = noon): Promise<Families> {
  const outcome = await listFamilies(db, who, { page }, now)
  if (!outcome.ok) throw new Error('The families did not open.')
  return outcome.families
}

describe('the link that proves a delegate’s phone', () => {
  test('is sent with the delegate’s first booking and with no other, however many come at once', async () => {
    const { slug } = await buildExhibition({ stalls: 20 })
    const phone = nextPhone()
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claim(slug, { applicant: familyWith(null), delegate: associationOf(phone, `أسرة ${index}`) }),
      ),
    )
    const references = claims.map((one) => (one.ok ? one.booking.reference : ''))
    const sent = await Promise.all(references.map(proofs))
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(1)
    const { reference } = await delegated((await buildExhibition()).slug, { phone })
    expect(await proofs(reference)).toBe(0)
  })

  test('goes to the delegate’s phone alone, costs three parts, and opens everything for a day', async () => {
    const { slug } = await buildExhibition()
    const { reference, phone } = await delegated(slug)
    const [proof, ...more] = (await toldOf(reference)).filter(({ template }) => template === 'delegate_proof')
    expect(more).toEqual([])
    expect([proof?.recipient, proof?.to]).toEqual(['delegate', phone])
    expect(smsParts(proof?.text ?? '')).toBeLessThanOrEqual(3)
    expect(await provenAt(phone)).toBeNull()
    const session = await followProof(reference)
    if (!session) throw new Error('The link opened nothing.')
    expect(await provenAt(phone)).toBe(noon)
    expect((await families(session)).exhibitions.flatMap(({ lines }) => lines)).toMatchObject([{ reference }])
    expect(await listFamilies(db, session, { page: 1 }, noon + dayMs)).toEqual({
      ok: false,
      reason: 'booking_not_found',
    })
    // A program that opens every link changes nothing for the person who comes after it.
    expect(await followProof(reference, noon + minuteMs)).not.toBeNull()
    expect(await provenAt(phone)).toBe(noon)
  })

  test('opens nothing after seven days, nor once the delegate finished on every device', async () => {
    const { slug } = await buildExhibition()
    const { reference, phone } = await delegated(slug)
    expect(await followProof(reference, noon + 7 * dayMs)).toBeNull()
    const session = await followProof(reference)
    expect(await closeFamilies(db, session, noon)).toBe(true)
    expect(await listFamilies(db, session, { page: 1 }, noon)).toEqual({ ok: false, reason: 'booking_not_found' })
    // What was sent is rendered anew with the new version; what the old one opened stays closed.
    const renewed = await sessionOf(phone, 2)
    expect((await listFamilies(db, renewed, { page: 1 }, noon)).ok).toBe(true)
    expect(await closeFamilies(db, session, noon)).toBe(false)
  })

  test('opens nobody else’s families, whatever a device says of itself', async () => {
    const { slug } = await buildExhibition({ stalls: 4 })
    const [mine, other] = [await delegated(slug), await delegated(slug)]
    const session = await sessionOf(mine.phone)
    const pretended = { ...session, delegateKey: await phoneKey(db.keys, other.phone) }
    expect((await listFamilies(db, pretended, { page: 1 }, noon)).ok).toBe(false)
    expect(await openFamilyBooking(db, session, other.reference, noon)).toBeNull()
    expect(await listFamilies(db, null, { page: 1 }, noon)).toEqual({ ok: false, reason: 'booking_not_found' })
  })
})

describe('whoever asks for the link with a phone', () => {
  const asked = (reference: string) => countOf('outbox', `subject = ? AND dedupe_key LIKE '%|asked|%'`, reference)

  test('gets the same answer and costs the same statements, whether or not it is a delegate’s', async () => {
    const { slug } = await buildExhibition()
    const { phone, reference } = await delegated(slug)
    const statements: string[][] = []
    const counted = async (asker: string) => {
      const seen: string[] = []
      statements.push(seen)
      const at = alteredBy(proxied({ prepare: (sql: string) => (seen.push(sql), d1.prepare(sql)) })).db
      return ask(asker, noon, at)
    }
    expect([await counted(phone), await counted(nextPhone())]).toEqual([{ ok: true }, { ok: true }])
    expect(statements[0]).toEqual(statements[1])
    expect(await asked(reference)).toBe(1)
  })

  test('brings one message in ten minutes, however often and however many at once', async () => {
    const { slug } = await buildExhibition()
    const { phone, reference } = await delegated(slug)
    await Promise.all([ask(phone, noon), ask(phone, noon), ask(phone, noon + minuteMs)])
    expect(await asked(reference)).toBe(1)
    await ask(phone, noon + 10 * minuteMs)
    expect(await asked(reference)).toBe(2)
  })

  test('brings none after five asks in one minute, and again in the next', async () => {
    const { slug } = await buildExhibition()
    const phone = nextPhone()
    for (let i = 0; i < 5; i += 1) await ask(phone, noon)
    const { reference } = await delegated(slug, { phone })
    await ask(phone, noon)
    expect(await asked(reference)).toBe(0)
    await ask(phone, noon + minuteMs)
    expect(await asked(reference)).toBe(1)
  })

  test('is told to wait when the address asks too often', async () => {
    const busy = { ...db, limits: { ...db.limits, allowsFind: async () => false } }
    expect(await ask(nextPhone(), noon, busy)).toEqual({ ok: false, reason: 'too_many_requests' })
  })

  test('gets nothing at a family’s own phone', async () => {
    const { slug } = await buildExhibition()
    const { own, reference } = await delegated(slug)
    await ask(own ?? '', noon)
    expect(await asked(reference)).toBe(0)
  })
})

describe('a delegate’s families', () => {
  test('of all exhibitions stand in one place, those that go on first, each with where it stands', async () => {
    const [first, second] = [await buildExhibition(), await buildExhibition({ stalls: 1 })]
    const phone = nextPhone()
    const ended = await delegated(first.slug, { phone, label: '3' })
    await withdrawBooking(db, ended.asDelegate, noon)
    const confirmed = await delegated(second.slug, { phone, label: '1' })
    const waiting = await delegated(second.slug, { phone, label: '2', joinWaitlist: true })
    const listed = await families(await sessionOf(phone))
    expect(listed.exhibitions.map(({ slug, live, isBookable }) => [slug, live, isBookable])).toEqual([
      [second.slug, 2, true],
      [first.slug, 0, true],
    ])
    expect(listed.exhibitions[0]?.lines).toMatchObject([
      { reference: confirmed.reference, state: 'confirmed', stall: 'A-1', label: '1', tradeName: 'حلوى الدار' },
      { reference: waiting.reference, state: 'waitlisted', stall: null, label: '2', rank: 1 },
    ])
    expect(listed.delegate).toEqual({ organisation: associationOf('').organisation, name: 'سالمة الحارثية', phone })
    expect([listed.total, listed.limit]).toEqual([3, db.settings.delegateLimit])
  })

  test('open with a token of the delegate’s own, with which it acts as itself', async () => {
    const { slug } = await buildExhibition()
    const { reference, phone, asFamily } = await delegated(slug)
    const token = (await openFamilyBooking(db, await sessionOf(phone), reference, noon)) ?? ''
    expect(token).not.toBe(asFamily.token)
    expect(await readBooking(db, { reference, token }, noon)).toMatchObject({ ok: true, holder: 'delegate' })
    expect(await readBooking(db, asFamily, noon)).toMatchObject({ ok: true, holder: 'applicant' })
    // The family’s phone is told what its delegate does.
    await withdrawBooking(db, { reference, token }, noon)
    const told = (await toldOf(reference)).filter(({ template }) => template === 'booking_withdrawn')
    expect(told.map(({ recipient }) => recipient)).toEqual(['delegate', 'applicant'])
  })

  test('that are many come forty at a time, none twice and none left out', async () => {
    const phone = nextPhone()
    const references: string[] = []
    for (const stalls of [20, 20, 20]) {
      const { slug } = await buildExhibition({ stalls })
      for (let i = 0; i < 17; i += 1)
        references.push((await delegated(slug, { phone, own: null, label: `${i}` })).reference)
    }
    const session = await sessionOf(phone)
    const pages = [await families(session), await families(session, 2)]
    expect(pages.map(({ page, pages: of, total }) => [page, of, total])).toEqual([
      [1, 2, 51],
      [2, 2, 51],
    ])
    const shown = pages.map((one) => one.exhibitions.flatMap(({ lines }) => lines.map(({ reference }) => reference)))
    expect(shown.map((one) => one.length)).toEqual([40, 11])
    expect(shown.flat().sort()).toEqual(references.sort())
    expect(await families(session, 99)).toMatchObject({ page: 2 })
  })

  test('cost the same rows beside ten thousand bookings of others', async () => {
    const { slug, id } = await buildExhibition({ stalls: 3 })
    const { phone } = await delegated(slug)
    const session = await sessionOf(phone)
    const cost = () => rowsOf(({ db: at }) => listFamilies(at, session, { page: 1 }, noon))
    const before = await cost()
    await d1
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO bookings (reference, exhibition_id, state, applicant_key, delegate_key, kind, governorate, wilayat,
           category, lists_publicly, needs_step_free, language, consent_version, created_at_utc, updated_at_utc, head_mac)
         SELECT 'TMK-X' || i, ?, 'withdrawn', 'k' || i, 'd' || i, 'productive_family', 'muscat', 'as-seeb', 'halwa', 0, 0, 'ar',
           '2026-11', 1, 1, '' FROM n`,
      )
      .bind(id)
      .run()
    expect((await cost()).read).toBeLessThanOrEqual(before.read + 20)
    const asks = await rowsOf(({ db: at }) => ask(phone, noon, at))
    expect(asks.read).toBeLessThan(before.read + 200)
  })

  test('are within the cap at one exhibition, which a withdrawal makes room under', async () => {
    const { slug } = await buildExhibition({ stalls: 9 })
    const phone = nextPhone()
    const limited = { ...db, settings: { ...db.settings, delegateLimit: 2 } }
    const first = await delegated(slug, { phone, label: '1' })
    await delegated(slug, { phone, label: '2' })
    const outcome = await listFamilies(limited, await sessionOf(phone), { page: 1 }, noon)
    expect(outcome.ok && outcome.families).toMatchObject({ limit: 2, exhibitions: [{ live: 2 }] })
    await withdrawBooking(db, first.asDelegate, noon)
    expect((await families(await sessionOf(phone))).exhibitions).toMatchObject([{ live: 1 }])
    // What an operator set counts, over what was deployed.
    await setLimit('7')
    expect(await families(await sessionOf(phone))).toMatchObject({ limit: 7 })
    await setLimit('')
  })
})

test('a delegate is forgotten with its last booking, and not before', async () => {
  const { slug } = await buildExhibition({ stalls: 3 })
  const phone = nextPhone()
  const [one, two] = [await delegated(slug, { phone, label: '1' }), await delegated(slug, { phone, label: '2' })]
  const key = await phoneKey(db.keys, phone)
  const known = () => countOf('delegates', 'delegate_key = ?', key)
  const erase = { kind: 'erase', text: null } as const
  await askAboutData(db, one.asFamily, erase, noon)
  expect(await known()).toBe(1)
  await askAboutData(db, two.asFamily, erase, noon)
  expect(await known()).toBe(0)
})
