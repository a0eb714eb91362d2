import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { exhibitions, stalls } from './exhibitions.ts'

/** The states of the table in domain.md; a test compares them with the contract's. */
export const bookingStates = [
  'applied',
  'pending',
  'waitlisted',
  'offered',
  'confirmed',
  'checked_in',
  'completed',
  'no_show',
  'withdrawn',
  'declined',
  'expired',
  'cancelled',
] as const

/**
 * One applicant's request or place at one exhibition. `person` is one AES-GCM ciphertext of everything
 * that names somebody; the keys are HMACs. Instants are UTC milliseconds.
 */
export const bookings = sqliteTable(
  'bookings',
  {
    reference: text('reference').primaryKey(),
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    state: text('state', { enum: bookingStates }).notNull(),
    stallId: integer('stall_id').references(() => stalls.id),
    applicantKey: text('applicant_key').notNull(),
    phoneKey: text('phone_key'),
    delegateKey: text('delegate_key'),
    drawCode: text('draw_code'),
    ordinal: integer('ordinal'),
    kind: text('kind').notNull(),
    governorate: text('governorate').notNull(),
    wilayat: text('wilayat').notNull(),
    category: text('category').notNull(),
    listsPublicly: integer('lists_publicly', { mode: 'boolean' }).notNull(),
    arrangements: text('arrangements').notNull().default('[]'),
    needsStepFree: integer('needs_step_free', { mode: 'boolean' }).notNull(),
    zoneIds: text('zone_ids').notNull().default('[]'),
    language: text('language', { enum: ['ar', 'en'] }).notNull(),
    person: text('person'),
    offerExpiresAtUtc: integer('offer_expires_at_utc'),
    offerRemindedAtUtc: integer('offer_reminded_at_utc'),
    checkedAtUtc: integer('checked_at_utc'),
    checkedBy: integer('checked_by'),
    enteredBy: integer('entered_by'),
    enteredFrom: text('entered_from'),
    consentVersion: text('consent_version').notNull(),
    tokenVersion: integer('token_version').notNull().default(1),
    delegateTokenVersion: integer('delegate_token_version').notNull().default(1),
    phoneReleasedAtUtc: integer('phone_released_at_utc'),
    // The family took the booking over: the delegate no longer sees it.
    delegateRevokedAtUtc: integer('delegate_revoked_at_utc'),
    erasedAtUtc: integer('erased_at_utc'),
    createdAtUtc: integer('created_at_utc').notNull(),
    updatedAtUtc: integer('updated_at_utc').notNull(),
    // One more for each event of the booking's stream; every conditional write names it.
    version: integer('version').notNull().default(1),
    headMac: text('head_mac').notNull(),
  },
  (table) => [
    uniqueIndex('bookings_one_occupant')
      .on(table.stallId)
      .where(sql`state IN ('pending', 'offered', 'confirmed', 'checked_in')`),
    uniqueIndex('bookings_one_live_per_applicant')
      .on(table.exhibitionId, table.applicantKey)
      .where(sql`state IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in')`),
    uniqueIndex('bookings_draw_code')
      .on(table.exhibitionId, table.drawCode)
      .where(sql`draw_code IS NOT NULL`),
    uniqueIndex('bookings_ordinal')
      .on(table.exhibitionId, table.ordinal)
      .where(sql`ordinal IS NOT NULL`),
    index('bookings_by_delegate')
      .on(table.exhibitionId, table.delegateKey)
      .where(sql`delegate_key IS NOT NULL`),
    index('bookings_by_phone').on(table.exhibitionId, table.phoneKey),
    index('bookings_by_state').on(table.exhibitionId, table.state, table.createdAtUtc, table.reference),
    index('bookings_to_check')
      .on(table.exhibitionId)
      .where(sql`state = 'applied' AND checked_at_utc IS NULL`),
    index('bookings_by_age').on(table.exhibitionId, table.createdAtUtc, table.reference),
    index('bookings_by_offer_expiry')
      .on(table.offerExpiresAtUtc)
      .where(sql`state = 'offered'`),
    index('bookings_to_remind')
      .on(table.offerExpiresAtUtc)
      .where(sql`state = 'offered' AND offer_reminded_at_utc IS NULL`),
    check(
      'bookings_state',
      sql`${table.state} IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in', 'completed', 'no_show', 'withdrawn', 'declined', 'expired', 'cancelled')`,
    ),
    check(
      'bookings_occupant_has_stall',
      sql`${table.state} NOT IN ('pending', 'offered', 'confirmed', 'checked_in') OR ${table.stallId} IS NOT NULL`,
    ),
    check('bookings_offer_ends', sql`${table.state} <> 'offered' OR ${table.offerExpiresAtUtc} IS NOT NULL`),
    check('bookings_waiter_has_ordinal', sql`${table.state} <> 'waitlisted' OR ${table.ordinal} IS NOT NULL`),
  ],
)

/**
 * The waiting list, one row for each zone a waiting booking would take a stall in (zone 0 is any).
 * Triggers keep it equal to the bookings that are `waitlisted`, so the next suitable waiter is one seek.
 */
export const waitlistPlaces = sqliteTable(
  'waitlist_places',
  {
    exhibitionId: integer('exhibition_id').notNull(),
    zoneId: integer('zone_id').notNull(),
    needsStepFree: integer('needs_step_free', { mode: 'boolean' }).notNull(),
    ordinal: integer('ordinal').notNull(),
    reference: text('reference')
      .notNull()
      .references(() => bookings.reference),
  },
  (table) => [
    primaryKey({ columns: [table.exhibitionId, table.zoneId, table.needsStepFree, table.ordinal] }),
    index('waitlist_places_by_booking').on(table.reference),
  ],
)

/** A waiting booking that an offered stall passed over, and why. */
export const waitlistSkips = sqliteTable(
  'waitlist_skips',
  {
    reference: text('reference')
      .notNull()
      .references(() => bookings.reference),
    offeredTo: text('offered_to')
      .notNull()
      .references(() => bookings.reference),
    cause: text('cause').notNull(),
    atUtc: integer('at_utc').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reference, table.offeredTo, table.atUtc] })],
)

/** HMACs of the normalised words of a booking's names, for whole-word search within one exhibition. */
export const nameWords = sqliteTable(
  'name_words',
  {
    exhibitionId: integer('exhibition_id').notNull(),
    wordKey: text('word_key').notNull(),
    reference: text('reference')
      .notNull()
      .references(() => bookings.reference),
  },
  (table) => [
    primaryKey({ columns: [table.exhibitionId, table.wordKey, table.reference] }),
    index('name_words_by_booking').on(table.reference),
  ],
)

/** Proof of consent, written by a trigger with the booking it belongs to: which text, when, in which language. `subject` is a booking's or pledge's reference. */
export const consents = sqliteTable('consents', {
  subject: text('subject').primaryKey(),
  version: text('version').notNull(),
  language: text('language').notNull(),
  givenAtUtc: integer('given_at_utc').notNull(),
  withdrawnAtUtc: integer('withdrawn_at_utc'),
})

/** What a used idempotency key answered. `scope` is the route and the exhibition. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    scope: text('scope').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    reference: text('reference').notNull(),
    answer: text('answer').notNull(),
    usedAtUtc: integer('used_at_utc').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] }), index('idempotency_keys_by_age').on(table.usedAtUtc)],
)

/** Failed finds of one reference in one minute; the reference is hashed, the minute counts from the epoch. */
export const failedFinds = sqliteTable(
  'failed_finds',
  {
    referenceKey: text('reference_key').notNull(),
    minute: integer('minute').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.referenceKey, table.minute] }),
    index('failed_finds_by_age').on(table.minute),
  ],
)

/** Who came, day by day: one row for each booking and day (Asia/Muscat). */
export const attendance = sqliteTable(
  'attendance',
  {
    reference: text('reference')
      .notNull()
      .references(() => bookings.reference),
    day: text('day').notNull(),
    atUtc: integer('at_utc').notNull(),
    staffId: integer('staff_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.reference, table.day] })],
)

/** A delegate that proved its phone; raising the version ends its open sessions. */
export const delegates = sqliteTable('delegates', {
  delegateKey: text('delegate_key').primaryKey(),
  tokenVersion: integer('token_version').notNull().default(1),
  provenAtUtc: integer('proven_at_utc'),
})

/** What people asked about their data, with the 45 days the law gives. */
export const dataRequests = sqliteTable(
  'data_requests',
  {
    id: integer('id').primaryKey(),
    subject: text('subject').notNull(),
    kind: text('kind', { enum: ['correct', 'erase', 'withdraw_consent'] }).notNull(),
    state: text('state', { enum: ['open', 'done', 'refused'] })
      .notNull()
      .default('open'),
    textId: text('text_id'),
    askedAtUtc: integer('asked_at_utc').notNull(),
    dueAtUtc: integer('due_at_utc').notNull(),
    closedAtUtc: integer('closed_at_utc'),
    closedBy: integer('closed_by'),
    /** What was answered, in `texts`. */
    answerTextId: text('answer_text_id'),
  },
  (table) => [
    index('data_requests_by_due').on(table.state, table.dueAtUtc),
    uniqueIndex('data_requests_one_open')
      .on(table.subject, table.kind)
      .where(sql`state = 'open'`),
  ],
)
