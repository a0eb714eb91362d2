import { d1 } from './store.ts'

export interface StallToBuild {
  code: string
  zone?: string
  x?: number
  y?: number
  features?: ('step_free' | 'near_entrance' | 'power' | 'corner' | 'water')[]
  withheldReason?: string
}

interface ExhibitionToBuild {
  slug?: string
  mode?: 'first_come' | 'ballot'
  review?: 'before_confirming' | 'none'
  state?: string
  governorate?: string
  stalls?: StallToBuild[] | number
  zones?: string[]
  startsOn?: string
  endsOn?: string
  bookingOpensAtUtc?: number
  bookingClosesAtUtc?: number
}

/** A Sunday noon in Muscat, for acts at a fixed time. */
export const noon = Date.parse('2026-12-06T08:00:00Z')

let built = 0

/** One exhibition with its zones and stalls, open for booking unless said otherwise. */
export async function buildExhibition(wanted: ExhibitionToBuild = {}): Promise<{ id: number; slug: string }> {
  built += 1
  const slug = wanted.slug ?? `exhibition-${built}-${crypto.randomUUID().slice(0, 8)}`
  const zones = wanted.zones ?? ['crafts', 'food']
  const stalls =
    typeof wanted.stalls === 'number' || wanted.stalls === undefined ? rowOf(wanted.stalls ?? 10) : wanted.stalls
  const { id } = await insertId(
    `INSERT INTO exhibitions (slug, title_ar, title_en, description_ar, description_en, venue_ar, venue_en, governorate,
       starts_on, ends_on, mode, review, state, booking_opens_at_utc, booking_closes_at_utc, plan_width, plan_height)
     VALUES (?, 'معرض الأسر المنتجة', 'Productive families', 'وصف', 'Description', 'مسقط مول', 'Muscat Mall', ?, ?, ?, ?, ?, ?, ?, ?, 600, 400)
     RETURNING id`,
    slug,
    wanted.governorate ?? 'muscat',
    wanted.startsOn ?? '2026-12-27',
    wanted.endsOn ?? '2026-12-31',
    wanted.mode ?? 'first_come',
    wanted.review ?? 'none',
    wanted.state ?? 'open',
    wanted.bookingOpensAtUtc ?? Date.parse('2026-11-01T00:00:00Z'),
    wanted.bookingClosesAtUtc ?? Date.parse('2026-12-24T00:00:00Z'),
  )
  const zoneIds = new Map<string, number>()
  for (const [position, code] of zones.entries()) {
    const zone = await insertId(
      'INSERT INTO zones (exhibition_id, code, title_ar, title_en, position) VALUES (?, ?, ?, ?, ?) RETURNING id',
      id,
      code,
      `قسم ${code}`,
      `Zone ${code}`,
      position,
    )
    zoneIds.set(code, zone.id)
  }
  await d1.batch(
    stalls.map((stall, index) =>
      d1
        .prepare(
          `INSERT INTO stalls (exhibition_id, zone_id, code, x, y, width, height, is_step_free, is_near_entrance, has_power, withheld_reason)
           VALUES (?, ?, ?, ?, ?, 30, 30, ?, ?, ?, ?)`,
        )
        .bind(
          id,
          zoneIds.get(stall.zone ?? zones[0] ?? '') ?? null,
          stall.code,
          stall.x ?? (index % 10) * 40,
          stall.y ?? Math.floor(index / 10) * 60,
          Number(stall.features?.includes('step_free') ?? false),
          Number(stall.features?.includes('near_entrance') ?? false),
          Number(stall.features?.includes('power') ?? false),
          stall.withheldReason ?? null,
        ),
    ),
  )
  return { id, slug }
}

/** `A-1`, `A-2` … in one row of ten after another. */
const rowOf = (count: number): StallToBuild[] =>
  Array.from({ length: count }, (_, index) => ({ code: `A-${index + 1}` }))

async function insertId(sql: string, ...values: (string | number)[]): Promise<{ id: number }> {
  const row = await d1
    .prepare(sql)
    .bind(...values)
    .first<{ id: number }>()
  if (!row) throw new Error('The insert returned no row.')
  return row
}
