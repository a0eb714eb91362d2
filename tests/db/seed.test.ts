import { beforeAll, expect, test } from 'vitest'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { seedDatabase } from '../../db/seed/seed-database.ts'
import { seededStaff } from '../../db/seed/staff.ts'
import { tellCrowd } from '../../db/seed/tell-crowd.ts'
import { verifyAudit } from '../../worker/audit/verify-audit.ts'
import { findBookingByPhone } from '../../worker/bookings/find-booking.ts'
import { muscatDay } from '../../worker/contract/dates.ts'
import { listExhibitions } from '../../worker/exhibitions/list-exhibitions.ts'
import { needStates, pledgeStates } from '../../worker/contract/pledge-codes.ts'
import { findPledgeByContact } from '../../worker/pledges/find-pledge.ts'
import { listNeeds } from '../../worker/pledges/list-needs.ts'
import { readRecognition } from '../../worker/pledges/read-recognition.ts'
import { openPerson } from '../../worker/people/person.ts'
import { d1, db } from '../builders/store.ts'

// 22:30 in Muscat: the days of the seed are Muscat's, not the clock's in UTC.
const now = Date.parse('2026-12-06T18:30:00Z')

let findable: Awaited<ReturnType<typeof seedDatabase>>
beforeAll(async () => {
  findable = await seedDatabase(db, now)
})

const countBookings = async (slug: string) => {
  const { results } = await d1
    .prepare(
      `SELECT b.state, count(*) AS count FROM bookings b JOIN exhibitions e ON e.id = b.exhibition_id
       WHERE e.slug = ? GROUP BY b.state`,
    )
    .bind(slug)
    .all<{ state: string; count: number }>()
  return Object.fromEntries(results.map(({ state, count }) => [state, count]))
}

test('every open first-come exhibition has 40 free stalls, accessible ones among them, and nobody waits', async () => {
  const open = await listExhibitions(db, { state: 'open' }, now)
  const firstCome = open.filter(({ mode }) => mode === 'first_come')
  expect(new Set(firstCome.map(({ review }) => review))).toEqual(new Set(['before_confirming', 'none']))
  for (const { slug, stallsFree, stallsTotal } of firstCome) {
    expect(stallsFree, slug).toBeGreaterThanOrEqual(40)
    expect(stallsTotal, slug).toBeLessThanOrEqual(60)
    const hall = await d1
      .prepare(
        `SELECT count(DISTINCT zone_id) AS zones, sum(is_step_free) AS stepFree FROM stalls
         WHERE exhibition_id = (SELECT id FROM exhibitions WHERE slug = ?)`,
      )
      .bind(slug)
      .first<{ zones: number; stepFree: number }>()
    expect(hall?.zones, slug).toBeGreaterThanOrEqual(3)
    expect(hall?.zones, slug).toBeLessThanOrEqual(5)
    expect(hall?.stepFree, slug).toBeGreaterThanOrEqual(8)
  }
  const waiting = `SELECT 1 FROM waitlist_places WHERE exhibition_id IN (SELECT id FROM exhibitions WHERE state = 'open')`
  expect(await d1.prepare(waiting).first()).toBeNull()
})

test('a closed exhibition is full: one offer is open, and others wait behind it', async () => {
  const states = await countBookings('crafts-days-nizwa')
  expect(states).toMatchObject({ offered: 1, waitlisted: 3, withdrawn: 1 })
})

test('one ballot is frozen and waits for its value, one is over with its draw published', async () => {
  const drawStates = async (state: string) =>
    (
      await d1
        .prepare(`SELECT d.state FROM draws d JOIN exhibitions e ON e.id = d.exhibition_id WHERE e.state = ?`)
        .bind(state)
        .all<{ state: string }>()
    ).results
  expect(await drawStates('frozen')).toEqual([{ state: 'frozen' }])
  expect(await drawStates('finished')).toEqual([{ state: 'drawn' }])
})

test('a delegate books for five families at one exhibition', async () => {
  const most = await d1
    .prepare(
      `SELECT count(*) AS families FROM bookings WHERE delegate_key IS NOT NULL
       GROUP BY exhibition_id, delegate_key ORDER BY families DESC LIMIT 1`,
    )
    .first<{ families: number }>()
  expect(most?.families).toBe(5)
})

test('a ballot is open with 120 entries', async () => {
  const [ballot] = (await listExhibitions(db, { state: 'open' }, now)).filter(({ mode }) => mode === 'ballot')
  expect(await countBookings(ballot?.slug ?? '')).toEqual({ applied: 120 })
})

test('one exhibition is live today with at least 20 confirmed bookings, and the gate volunteer is assigned to it', async () => {
  const [live, ...others] = await listExhibitions(db, { state: 'live' }, now)
  expect(others).toEqual([])
  const today = muscatDay(now)
  expect(live && live.startsOn <= today && today <= live.endsOn).toBe(true)
  expect((await countBookings(live?.slug ?? '')).confirmed).toBeGreaterThanOrEqual(20)
  const gate = await d1
    .prepare(`SELECT e.slug FROM gate_assignments g JOIN exhibitions e ON e.id = g.exhibition_id WHERE g.staff_id = ?`)
    .bind(seededStaff.gate.id)
    .first<{ slug: string }>()
  expect(gate?.slug).toBe(live?.slug)
})

test('the series has a finished, an open and a coming round', async () => {
  const rounds = await listExhibitions(db, { series: 'permanent-exhibition' }, now)
  expect(rounds.map(({ state }) => state).toSorted()).toEqual(['finished', 'open', 'published'])
})

test('there are colleagues in each role, and exhibitions inside and outside the officers’ governorates', async () => {
  const roles = Object.values(seededStaff).map(({ role }) => role)
  expect(new Set(roles)).toEqual(new Set(['viewer', 'gate', 'receiver', 'officer', 'manager']))
  const governorates = new Set((await listExhibitions(db, {}, now)).map(({ governorate }) => governorate))
  for (const governorate of seededStaff.officer.governorates) expect(governorates).toContain(governorate)
  expect(governorates.size).toBeGreaterThan(seededStaff.officer.governorates.length)
})

test('every phone lies in the demonstration range and every person has their own', async () => {
  const { results } = await d1
    .prepare('SELECT reference, person FROM bookings')
    .all<{ reference: string; person: string }>()
  const people = await Promise.all(results.map(({ reference, person }) => openPerson(db.keys, reference, person)))
  const own = people.map(({ phone }) => phone).filter((phone) => phone !== null)
  const delegates = new Set(people.flatMap(({ delegate }) => delegate?.phone ?? []))
  const phones = [...own, ...delegates]
  expect(new Set(phones).size).toBe(phones.length)
  expect(phones.filter((phone) => !/^7000\d{4}$/.test(phone))).toEqual([])
})

test('everything is marked as demonstration, and its audit is right', async () => {
  expect(await d1.prepare('SELECT 1 FROM exhibitions WHERE is_demonstration = 0').first()).toBeNull()
  expect(await d1.prepare('SELECT 1 FROM series WHERE is_demonstration = 0').first()).toBeNull()
  const report = await verifyAudit(db)
  expect(report.fault).toBeNull()
  expect(report.counts.bookings).toBeGreaterThan(180)
})

test('the booking that the seed names can be found by its reference and phone', async () => {
  const found = await findBookingByPhone(db, { address: '192.0.2.1' }, findable ?? { reference: '', phone: '' }, now)
  expect(found.ok).toBe(true)
})

test('stalls and plan features never overlap and lie within the plan', async () => {
  interface Box {
    x: number
    y: number
    width: number
    height: number
  }
  const overlap = (one: Box, other: Box) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  const { results } = await d1
    .prepare('SELECT id, slug, plan_width AS width, plan_height AS height, plan_features AS features FROM exhibitions')
    .all<{ id: number; slug: string; width: number; height: number; features: string }>()
  for (const plan of results) {
    const stalls = await d1
      .prepare('SELECT x, y, width, height FROM stalls WHERE exhibition_id = ?')
      .bind(plan.id)
      .all<Box>()
    const boxes = [...stalls.results, ...(JSON.parse(plan.features) as Box[])]
    for (const [index, box] of boxes.entries()) {
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= plan.width && box.y + box.height <= plan.height).toBe(
        true,
      )
      expect(
        boxes.slice(index + 1).some((other) => overlap(box, other)),
        plan.slug,
      ).toBe(false)
    }
  }
})

test('a run that is not local is refused before anything is written', async () => {
  const production = { ...db, settings: { ...db.settings, isLocal: false } }
  await expect(seedDatabase(production, now)).rejects.toThrow('Only a local database')
  await expect(tellCrowd(production, { from: 0, to: 1 }, now)).rejects.toThrow('Only a local database')
})

test('a crowd joins the open ballot in parts, each with its event, and can be verified', async () => {
  const { slug } = seededExhibitions.nizwaBallot
  const before = await countBookings(slug)
  await tellCrowd(db, { from: 0, to: 30 }, now)
  await tellCrowd(db, { from: 30, to: 45 }, now)
  expect(await countBookings(slug)).toEqual({ ...before, applied: (before['applied'] ?? 0) + 45 })
  expect((await verifyAudit(db)).fault).toBeNull()
})

test('companies pledge in every state, needs are in every state, and all of it is plainly marked', async () => {
  const states = async (sql: string) =>
    new Set((await d1.prepare(sql).all<{ state: string }>()).results.map(({ state }) => state))
  expect(await states('SELECT state FROM pledges')).toEqual(new Set(pledgeStates))
  expect(new Set((await listNeeds(db, {}, now)).map(({ state }) => state))).toEqual(new Set(needStates))
  const unmarked = `SELECT id FROM needs WHERE is_demonstration = 0 UNION ALL SELECT reference FROM pledges WHERE is_demonstration = 0`
  expect(await d1.prepare(unmarked).first()).toBeNull()
  const { companies, hidden } = await readRecognition(db, { year: Number(muscatDay(now).slice(0, 4)) }, now)
  expect(hidden).toBe(1)
  for (const company of companies) {
    if ('name' in company) expect(company.name.ar).toMatch(/^شركة نموذجية .*\(بيانات تجريبية\)$/)
  }
})

test('the pledge that is printed can be found by its contact', async () => {
  const { reference = '', contact = '' } = findable?.pledge ?? {}
  expect(await findPledgeByContact(db, { address: '192.0.2.1' }, { reference, contact }, now)).toMatchObject({
    ok: true,
  })
})
