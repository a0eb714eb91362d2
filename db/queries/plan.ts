import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { Proof } from './events.ts'
import { occupying } from './waitlist.ts'

// What left the plan keeps its row: bookings of the past name it, no id ever comes to mean another stall, and
// nothing has to look for bookings that point to it.

/** The withheld reason of a stall that left the plan: like any withheld stall it is never claimed or offered. */
const offPlan = 'off_plan'
export const stallIsOnPlan = (s: string) => `${s}.withheld_reason IS NOT '${offPlan}'`
export const zoneIsOnPlan = (z: string) => `${z}.position >= 0`

/** The codes of stalls that a live booking holds. */
export async function listOccupied(d1: D1Database, exhibitionId: number): Promise<string[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.code FROM stalls s WHERE s.exhibition_id = ?
         AND (SELECT 1 FROM bookings o WHERE o.stall_id = s.id AND o.state IN ${occupying})`,
    )
    .bind(exhibitionId)
    .all<{ code: string }>()
  return results.map(({ code }) => code)
}

export interface StallToWrite {
  code: string
  zone: string
  x: number
  y: number
  width: number
  height: number
  isStepFree: 0 | 1
  isNearEntrance: 0 | 1
  hasPower: 0 | 1
  isCorner: 0 | 1
  hasWater: 0 | 1
  feeBaisa: number
  subsidyBaisa: number
  withheldReason: string | null
}

/** What of a stall stays while a live booking holds it, as one text. */
export const keptFactsOf = (stall: StallToWrite): string =>
  [stall.zone, stall.isStepFree, stall.feeBaisa, stall.subsidyBaisa, stall.withheldReason ?? ''].join('|')

const keptFacts = `((SELECT z.code FROM zones z WHERE z.id = s.zone_id) || '|' || s.is_step_free || '|' || s.fee_baisa
  || '|' || s.subsidy_baisa || '|' || COALESCE(s.withheld_reason, ''))`

/** No live booking holds a stall that the new plan lacks or gives other facts. */
export const occupiedStallsStay = `(SELECT 1 FROM stalls s WHERE s.exhibition_id = exhibitions.id
  AND (SELECT 1 FROM bookings o WHERE o.stall_id = s.id AND o.state IN ${occupying})
  AND (? ->> s.code) IS NOT ${keptFacts} LIMIT 1) IS NULL`

/** The condition above with its value; it stands in the write of the exhibition's row. */
export const keepsOccupied = (stalls: readonly StallToWrite[]) => ({
  sql: occupiedStallsStay,
  values: [JSON.stringify(Object.fromEntries(stalls.map((stall) => [stall.code, keptFactsOf(stall)])))],
})

export interface ZoneToWrite {
  code: string
  titleAr: string
  titleEn: string
  position: number
}

const numbers =
  'x, y, width, height, is_step_free, is_near_entrance, has_power, is_corner, has_water, fee_baisa, subsidy_baisa'
const columns = `zone_id, ${numbers}, withheld_reason`
const members = [
  'x',
  'y',
  'width',
  'height',
  'isStepFree',
  'isNearEntrance',
  'hasPower',
  'isCorner',
  'hasWater',
  'feeBaisa',
  'subsidyBaisa',
  'withheldReason',
]
const prefixed = (prefix: string) =>
  columns
    .split(', ')
    .map((column) => `${prefix}.${column}`)
    .join(', ')

/** Writes a whole plan beside the change that carries its proof; rows that stay as they are are not written. */
export function planStatements(
  d1: D1Database,
  exhibitionId: number,
  { zones, stalls }: { zones: readonly ZoneToWrite[]; stalls: readonly StallToWrite[] },
  proof: Proof,
): D1PreparedStatement[] {
  const [zonesJson, stallsJson] = [JSON.stringify(zones), JSON.stringify(stalls)]
  const codesOf = (list: readonly { code: string }[]) => JSON.stringify(list.map(({ code }) => code))
  return [
    d1
      .prepare(
        `INSERT INTO zones (exhibition_id, code, title_ar, title_en, position)
         SELECT ?, j.value ->> 'code', j.value ->> 'titleAr', j.value ->> 'titleEn', j.value ->> 'position'
         FROM json_each(?) j WHERE (${proof.sql}) = 1
         ON CONFLICT (exhibition_id, code) DO UPDATE
         SET title_ar = excluded.title_ar, title_en = excluded.title_en, position = excluded.position
         WHERE (zones.title_ar, zones.title_en, zones.position)
           IS NOT (excluded.title_ar, excluded.title_en, excluded.position)`,
      )
      .bind(exhibitionId, zonesJson, ...proof.values),
    d1
      .prepare(
        `UPDATE zones SET position = -1
         WHERE exhibition_id = ? AND position >= 0 AND code NOT IN (SELECT value FROM json_each(?)) AND (${proof.sql}) = 1`,
      )
      .bind(exhibitionId, codesOf(zones), ...proof.values),
    d1
      .prepare(
        `UPDATE stalls SET withheld_reason = '${offPlan}'
         WHERE exhibition_id = ? AND ${stallIsOnPlan('stalls')} AND code NOT IN (SELECT value FROM json_each(?))
           AND (${proof.sql}) = 1`,
      )
      .bind(exhibitionId, codesOf(stalls), ...proof.values),
    d1
      .prepare(
        `INSERT INTO stalls (exhibition_id, code, ${columns})
         SELECT ?1, j.value ->> 'code',
           (SELECT z.id FROM zones z WHERE z.exhibition_id = ?1 AND z.code = j.value ->> 'zone'),
           ${members.map((member) => `j.value ->> '${member}'`).join(', ')}
         FROM json_each(?2) j WHERE (${numbered(proof.sql, 3)}) = 1
         ON CONFLICT (exhibition_id, code) DO UPDATE
         SET (${columns}) = (${prefixed('excluded')})
         WHERE (${prefixed('stalls')}) IS NOT (${prefixed('excluded')})`,
      )
      .bind(exhibitionId, stallsJson, ...proof.values),
  ]
}

/** A proof's places, numbered from `first` on, for a statement that numbers its own. */
function numbered(sql: string, first: number): string {
  let next = first
  return sql.replace(/\?/g, () => `?${next++}`)
}
