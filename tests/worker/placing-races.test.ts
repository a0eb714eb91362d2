import { beforeAll, describe, expect, test } from 'vitest'
import { placesAreToBeGiven } from '../../db/queries/draws.ts'
import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { readBooking } from '../../worker/bookings/read-booking.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { supersedeDraw } from '../../worker/draw/supersede-draw.ts'
import { cancelExhibition } from '../../worker/exhibitions/cancel-exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { afterCeremony, closedBallot, drawWith, freeze, manager } from '../builders/ballot.ts'
import { brokenInvariants, countOf, rowOf } from '../builders/broken-invariants.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { db } from '../builders/store.ts'

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
