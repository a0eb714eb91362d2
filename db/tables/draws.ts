import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { exhibitions } from './exhibitions.ts'

/** One numbered draw of an exhibition (domain.md, "The draw"). Everything here is public once the exhibition is frozen. */
export const draws = sqliteTable(
  'draws',
  {
    id: integer('id').primaryKey(),
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    n: integer('n').notNull(),
    state: text('state', { enum: ['frozen', 'drawn', 'superseded'] }).notNull(),
    source: text('source', { enum: ['drand', 'ceremony'] }).notNull(),
    chainHash: text('chain_hash'),
    round: integer('round'),
    ceremonySourceAr: text('ceremony_source_ar'),
    ceremonySourceEn: text('ceremony_source_en'),
    ceremonyOn: text('ceremony_on'),
    manifestFile: text('manifest_file').notNull(),
    manifestSha256: text('manifest_sha256').notNull(),
    entries: integer('entries').notNull(),
    frozenAtUtc: integer('frozen_at_utc').notNull(),
    publicValue: text('public_value'),
    seed: text('seed'),
    // The one pointer that publishes a result: its rows in draw_places and its file carry this name.
    resultFile: text('result_file'),
    drawnAtUtc: integer('drawn_at_utc'),
    // Why an earlier draw of the exhibition was set aside; null for the first.
    reasonAr: text('reason_ar'),
    reasonEn: text('reason_en'),
    appliedRank: integer('applied_rank').notNull().default(0),
    appliedAtUtc: integer('applied_at_utc'),
    // When the first of the drawn took their stall: from then on the draw is not set aside, whatever they do later.
    acceptedAtUtc: integer('accepted_at_utc'),
  },
  (table) => [
    uniqueIndex('draws_n').on(table.exhibitionId, table.n),
    uniqueIndex('draws_one_current')
      .on(table.exhibitionId)
      .where(sql`state IN ('frozen', 'drawn')`),
    index('draws_by_state').on(table.state, table.appliedAtUtc),
    check('draws_state', sql`${table.state} IN ('frozen', 'drawn', 'superseded')`),
    check('draws_source', sql`${table.source} IN ('drand', 'ceremony')`),
    check('draws_result', sql`${table.state} <> 'drawn' OR ${table.resultFile} IS NOT NULL`),
  ],
)

/** A manifest or a result as it is published, in pieces: a D1 value holds at most 2 MB. */
export const drawFiles = sqliteTable(
  'draw_files',
  {
    file: text('file').notNull(),
    seq: integer('seq').notNull(),
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.file, table.seq] })],
)

/** A result's lines, so that one entry's rank and place is a seek. `zone` is null for whoever waits. */
export const drawPlaces = sqliteTable(
  'draw_places',
  {
    file: text('file').notNull(),
    rank: integer('rank').notNull(),
    drawCode: text('draw_code').notNull(),
    zone: text('zone'),
    place: text('place', { enum: ['step-free', 'other'] }),
  },
  (table) => [
    primaryKey({ columns: [table.file, table.rank] }),
    uniqueIndex('draw_places_code').on(table.file, table.drawCode),
  ],
)

/** Who comes first in their next draw, and why; erased on request, forgotten at its expiry. */
export const priorityLedger = sqliteTable(
  'priority_ledger',
  {
    applicantKey: text('applicant_key').notNull(),
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    cause: text('cause', { enum: ['drawn_and_lost', 'cancelled_by_us', 'no_place_in_round'] }).notNull(),
    expiresAtUtc: integer('expires_at_utc').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.applicantKey, table.exhibitionId] }),
    index('priority_ledger_by_expiry').on(table.expiresAtUtc),
  ],
)
