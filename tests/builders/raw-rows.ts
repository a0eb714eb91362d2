import { d1 } from './store.ts'

export type Row = Record<string, string | number | null>

/** A row of `bookings` that the database takes: a withdrawn one, of nobody, at exhibition 1. */
export const bookingRow = (change: Row = {}): Row => ({
  reference: `TMK-${crypto.randomUUID().slice(0, 8).toUpperCase()}`,
  exhibition_id: 1,
  state: 'withdrawn',
  applicant_key: crypto.randomUUID(),
  kind: 'productive_family',
  governorate: 'muscat',
  wilayat: 'as-seeb',
  category: 'halwa',
  lists_publicly: 0,
  needs_step_free: 0,
  language: 'ar',
  consent_version: '2026-11',
  created_at_utc: 1,
  updated_at_utc: 1,
  head_mac: 'x',
  ...change,
})

export const exhibitionRow = (change: Row = {}): Row => ({
  slug: crypto.randomUUID(),
  title_ar: 'ع',
  title_en: 'e',
  description_ar: 'و',
  description_en: 'd',
  venue_ar: 'م',
  venue_en: 'v',
  governorate: 'muscat',
  starts_on: '2026-12-27',
  ends_on: '2026-12-31',
  mode: 'first_come',
  booking_opens_at_utc: 1,
  booking_closes_at_utc: 2,
  ...change,
})

export const stallRow = (change: Row = {}): Row => ({
  exhibition_id: 1,
  zone_id: 1,
  code: crypto.randomUUID(),
  x: 0,
  y: 0,
  width: 30,
  height: 30,
  ...change,
})

export async function insertRow(table: string, row: Row): Promise<void> {
  const columns = Object.keys(row)
  await d1
    .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .bind(...Object.values(row))
    .run()
}
