import type { D1Database } from '@cloudflare/workers-types'

export interface ExhibitorRow {
  reference: string
  person: string
  category: string
  governorate: string
  stall: string
}

/** Confirmed bookings whose applicants agreed to be listed, in plan order; an exhibition has fewer stalls than `limit`. */
export async function listExhibitorRows(d1: D1Database, exhibitionId: number, limit: number): Promise<ExhibitorRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT b.reference, b.person, b.category, b.governorate, s.code AS stall
       FROM bookings b CROSS JOIN stalls s ON s.id = b.stall_id
       WHERE b.exhibition_id = ? AND b.state IN ('confirmed', 'checked_in', 'completed')
         AND b.lists_publicly = 1 AND b.person IS NOT NULL
       ORDER BY s.y, s.x, s.code LIMIT ?`,
    )
    .bind(exhibitionId, limit)
    .all<ExhibitorRow>()
  return results
}
