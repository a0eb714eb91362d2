import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { staff } from './events.ts'

/**
 * A breach of personal data, as the law asks it to be recorded (Royal Decree 6/2022): what happened stands in `texts`,
 * encrypted. Instants are UTC milliseconds.
 */
export const breaches = sqliteTable(
  'breaches',
  {
    id: integer('id').primaryKey(),
    kind: text('kind', { enum: ['disclosed', 'lost', 'altered', 'unavailable'] }).notNull(),
    foundAtUtc: integer('found_at_utc').notNull(),
    /** About how many people; null while nobody knows. */
    people: integer('people'),
    textId: text('text_id').notNull(),
    authorityToldAtUtc: integer('authority_told_at_utc'),
    peopleToldAtUtc: integer('people_told_at_utc'),
    closedAtUtc: integer('closed_at_utc'),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => staff.id),
    recordedAtUtc: integer('recorded_at_utc').notNull(),
    version: integer('version').notNull().default(1),
    headMac: text('head_mac').notNull(),
  },
  (table) => [
    index('breaches_by_day').on(table.foundAtUtc, table.id),
    check('breaches_kind', sql`${table.kind} IN ('disclosed', 'lost', 'altered', 'unavailable')`),
  ],
)

/** What operators change without a deployment. A row overrides the setting of that name in wrangler.toml. */
export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  changedBy: integer('changed_by')
    .notNull()
    .references(() => staff.id),
  changedAtUtc: integer('changed_at_utc').notNull(),
  version: integer('version').notNull().default(1),
  headMac: text('head_mac').notNull(),
})
