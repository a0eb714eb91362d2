import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { getTableColumns } from 'drizzle-orm'
import { pledgeLines, pledges } from '../tables/pledges.ts'
import { insertEventIf, type NewEvent, type NewText, type Proof } from './events.ts'
import { failedOn } from './failed-on.ts'
import { queueMessageIf, type QueuedMessage } from './outbox.ts'
import type { AmendmentRow, PledgeHead, PledgeLineRow } from './pledges.ts'
import { isInState, updateAsRead, type ColumnValue, type Guard } from './row-change.ts'

/** A write on one line, which must be in one of the states. */
export interface LineWrite {
  n: number
  from: readonly PledgeLineRow['state'][]
  set: Partial<Omit<PledgeLineRow, 'reference' | 'n'>>
}

export type NewLine = Omit<PledgeLineRow, 'reference'>

/** A delivery that is recorded, with the text of its event as the evidence, or the line whose delivery is reversed. */
export type DeliveryWrite =
  | { n: number; quantity: number; receivedOn: string; receiptNumber: string; receivedBy: number }
  | { n: number; reversedBy: number }

/** A change that is proposed, or what became of one. `lines`, `openLines` and `before` are JSON. */
export type AmendmentWrite =
  | { lines: string; openLines: string }
  | { id: number; to: Exclude<AmendmentRow['state'], 'open'>; before?: string; decidedBy?: number }

/** One conditional change of one pledge and its lines, its event, text and messages. */
export interface PledgeWrite {
  reference: string
  from: PledgeHead['state']
  version: number
  set: Partial<Omit<PledgeHead, 'reference' | 'version' | 'headMac' | 'updatedAtUtc'>>
  lines: LineWrite[]
  newLines: NewLine[]
  delivery: DeliveryWrite | null
  amendment: AmendmentWrite | null
  event: NewEvent
  text: NewText | null
  guards: Guard[]
  messages: QueuedMessage[]
  /** More that is written under the same proof. */
  alongside: (proof: Proof) => D1PreparedStatement[]
}

/**
 * Writes a change in one batch, all of it or nothing: the header over the version that was read while every line is in
 * a state it may leave, and the rest only if the header carries the new mac. False when a condition failed. A need that
 * would be promised too much makes the batch throw (`isNeedExceeded`).
 */
export async function writePledgeChange(d1: D1Database, change: PledgeWrite): Promise<boolean> {
  const { reference, event } = change
  const proof = { sql: 'SELECT 1 FROM pledges WHERE reference = ? AND head_mac = ?', values: [reference, event.mac] }
  const [updated] = await d1.batch([
    updateAsRead(d1, {
      table: 'pledges',
      key: 'reference',
      id: reference,
      version: change.version,
      set: { ...columnsOf(pledges, change.set), updated_at_utc: event.atUtc },
      mac: event.mac,
      guards: [isInState([change.from]), linesMayChange(change.lines), ...change.guards],
    }),
    ...insertEventIf(d1, event, proof, change.text),
    // Lines that give back come first: what they leave of a need is there for the others.
    ...change.lines.map((line) => updateLine(d1, reference, line, proof)),
    ...change.newLines.map((line) => insertLine(d1, reference, line, proof)),
    ...(change.delivery ? [writeDelivery(d1, reference, change.delivery, event, proof)] : []),
    ...(change.amendment ? [writeAmendment(d1, reference, change.amendment, event, proof)] : []),
    ...change.messages.map((message) =>
      queueMessageIf(d1, message, { subject: reference, seq: event.seq, atUtc: event.atUtc }, proof),
    ),
    ...change.alongside(proof),
  ])
  return (updated?.meta.changes ?? 0) > 0
}

/** Whether a batch failed because a need would have been promised more than it asks. */
export const isNeedExceeded = (error: unknown): boolean => failedOn(error, /CHECK constraint failed: needs_capacity/)

/** Whether a batch failed because another delivery stands under the receipt's number. */
export const isReceiptUsed = (error: unknown): boolean =>
  failedOn(error, /UNIQUE constraint failed: deliveries\.receipt_number/)

/** A row's columns as SQL names them. */
function columnsOf(
  table: typeof pledges | typeof pledgeLines,
  set: Record<string, ColumnValue | boolean | undefined>,
): Record<string, ColumnValue> {
  const columns: Record<string, { name: string }> = getTableColumns(table)
  const named: Record<string, ColumnValue> = {}
  for (const [property, value] of Object.entries(set)) {
    const column = columns[property]
    if (!column) throw new Error(`There is no column for ${property}.`)
    if (value !== undefined) named[column.name] = typeof value === 'boolean' ? Number(value) : value
  }
  return named
}

const linesMayChange = (lines: LineWrite[]): Guard => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE (
    SELECT 1 FROM pledge_lines l WHERE l.reference = pledges.reference AND l.n = w.value ->> 'n'
      AND l.state IN (SELECT f.value FROM json_each(w.value, '$.from') f)) IS NULL)`,
  values: [JSON.stringify(lines.map(({ n, from }) => ({ n, from })))],
})

function updateLine(d1: D1Database, reference: string, line: LineWrite, proof: Proof): D1PreparedStatement {
  const columns = Object.entries(columnsOf(pledgeLines, line.set))
  return d1
    .prepare(
      `UPDATE pledge_lines SET ${columns.map(([name]) => `${name} = ?`).join(', ')}
       WHERE reference = ? AND n = ? AND EXISTS (${proof.sql})`,
    )
    .bind(...columns.map(([, value]) => value), reference, line.n, ...proof.values)
}

function insertLine(d1: D1Database, reference: string, line: NewLine, proof: Proof): D1PreparedStatement {
  const columns = Object.entries(columnsOf(pledgeLines, { reference, ...line }))
  return d1
    .prepare(
      `INSERT INTO pledge_lines (${columns.map(([name]) => name).join(', ')})
       SELECT ${columns.map(() => '?').join(', ')} WHERE EXISTS (${proof.sql})`,
    )
    .bind(...columns.map(([, value]) => value), ...proof.values)
}

function writeDelivery(
  d1: D1Database,
  reference: string,
  delivery: DeliveryWrite,
  event: NewEvent,
  proof: Proof,
): D1PreparedStatement {
  if ('reversedBy' in delivery) {
    return d1
      .prepare(
        `UPDATE deliveries SET reversed_by = ?, reversed_at_utc = ?
         WHERE reference = ? AND n = ? AND reversed_at_utc IS NULL AND EXISTS (${proof.sql})`,
      )
      .bind(delivery.reversedBy, event.atUtc, reference, delivery.n, ...proof.values)
  }
  const { n, quantity, receivedOn, receiptNumber, receivedBy } = delivery
  return d1
    .prepare(
      `INSERT INTO deliveries (reference, n, quantity, received_on, receipt_number, evidence_text_id, received_by, at_utc)
       SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
    )
    .bind(reference, n, quantity, receivedOn, receiptNumber, event.textId, receivedBy, event.atUtc, ...proof.values)
}

function writeAmendment(
  d1: D1Database,
  reference: string,
  amendment: AmendmentWrite,
  event: NewEvent,
  proof: Proof,
): D1PreparedStatement {
  if ('lines' in amendment) {
    return d1
      .prepare(
        `INSERT INTO pledge_amendments (reference, state, lines, open_lines, text_id, proposed_at_utc)
         SELECT ?, 'open', ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
      )
      .bind(reference, amendment.lines, amendment.openLines, event.textId, event.atUtc, ...proof.values)
  }
  const { id, to, before = null, decidedBy = null } = amendment
  return d1
    .prepare(
      `UPDATE pledge_amendments SET state = ?, before = ?, text_id = coalesce(?, text_id), decided_by = ?, decided_at_utc = ?
       WHERE id = ? AND reference = ? AND state = 'open' AND EXISTS (${proof.sql})`,
    )
    .bind(to, before, event.textId, decidedBy, event.atUtc, id, reference, ...proof.values)
}
