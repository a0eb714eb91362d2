import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * What happened, append-only (triggers refuse UPDATE and DELETE) and hash-chained: `mac` is an HMAC over
 * the event and the `mac` before it in its stream. Codes, ids and times only; words live in `texts`.
 */
export const events = sqliteTable(
  'events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    stream: text('stream').notNull(),
    seq: integer('seq').notNull(),
    type: text('type').notNull(),
    atUtc: integer('at_utc').notNull(),
    actor: text('actor').notNull(),
    data: text('data').notNull(),
    textId: text('text_id'),
    textDigest: text('text_digest'),
    previousMac: text('previous_mac').notNull(),
    mac: text('mac').notNull(),
  },
  (table) => [uniqueIndex('events_by_stream').on(table.stream, table.seq)],
)

/** Free text of people, encrypted and erasable; the event keeps a salted digest of it. */
export const texts = sqliteTable(
  'texts',
  {
    id: text('id').primaryKey(),
    stream: text('stream').notNull(),
    salt: text('salt').notNull(),
    body: text('body'),
    writtenAtUtc: integer('written_at_utc').notNull(),
    erasedAtUtc: integer('erased_at_utc'),
  },
  (table) => [
    index('texts_to_erase')
      .on(table.stream)
      .where(sql`body IS NOT NULL`),
  ],
)

/** A daily seal: one hash over every event since the seal before it, chained to that seal. */
export const seals = sqliteTable('seals', {
  day: text('day').primaryKey(),
  lastEventId: integer('last_event_id').notNull(),
  events: integer('events').notNull(),
  previousMac: text('previous_mac').notNull(),
  mac: text('mac').notNull(),
})

/** Messages to send. No recipient and no token: both are derived from the subject when it is sent. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    dedupeKey: text('dedupe_key').notNull().unique(),
    subject: text('subject').notNull(),
    template: text('template').notNull(),
    channel: text('channel').notNull(),
    recipient: text('recipient').notNull(),
    language: text('language').notNull(),
    data: text('data').notNull(),
    state: text('state').notNull().default('queued'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAtUtc: integer('next_attempt_at_utc').notNull(),
    createdAtUtc: integer('created_at_utc').notNull(),
    sentAtUtc: integer('sent_at_utc'),
    lastError: text('last_error'),
  },
  (table) => [
    index('outbox_due')
      .on(table.channel, table.nextAttemptAtUtc)
      .where(sql`state = 'queued'`),
    index('outbox_dead')
      .on(table.id)
      .where(sql`state = 'dead'`),
    index('outbox_by_subject').on(table.subject, table.id),
  ],
)

export const staff = sqliteTable('staff', {
  id: integer('id').primaryKey(),
  email: text('email').notNull().unique(),
  nameAr: text('name_ar').notNull(),
  nameEn: text('name_en').notNull(),
  role: text('role').notNull(),
  governorates: text('governorates').notNull().default('[]'),
  isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
  version: integer('version').notNull().default(0),
  headMac: text('head_mac').notNull().default(''),
})

/** The exhibitions a gate volunteer may check people in at. */
export const gateAssignments = sqliteTable(
  'gate_assignments',
  {
    staffId: integer('staff_id')
      .notNull()
      .references(() => staff.id),
    exhibitionId: integer('exhibition_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.exhibitionId] })],
)
