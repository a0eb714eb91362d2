import { beforeAll, describe, expect, test } from 'vitest'
import { placesAreToBeGiven } from '../../db/queries/placing-ground.ts'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { supersedeDraw } from '../../worker/draw/supersede-draw.ts'
import { cancelExhibition } from '../../worker/exhibitions/cancel-exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { afterCeremony, closedBallot, drawWith, freeze, manager } from '../builders/ballot.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

interface Ballot {
  exhibition: { id: number; slug: string }
  who: { reference: string; token: string }
}

async function published(): Promise<Ballot> {
  const { exhibition, bookings } = await closedBallot([{}])
  await freeze(exhibition.slug)
  await drawWith(exhibition.slug, '4711')
  const [only] = bookings
  if (!only) throw new Error('No entry was made.')
  return { exhibition, who: { reference: only.reference, token: only.manageToken } }
}

/** Two were drawn for crafts, of whom staff can place one: a stall was withheld since the freeze. */
async function shortOfAStall() {
  const hall = [{ code: 'A-1' }, { code: 'A-2', x: 100 }]
  const { exhibition, bookings } = await closedBallot([{}, {}], hall)
  await freeze(exhibition.slug)
  await drawWith(exhibition.slug, '4711')
  await d1
    .prepare(`UPDATE stalls SET withheld_reason = 'exit' WHERE exhibition_id = ? AND code = 'A-2'`)
    .bind(exhibition.id)
    .run()
  const { results } = await d1
    .prepare(
      `SELECT b.reference FROM draws d JOIN draw_places p ON p.file = d.result_file
       JOIN bookings b ON b.exhibition_id = d.exhibition_id AND b.draw_code = p.draw_code
       WHERE d.exhibition_id = ? ORDER BY p.rank`,
    )
    .bind(exhibition.id)
    .all<{ reference: string }>()
  const byRank = results.map(({ reference }) => {
    const token = bookings.find((booking) => booking.reference === reference)?.manageToken ?? ''
    return { reference, token }
  })
  const [better, worse] = byRank
  if (!better || !worse) throw new Error('Two entries were drawn.')
  return { exhibition, better, worse }
}

describe('a worse rank that comes by first', () => {
  test('does not get the stall that a better rank of its zone needs', async () => {
    const { exhibition, better, worse } = await shortOfAStall()
    const opened = await readBooking(db, worse, afterCeremony)
    expect(opened.ok && opened.booking.state).toBe('applied')
    await applyDraws(db, 5, afterCeremony)
    expect(await rowOf(better.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(await rowOf(worse.reference)).toMatchObject({ state: 'waitlisted', ordinal: 2 })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('gets it at once when the better rank has theirs, or has left', async () => {
    const { better, worse } = await shortOfAStall()
    await d1.prepare(`UPDATE bookings SET state = 'withdrawn' WHERE reference = ?`).bind(better.reference).run()
    const opened = await readBooking(db, worse, afterCeremony)
    expect(opened.ok && opened.booking).toMatchObject({ state: 'offered', stall: 'A-1' })
  })

  test('control: without the condition it gets the stall, and the invariants see it', async () => {
    const { exhibition, worse } = await shortOfAStall()
    await withoutCondition(
      'AND p.rank > (SELECT applied_rank FROM draws WHERE id = ?) AND p.rank < ?',
      async (without) => {
        await readBooking(without.db, worse, afterCeremony)
      },
      { replacement: 'AND ? + ? < 0' },
    )
    await applyDraws(db, 5, afterCeremony)
    expect(await rowOf(worse.reference)).toMatchObject({ state: 'offered', stall: 'A-1' })
    expect(await brokenInvariants(exhibition)).toEqual([expect.stringContaining('a drawn place that a worse rank')])
  })
})

/** One of two was placed before their turn and has accepted; the other's place in another zone is not given out yet. */
async function halfGivenOut() {
  const hall = [
    { code: 'A-1', zone: 'crafts' },
    { code: 'B-1', zone: 'food' },
  ]
  const { exhibition, bookings } = await closedBallot([{ zones: ['crafts'] }, { zones: ['food'] }], hall)
  await freeze(exhibition.slug)
  await drawWith(exhibition.slug, '4711')
  const [first, second] = bookings
  if (!first || !second) throw new Error('Two entries were made.')
  await acceptOffer(db, { reference: first.reference, token: first.manageToken }, afterCeremony)
  return { exhibition, first, second }
}

const moveTo = async (store: Store, reference: string) =>
  moveBooking(store, await signedInStaff('officer'), { reference, stall: 'B-1', reason: null }, afterCeremony)

describe('a stall that a draw gave to somebody who has not been told yet', () => {
  test('is nobody’s to be moved to', async () => {
    const { exhibition, first, second } = await halfGivenOut()
    expect(await moveTo(db, first.reference)).toEqual({ ok: false, reason: 'stall_occupied', stalls: ['B-1'] })
    await applyDraws(db, 5, afterCeremony)
    expect(await rowOf(second.reference)).toMatchObject({ state: 'offered', stall: 'B-1' })
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('control: without the condition a colleague’s move takes it', async () => {
    const { first, second } = await halfGivenOut()
    await withoutCondition(
      `AND d.state = 'drawn' AND d.applied_at_utc IS NULL`,
      ({ db: without }) => moveTo(without, first.reference),
      {
        replacement: 'AND FALSE',
      },
    )
    expect(await rowOf(first.reference)).toMatchObject({ state: 'confirmed', stall: 'B-1' })
    await applyDraws(db, 5, afterCeremony)
    expect((await rowOf(second.reference)).state).toBe('waitlisted')
  })
})

const setAside = async ({ slug }: Ballot['exhibition']) => {
  const reason = { ar: 'نُشر عدد خاطئ للأركان.', en: 'A wrong number of stalls was published.' }
  await supersedeDraw(db, { slug, n: 1, reason, actor: 'staff:1' }, afterCeremony)
}

const cancel = async ({ slug }: Ballot['exhibition']) => {
  const reason = { code: 'cancelled_event', text: 'أُغلقت القاعة.' } as const
  const outcome = await cancelExhibition(db, await manager(), { slug, reason }, afterCeremony)
  if (!outcome.ok) throw new Error(`The cancelling was refused: ${outcome.reason}`)
}

const ways = {
  'the scheduled job gives out places': async (store: Store) => {
    await applyDraws(store, 1, afterCeremony)
  },
  'somebody opens their booking': async (store: Store, { who }: Ballot) => {
    await readBooking(store, who, afterCeremony)
  },
  'somebody accepts before any offer was made': async (store: Store, { who }: Ballot) => {
    await acceptOffer(store, who, afterCeremony)
  },
}

describe.for(Object.entries(ways))('while %s', ([, placeThem]) => {
  test.for([
    ['a draw that is set aside', setAside, 'closed'],
    ['an exhibition that is cancelled', cancel, 'cancelled'],
  ] as const)('%s gives nobody a place', async ([, meanwhile, state]) => {
    const ballot = await published()
    const altered = withMeanwhile(() => meanwhile(ballot.exhibition))
    await placeThem(altered.db, ballot)
    expect((await rowOf(ballot.who.reference)).state).toMatch(/applied|cancelled/)
    expect(await countOf('events', `stream = ? AND type = 'draw'`, `booking:${ballot.who.reference}`)).toBe(0)
    expect(await countOf('outbox', `subject = ? AND template LIKE 'booking_drawn_%'`, ballot.who.reference)).toBe(0)
    expect(await countOf('exhibitions', 'id = ? AND state = ?', ballot.exhibition.id, state)).toBe(1)
    expect(await countOf('draws', 'exhibition_id = ? AND applied_rank > 0', ballot.exhibition.id)).toBe(0)
    expect(await brokenInvariants(ballot.exhibition)).toEqual([])
  })

  test.for([
    ['a draw that is set aside', setAside],
    ['an exhibition that is cancelled', cancel],
  ] as const)('control: without the condition %s gives a stall away', async ([, meanwhile]) => {
    const ballot = await published()
    const altered = withMeanwhile(() => meanwhile(ballot.exhibition))
    await withoutCondition(placesAreToBeGiven, (without) => placeThem(without.db, ballot), {
      base: altered.env.DB,
      replacement: 'SELECT ?',
    })
    expect(await countOf('events', `stream = ? AND type = 'draw'`, `booking:${ballot.who.reference}`)).toBe(1)
  })
})
