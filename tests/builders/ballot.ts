import type { FreezeRequest } from '../../worker/contract/draw.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { freezeExhibition } from '../../worker/draw/freeze-exhibition.ts'
import { publishDraw } from '../../worker/draw/publish-draw.ts'
import { readDraw } from '../../worker/draw/read-draw.ts'
import type { Store } from '../../worker/store.ts'
import { booked } from './booking.ts'
import { buildExhibition, noon, type StallToBuild } from './exhibition.ts'
import { signedInStaff } from './staff.ts'
import { d1, db } from './store.ts'

export const manager = (): Promise<Staff> => signedInStaff('manager')

const hall: StallToBuild[] = [
  { code: 'A-1', zone: 'crafts' },
  { code: 'A-2', zone: 'crafts', x: 100, features: ['power'] },
  { code: 'A-3', zone: 'crafts', x: 200, features: ['step_free'] },
  { code: 'B-1', zone: 'food', y: 100 },
]

export interface Entry {
  zones?: string[]
  arrangements?: string[]
}

/** A ballot that is closed, its entries made and checked; three other stalls and one step-free. */
export async function closedBallot(entries: Entry[], stalls: StallToBuild[] = hall) {
  const exhibition = await buildExhibition({ mode: 'ballot', review: 'before_confirming', stalls })
  const bookings = []
  for (const entry of entries) bookings.push(await booked(exhibition.slug, { ...entry }))
  await d1
    .prepare('UPDATE bookings SET checked_at_utc = 1, checked_by = 1 WHERE exhibition_id = ?')
    .bind(exhibition.id)
    .run()
  await d1.prepare(`UPDATE exhibitions SET state = 'closed' WHERE id = ?`).bind(exhibition.id).run()
  return { exhibition, bookings }
}

export const ceremony: FreezeRequest = {
  source: { kind: 'ceremony', name: { ar: 'نشرة الأسعار', en: 'The price bulletin' }, date: '2026-12-08' },
}

/** The day after the ceremony, noon in Muscat. */
export const afterCeremony = Date.parse('2026-12-08T08:00:00Z')

export async function freeze(slug: string, store: Store = db, request: FreezeRequest = ceremony) {
  const outcome = await freezeExhibition(store, await manager(), { slug, ...request }, noon)
  if (!outcome.ok) throw new Error(`The freeze was refused: ${outcome.reason}`)
  return outcome.draw
}

/** Publishes the result of the latest draw for a value. */
export async function drawWith(slug: string, value: string, store: Store = db) {
  const found = await readDraw(store, { slug })
  if (!found.ok) throw new Error('There is no draw.')
  const publicValue = `ceremony:2026-12-08:${value}`
  return publishDraw(store, { slug, draw: found.row, publicValue, actor: 'system' }, afterCeremony)
}
