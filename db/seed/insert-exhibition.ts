import { drizzle } from 'drizzle-orm/d1'
import { chainEvent, exhibitionStream } from '../../worker/audit/event.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import type { Store } from '../../worker/store.ts'
import { insertEventIf } from '../queries/events.ts'
import { exhibitions, series, stalls, zones } from '../tables/exhibitions.ts'
import type { Calendar } from './calendar.ts'
import type { ExhibitionToSeed, seededSeries } from './exhibitions.ts'
import { stallsOf } from './hall.ts'

// D1 takes 100 bound parameters in one statement; a stall has 16.
const stallsAtOnce = 6

const bilingual = (text: { title: Texts; description: Texts; venue: Texts }) => ({
  titleAr: text.title.ar,
  titleEn: text.title.en,
  descriptionAr: text.description.ar,
  descriptionEn: text.description.en,
  venueAr: text.venue.ar,
  venueEn: text.venue.en,
})
type Texts = { ar: string; en: string }

export async function insertSeries(db: Store, wanted: typeof seededSeries): Promise<number> {
  const { slug, governorate } = wanted
  const [row] = await drizzle(db.d1)
    .insert(series)
    .values({ slug, governorate, ...bilingual(wanted), isDemonstration: true })
    .returning({ id: series.id })
  if (!row) throw new Error('The series was not inserted.')
  return row.id
}

/** A published exhibition with its zones and stalls, as if a manager had made it three days before booking opened. */
export async function insertExhibition(
  db: Store,
  calendar: Calendar,
  wanted: ExhibitionToSeed,
  by: { managerId: number; seriesId: number | null },
): Promise<number> {
  const { slug, governorate, mode, review, hall } = wanted
  const opensAtUtc = calendar.at(wanted.bookingOpensIn, '08:00')
  const madeAtUtc = Math.min(opensAtUtc, calendar.now) - 3 * dayMs
  const stream = exhibitionStream(slug)
  const actor = `staff:${by.managerId}` as const
  const created = await chainEvent(db.keys, {
    stream,
    after: { version: 0, headMac: '' },
    type: 'created',
    atUtc: madeAtUtc,
    actor,
    data: { state: 'draft' },
  })
  const published = await chainEvent(db.keys, {
    stream,
    after: { version: 1, headMac: created.mac },
    type: 'published',
    atUtc: madeAtUtc,
    actor,
    data: { from: 'draft', to: 'published' },
  })
  const rows = drizzle(db.d1)
  const [row] = await rows
    .insert(exhibitions)
    .values({
      slug,
      governorate,
      mode,
      review,
      ...bilingual(wanted),
      seriesId: by.seriesId,
      startsOn: calendar.day(wanted.startsIn),
      endsOn: calendar.day(wanted.endsIn),
      state: 'published',
      bookingOpensAtUtc: opensAtUtc,
      bookingClosesAtUtc: calendar.at(wanted.bookingClosesIn, '14:00'),
      planWidth: hall.width,
      planHeight: hall.height,
      planFeatures: JSON.stringify(hall.features),
      isDemonstration: true,
      version: published.seq,
      headMac: published.mac,
    })
    .returning({ id: exhibitions.id })
  if (!row) throw new Error('The exhibition was not inserted.')
  const proof = { sql: 'SELECT 1 FROM exhibitions WHERE id = ?', values: [row.id] }
  await db.d1.batch([...insertEventIf(db.d1, created, proof), ...insertEventIf(db.d1, published, proof)])
  await insertHall(db, row.id, wanted)
  return row.id
}

async function insertHall(db: Store, exhibitionId: number, { hall }: ExhibitionToSeed): Promise<void> {
  const rows = drizzle(db.d1)
  const inserted = await rows
    .insert(zones)
    .values(
      hall.zones.map(({ code, title }, position) => ({
        exhibitionId,
        code,
        titleAr: title.ar,
        titleEn: title.en,
        position,
      })),
    )
    .returning({ id: zones.id, code: zones.code })
  const zoneIds = new Map(inserted.map(({ id, code }) => [code, id]))
  const values = stallsOf(hall).map((stall) => {
    const { code, x, y, width, height, features, feeBaisa, subsidyBaisa } = stall
    const zoneId = zoneIds.get(stall.zone)
    if (zoneId === undefined) throw new Error('A stall lies in no zone of its hall.')
    return {
      exhibitionId,
      zoneId,
      code,
      x,
      y,
      width,
      height,
      feeBaisa,
      subsidyBaisa,
      isStepFree: features.includes('step_free'),
      isNearEntrance: features.includes('near_entrance'),
      hasPower: features.includes('power'),
      isCorner: features.includes('corner'),
      hasWater: features.includes('water'),
      withheldReason: hall.withheld?.includes(code) ? 'safety' : null,
    }
  })
  for (let start = 0; start < values.length; start += stallsAtOnce) {
    await rows.insert(stalls).values(values.slice(start, start + stallsAtOnce))
  }
}
