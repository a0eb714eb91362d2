import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { staff } from './events.ts'

/** An act that needs two managers (domain.md, "Two people"). `data` is what the act would be given; nothing personal. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['ceremony_value', 'redraw', 'write_off'] }).notNull(),
    /** The stream of the record it is about, such as `exhibition:<slug>`. */
    subject: text('subject').notNull(),
    data: text('data').notNull(),
    proposedBy: integer('proposed_by')
      .notNull()
      .references(() => staff.id),
    proposedAtUtc: integer('proposed_at_utc').notNull(),
    lapsesAtUtc: integer('lapses_at_utc').notNull(),
    state: text('state', { enum: ['open', 'approved', 'refused', 'lapsed'] }).notNull(),
    decidedBy: integer('decided_by').references(() => staff.id),
    decidedAtUtc: integer('decided_at_utc'),
  },
  (table) => [
    uniqueIndex('proposals_one_open')
      .on(table.kind, table.subject)
      .where(sql`state = 'open'`),
    index('proposals_by_state').on(table.state, table.lapsesAtUtc),
    check('proposals_state', sql`${table.state} IN ('open', 'approved', 'refused', 'lapsed')`),
    check(
      'proposals_two_people',
      sql`${table.state} <> 'approved' OR (${table.decidedBy} IS NOT NULL AND ${table.decidedBy} <> ${table.proposedBy})`,
    ),
  ],
)
