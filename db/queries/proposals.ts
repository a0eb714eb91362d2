import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { proposals } from '../tables/proposals.ts'
import { streamOwners } from './audit.ts'
import { insertEventIf, type NewEvent, type NewText, type Proof } from './events.ts'
import { failedOn } from './failed-on.ts'

export type ProposalRow = typeof proposals.$inferSelect

export interface SubjectHead {
  version: number
  headMac: string
  /** The record's state; null where it has none. */
  state: string | null
}

/** The table and key of the record whose stream this is. */
function ownerOf(stream: string): { table: string; key: string; id: string } {
  const owner = streamOwners.find(({ prefix }) => stream.startsWith(prefix))
  if (!owner) throw new Error('A proposal is about the stream of a record that exists.')
  return { table: owner.table, key: owner.key, id: stream.slice(owner.prefix.length) }
}

export function findSubjectHead(d1: D1Database, stream: string): Promise<SubjectHead | null> {
  const { table, key, id } = ownerOf(stream)
  const state = table === 'staff' || table === 'needs' ? 'NULL' : 'state'
  return d1
    .prepare(`SELECT version, head_mac AS headMac, ${state} AS state FROM ${table} WHERE ${key} = ?`)
    .bind(id)
    .first<SubjectHead>()
}

/** Puts the next event at the end of its record's stream, under a condition. */
function appendEvent(
  d1: D1Database,
  event: NewEvent,
  condition: Proof,
  text: NewText | null = null,
): { statements: D1PreparedStatement[]; proof: Proof } {
  const { table, key, id } = ownerOf(event.stream)
  const proof = { sql: `SELECT 1 FROM ${table} WHERE ${key} = ? AND head_mac = ?`, values: [id, event.mac] }
  const append = d1
    .prepare(
      `UPDATE ${table} SET version = version + 1, head_mac = ? WHERE ${key} = ? AND version = ? AND ${condition.sql}`,
    )
    .bind(event.mac, id, event.seq - 1, ...condition.values)
  return { statements: [append, ...insertEventIf(d1, event, proof, text)], proof }
}

export type NewProposal = Pick<
  ProposalRow,
  'id' | 'kind' | 'subject' | 'data' | 'proposedBy' | 'proposedAtUtc' | 'lapsesAtUtc'
>

/** Opens a proposal unless one of its kind is open about the same record; false then, or when the record changed. */
export async function insertProposal(d1: D1Database, proposal: NewProposal, event: NewEvent): Promise<boolean> {
  const { id, kind, subject, data, proposedBy, proposedAtUtc, lapsesAtUtc } = proposal
  const { statements, proof } = appendEvent(d1, event, {
    sql: `NOT EXISTS (SELECT 1 FROM proposals p WHERE p.kind = ? AND p.subject = ? AND p.state = 'open')`,
    values: [kind, subject],
  })
  const [appended] = await d1.batch([
    ...statements,
    d1
      .prepare(
        `INSERT INTO proposals (id, kind, subject, data, proposed_by, proposed_at_utc, lapses_at_utc, state)
         SELECT ?, ?, ?, ?, ?, ?, ?, 'open' WHERE EXISTS (${proof.sql})`,
      )
      .bind(id, kind, subject, data, proposedBy, proposedAtUtc, lapsesAtUtc, ...proof.values),
  ])
  return (appended?.meta.changes ?? 0) > 0
}

/** Refuses a proposal, or records that it lapsed; false when it is open no more or its record changed. */
export async function closeProposal(
  d1: D1Database,
  request: { id: string; to: 'refused' | 'lapsed'; decidedBy: number | null },
  event: NewEvent,
  text: NewText | null = null,
): Promise<boolean> {
  const { id, to, decidedBy } = request
  const isOpen = { sql: `(SELECT p.state FROM proposals p WHERE p.id = ?) = 'open'`, values: [id] }
  const { statements, proof } = appendEvent(d1, event, isOpen, text)
  const [appended] = await d1.batch([
    ...statements,
    d1
      .prepare(
        `UPDATE proposals SET state = ?, decided_by = ?, decided_at_utc = ? WHERE id = ? AND EXISTS (${proof.sql})`,
      )
      .bind(to, decidedBy, event.atUtc, id, ...proof.values),
  ])
  return (appended?.meta.changes ?? 0) > 0
}

/**
 * What an approved act writes beside itself. A proposal that is open no more, or is one's own, makes the whole batch
 * fail on a CHECK of the table: the act happens with its approval or not at all.
 */
export const approvalOf =
  (d1: D1Database, request: { id: string; decidedBy: number; atUtc: number }) =>
  (proof: Proof): D1PreparedStatement[] => [
    d1
      .prepare(
        `UPDATE proposals SET state = iif(state = 'open' AND lapses_at_utc > ?, 'approved', 'not open'),
           decided_by = ?, decided_at_utc = ? WHERE id = ? AND EXISTS (${proof.sql})`,
      )
      .bind(request.atUtc, request.decidedBy, request.atUtc, request.id, ...proof.values),
  ]

/** Whether a batch failed because its proposal could not be approved. */
export const isNotApprovable = (error: unknown): boolean => failedOn(error, /CHECK constraint failed: proposals_/)

export const findProposal = (d1: D1Database, id: string): Promise<ProposalRow | undefined> =>
  orm(d1).select().from(proposals).where(eq(proposals.id, id)).get()

export const findOpenProposal = (
  d1: D1Database,
  { kind, subject }: Pick<ProposalRow, 'kind' | 'subject'>,
): Promise<ProposalRow | undefined> =>
  orm(d1)
    .select()
    .from(proposals)
    .where(and(eq(proposals.kind, kind), eq(proposals.subject, subject), eq(proposals.state, 'open')))
    .get()

/** Where a list of proposals goes on: the last one that was shown. */
export type ProposalPlace = Pick<ProposalRow, 'lapsesAtUtc' | 'id'>

/** Proposals in a state, the latest first, after a place. */
export function listProposals(
  d1: D1Database,
  { state, after }: { state: ProposalRow['state']; after: ProposalPlace | null },
  limit: number,
): Promise<ProposalRow[]> {
  const { lapsesAtUtc, id } = after ?? { lapsesAtUtc: Number.MAX_SAFE_INTEGER, id: '' }
  return orm(d1)
    .select()
    .from(proposals)
    .where(and(eq(proposals.state, state), sql`(${proposals.lapsesAtUtc}, ${proposals.id}) < (${lapsesAtUtc}, ${id})`))
    .orderBy(desc(proposals.lapsesAtUtc), desc(proposals.id))
    .limit(limit)
    .all()
}

export const listLapsed = (d1: D1Database, now: number, limit: number): Promise<ProposalRow[]> =>
  orm(d1)
    .select()
    .from(proposals)
    .where(and(eq(proposals.state, 'open'), lte(proposals.lapsesAtUtc, now)))
    .limit(limit)
    .all()
