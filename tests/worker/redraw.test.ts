import { beforeAll, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { freezeExhibition } from '../../worker/draw/freeze-exhibition.ts'
import { placeEntry } from '../../worker/draw/place-entry.ts'
import { readDraw, readPublishedFile } from '../../worker/draw/read-draw.ts'
import { resetSetAside } from '../../worker/draw/reset-entries.ts'
import { supersedeDraw } from '../../worker/draw/supersede-draw.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile, withoutCondition, type Altered } from '../builders/altered-d1.ts'
import { afterCeremony, ceremony, closedBallot, drawWith, freeze, manager } from '../builders/ballot.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { addCrowd } from '../builders/crowd.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const reason = { ar: 'نُشر عدد خاطئ للأركان.', en: 'A wrong number of stalls was published.' }

const drawn = async () => {
  const ballot = await closedBallot([{}, {}, {}, {}, {}, {}])
  await freeze(ballot.exhibition.slug)
  await drawWith(ballot.exhibition.slug, '4711')
  await applyDraws(db, 3, afterCeremony)
  return ballot
}

const setAside = (slug: string, store: Store = db) =>
  supersedeDraw(store, { slug, n: 1, reason, actor: 'staff:1' }, afterCeremony)

const offeredOf = async (bookings: { reference: string; manageToken: string }[]) => {
  for (const { reference, manageToken } of bookings) {
    if ((await rowOf(reference)).state === 'offered') return { reference, token: manageToken }
  }
  throw new Error('Nobody was offered a stall.')
}

test('a draw set aside ends every offer at once, makes everybody an entry again and stays visible with its reason', async () => {
  const { exhibition, bookings } = await drawn()
  const before = await readPublishedFile(db, { slug: exhibition.slug, n: 1, file: 'result' })
  expect(await setAside(exhibition.slug)).toEqual({ ok: true })
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'offered'`, exhibition.id)).toBe(0)
  expect(await countOf('exhibitions', `id = ? AND state = 'closed'`, exhibition.id)).toBe(1)
  expect(await brokenInvariants(exhibition)).toEqual([])

  // A second draw makes the rest entries again first.
  const second = await freeze(exhibition.slug)
  expect(second).toMatchObject({ n: 2, entries: 6, state: 'frozen', reason, draws: [2, 1] })
  for (const { reference } of bookings) {
    expect(await rowOf(reference)).toMatchObject({ state: 'applied', ordinal: null, stall: null })
  }
  const first = await readDraw(db, { slug: exhibition.slug, n: 1 })
  expect(first.ok && first.draw).toMatchObject({ state: 'superseded', reason, publicValue: 'ceremony:2026-12-08:4711' })
  expect(await readPublishedFile(db, { slug: exhibition.slug, n: 1, file: 'result' })).toEqual(before)
  await drawWith(exhibition.slug, '4712')
  await applyDraws(db, 3, afterCeremony)
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'offered'`, exhibition.id)).toBe(4)
  expect(await brokenInvariants(exhibition)).toEqual([])
})

test('nobody is offered a stall while a set-aside draw waits to be drawn anew', async () => {
  const { exhibition } = await drawn()
  await setAside(exhibition.slug)
  await runScheduledWork(db, afterCeremony)
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'offered'`, exhibition.id)).toBe(0)
})

test('a draw is not set aside once somebody has accepted, whatever becomes of their place', async () => {
  const { exhibition, bookings } = await drawn()
  const who = await offeredOf(bookings)
  await acceptOffer(db, who, afterCeremony)
  const refused = { ok: false, reason: 'transition_refused', state: 'drawn' }
  expect(await setAside(exhibition.slug)).toMatchObject(refused)
  await withdrawBooking(db, who, afterCeremony)
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'confirmed'`, exhibition.id)).toBe(0)
  expect(await setAside(exhibition.slug)).toMatchObject(refused)
})

/** Somebody accepts and leaves again after the draw was read, before the offers are. */
const acceptedAndLeft = async () => {
  const { exhibition, bookings } = await drawn()
  const who = await offeredOf(bookings)
  await acceptOffer(db, who, afterCeremony)
  await withdrawBooking(db, who, afterCeremony)
  const withAct = <T>(act: (altered: Altered) => Promise<T>) =>
    withoutCondition('"accepted_at_utc"', act, { replacement: 'NULL' })
  return { exhibition, withAct }
}

test('nor when somebody accepts and leaves again while it is being set aside', async () => {
  const { exhibition, withAct } = await acceptedAndLeft()
  await expect(withAct((altered) => setAside(exhibition.slug, altered.db))).rejects.toThrow('kept changing')
  expect(await countOf('exhibitions', `id = ? AND state = 'drawn'`, exhibition.id)).toBe(1)
})

test('control: without the condition the draw that somebody had accepted is set aside', async () => {
  const { exhibition, withAct } = await acceptedAndLeft()
  const outcome = await withAct(({ env }) =>
    withoutCondition(
      'AND (SELECT accepted_at_utc FROM draws WHERE id = ?) IS NULL',
      (without) => setAside(exhibition.slug, without.db),
      { base: env.DB, replacement: 'AND ? > 0' },
    ),
  )
  expect(outcome).toEqual({ ok: true })
})

const acceptedMeanwhile = async () => {
  const { exhibition, bookings } = await drawn()
  const who = await offeredOf(bookings)
  return { exhibition, who, altered: withMeanwhile(() => acceptOffer(db, who, afterCeremony)) }
}

test('nor when somebody accepts while it is being set aside', async () => {
  const { exhibition, who, altered } = await acceptedMeanwhile()
  expect(await setAside(exhibition.slug, altered.db)).toMatchObject({ ok: false, reason: 'transition_refused' })
  expect(await rowOf(who.reference)).toMatchObject({ state: 'confirmed' })
  expect(await countOf('exhibitions', `id = ? AND state = 'drawn'`, exhibition.id)).toBe(1)
})

test('control: without that condition the exhibition would close around somebody who accepted', async () => {
  const { exhibition, altered } = await acceptedMeanwhile()
  const conditions = `AND (SELECT accepted_at_utc FROM draws WHERE id = ?) IS NULL
    AND (SELECT count(*) FROM bookings WHERE exhibition_id = ? AND state = 'offered') = (
      SELECT count(*) FROM json_each(?) c WHERE (
        SELECT 1 FROM bookings b WHERE b.reference = c.value ->> 'reference' AND b.version = c.value ->> 'version') = 1)
    AND (SELECT count(*) FROM bookings WHERE exhibition_id = ? AND state = 'offered') = ?`
  await withoutCondition(conditions, (without) => setAside(exhibition.slug, without.db), {
    base: altered.env.DB,
    replacement: 'AND ? + ? + length(?) + ? + ? > 0',
  })
  expect(await countOf('exhibitions', `id = ? AND state = 'closed'`, exhibition.id)).toBe(1)
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'confirmed'`, exhibition.id)).toBe(1)
})

test('a large ballot is made entries again by the scheduled job, and by a freeze that says when it is not done', async () => {
  await resetSetAside(db, 100, noon)
  const { id, slug } = await buildExhibition({ mode: 'ballot' })
  await addCrowd(id, 'applied', { from: 0, to: 4_500 })
  await d1
    .prepare(
      `UPDATE bookings SET checked_at_utc = 1, state = 'waitlisted', ordinal = CAST(draw_code AS INTEGER) + 1
      WHERE exhibition_id = ?`,
    )
    .bind(id)
    .run()
  await d1.prepare(`UPDATE exhibitions SET state = 'closed' WHERE id = ?`).bind(id).run()
  const unreset = () => countOf('bookings', `exhibition_id = ? AND state = 'waitlisted'`, id)
  const freezing = async () => freezeExhibition(db, await manager(), { slug, ...ceremony }, noon)
  expect(await freezing()).toEqual({ ok: false, reason: 'busy' })
  expect(await unreset()).toBe(2_500)
  await resetSetAside(db, 3, noon)
  expect(await unreset()).toBe(1_900)
  expect(await freezing()).toMatchObject({ ok: true, draw: { n: 1, entries: 4_500 } })
})

test('a frozen draw can be set aside before it is drawn', async () => {
  const { exhibition } = await closedBallot([{}, {}])
  await freeze(exhibition.slug)
  expect(await setAside(exhibition.slug)).toEqual({ ok: true })
  expect(await freeze(exhibition.slug)).toMatchObject({ n: 2, entries: 2 })
  expect(await countOf('draws', `exhibition_id = ? AND state = 'frozen'`, exhibition.id)).toBe(1)
})

test('whoever left before or after a draw was set aside does not stand in the way of the next, nor of other ballots', async () => {
  const { exhibition, bookings } = await drawn()
  const { reference, token } = await offeredOf(bookings)
  await withdrawBooking(db, { reference, token }, afterCeremony)
  await setAside(exhibition.slug)
  const waiter = (await Promise.all(bookings.map(async (one) => ({ ...one, ...(await rowOf(one.reference)) })))).find(
    ({ state }) => state === 'waitlisted',
  )
  if (!waiter) throw new Error('Nobody waits.')
  await withdrawBooking(db, { reference: waiter.reference, token: waiter.manageToken }, afterCeremony)
  const other = await closedBallot([{}])
  await freeze(other.exhibition.slug)
  await drawWith(other.exhibition.slug, '1')
  expect(await freeze(exhibition.slug)).toMatchObject({ n: 2, entries: 4 })
  await drawWith(exhibition.slug, '4712')
  await applyDraws(db, 5, afterCeremony)
  expect(await countOf('draws', `state = 'drawn' AND applied_at_utc IS NULL`)).toBe(0)
  expect(await countOf('bookings', `exhibition_id = ? AND state = 'offered'`, exhibition.id)).toBe(4)
  expect((await rowOf(other.bookings[0]?.reference ?? '')).state).toBe('offered')
  expect(await brokenInvariants(exhibition)).toEqual([])
})

const withARankOfBefore = async () => {
  const { exhibition, bookings } = await closedBallot([{}, {}])
  await d1
    .prepare(`UPDATE bookings SET state = 'withdrawn', ordinal = 1 WHERE reference = ?`)
    .bind(bookings[0]?.reference ?? '')
    .run()
  return { exhibition, only: await findBooking(d1, bookings[1]?.reference ?? '') }
}

test('control: a rank that the freeze did not take back stops its own draw, which the run tells, and no other', async () => {
  const { exhibition, only } = await withARankOfBefore()
  const other = await closedBallot([{}])
  await withoutCondition('UPDATE bookings SET ordinal = NULL', (without) => freeze(exhibition.slug, without.db), {
    replacement: 'UPDATE bookings SET ordinal = ordinal',
  })
  await freeze(other.exhibition.slug)
  for (const { slug } of [exhibition, other.exhibition]) await drawWith(slug, '1')
  await expect(applyDraws(db, 5, afterCeremony)).rejects.toThrow('bookings.ordinal')
  expect(await countOf('draws', 'exhibition_id = ? AND applied_at_utc IS NULL', exhibition.id)).toBe(1)
  expect((await rowOf(other.bookings[0]?.reference ?? '')).state).toBe('offered')
  // Nobody is told that the job will see to it when it cannot.
  await expect(only && placeEntry(db, only, afterCeremony)).rejects.toThrow('bookings.ordinal')
  await d1.prepare(`UPDATE bookings SET ordinal = NULL WHERE exhibition_id = ?`).bind(exhibition.id).run()
  await applyDraws(db, 5, afterCeremony)
})
