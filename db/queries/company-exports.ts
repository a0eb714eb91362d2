import type { D1Database } from '@cloudflare/workers-types'

// What companies promised and what came, for the files that managers take; a page is one index range.

export interface ExportedPledgeLine {
  reference: string
  state: string
  createdAtUtc: number
  company: string
  contact: string | null
  sector: string | null
  naming: string
  n: number
  kind: string
  quantity: number
  unit: string
  dueOn: string
  needId: string | null
  lineState: string
  received: number
}

export interface PledgeLinePlace {
  createdAtUtc: number
  reference: string
}

export async function countPledgeLinesUntil(d1: D1Database, untilUtc: number): Promise<number> {
  const row = await d1
    .prepare(
      'SELECT count(*) AS count FROM pledges p CROSS JOIN pledge_lines l ON l.reference = p.reference WHERE p.created_at_utc <= ?',
    )
    .bind(untilUtc)
    .first<{ count: number }>()
  return row?.count ?? 0
}

/** The lines of the next pledges made until an instant, the oldest first, after a place; and the last of these pledges. */
export async function listPledgeLinesUntil(
  d1: D1Database,
  { untilUtc, after }: { untilUtc: number; after: PledgeLinePlace },
  pledges: number,
): Promise<ExportedPledgeLine[]> {
  const { results } = await d1
    .prepare(
      `SELECT p.reference, p.state, p.created_at_utc AS createdAtUtc, p.company, p.contact, p.sector, p.naming,
         l.n, l.kind, l.quantity, l.unit, l.due_on AS dueOn, l.need_id AS needId, l.state AS lineState, l.received
       FROM (SELECT * FROM pledges WHERE (created_at_utc, reference) > (?, ?) AND created_at_utc <= ?
             ORDER BY created_at_utc, reference LIMIT ?) p
         CROSS JOIN pledge_lines l ON l.reference = p.reference
       ORDER BY p.created_at_utc, p.reference, l.n`,
    )
    .bind(after.createdAtUtc, after.reference, untilUtc, pledges)
    .all<ExportedPledgeLine>()
  return results
}

export interface ExportedDelivery {
  id: number
  receivedOn: string
  reference: string
  n: number
  company: string
  kind: string
  quantity: number
  unit: string
  receiptNumber: string
  receivedByAr: string
  receivedByEn: string
  reversedAtUtc: number | null
}

export async function readDeliveriesExtent(d1: D1Database): Promise<{ count: number; lastId: number }> {
  const row = await d1
    .prepare('SELECT count(*) AS count, coalesce(max(id), 0) AS lastId FROM deliveries')
    .first<{ count: number; lastId: number }>()
  return row ?? { count: 0, lastId: 0 }
}

/** Deliveries by their number, after one and up to one. */
export async function listDeliveries(
  d1: D1Database,
  range: { afterId: number; upToId: number },
  limit: number,
): Promise<ExportedDelivery[]> {
  const { results } = await d1
    .prepare(
      `SELECT d.id, d.received_on AS receivedOn, d.reference, d.n, p.company, l.kind, d.quantity, l.unit,
         d.receipt_number AS receiptNumber, s.name_ar AS receivedByAr, s.name_en AS receivedByEn,
         d.reversed_at_utc AS reversedAtUtc
       FROM deliveries d
         CROSS JOIN pledges p ON p.reference = d.reference
         CROSS JOIN pledge_lines l ON l.reference = d.reference AND l.n = d.n
         CROSS JOIN staff s ON s.id = d.received_by
       WHERE d.id > ? AND d.id <= ? ORDER BY d.id LIMIT ?`,
    )
    .bind(range.afterId, range.upToId, limit)
    .all<ExportedDelivery>()
  return results
}
