import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'

/** A permanent exhibition, whose rounds are exhibitions. */
export const series = sqliteTable('series', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique(),
  titleAr: text('title_ar').notNull(),
  titleEn: text('title_en').notNull(),
  descriptionAr: text('description_ar').notNull(),
  descriptionEn: text('description_en').notNull(),
  venueAr: text('venue_ar').notNull(),
  venueEn: text('venue_en').notNull(),
  governorate: text('governorate').notNull(),
  isDemonstration: integer('is_demonstration', { mode: 'boolean' }).notNull().default(false),
})

/** Days are Asia/Muscat `YYYY-MM-DD`; instants are UTC milliseconds. */
export const exhibitions = sqliteTable(
  'exhibitions',
  {
    id: integer('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    seriesId: integer('series_id').references(() => series.id),
    titleAr: text('title_ar').notNull(),
    titleEn: text('title_en').notNull(),
    descriptionAr: text('description_ar').notNull(),
    descriptionEn: text('description_en').notNull(),
    venueAr: text('venue_ar').notNull(),
    venueEn: text('venue_en').notNull(),
    governorate: text('governorate').notNull(),
    startsOn: text('starts_on').notNull(),
    endsOn: text('ends_on').notNull(),
    doorsOpenAt: text('doors_open_at').notNull().default('10:00'),
    doorsCloseAt: text('doors_close_at').notNull().default('22:00'),
    mode: text('mode', { enum: ['first_come', 'ballot'] }).notNull(),
    review: text('review', { enum: ['before_confirming', 'none'] })
      .notNull()
      .default('before_confirming'),
    state: text('state', {
      enum: ['draft', 'published', 'open', 'closed', 'frozen', 'drawn', 'live', 'finished', 'cancelled'],
    })
      .notNull()
      .default('draft'),
    bookingOpensAtUtc: integer('booking_opens_at_utc').notNull(),
    bookingClosesAtUtc: integer('booking_closes_at_utc').notNull(),
    planWidth: integer('plan_width').notNull().default(0),
    planHeight: integer('plan_height').notNull().default(0),
    planFeatures: text('plan_features').notNull().default('[]'),
    isDemonstration: integer('is_demonstration', { mode: 'boolean' }).notNull().default(false),
    // Ballot entries ever made; a trigger counts, so that no page has to.
    applications: integer('applications').notNull().default(0),
    // Every other change of a ballot entry; a trigger counts. A freeze names both counts in its condition.
    ballotChanges: integer('ballot_changes').notNull().default(0),
    // Offers that staff made out of the waiting list's order; shown publicly.
    offersOutOfOrder: integer('offers_out_of_order').notNull().default(0),
    cancelReason: text('cancel_reason'),
    // When the open result data was counted, after its end; null before.
    resultsAtUtc: integer('results_at_utc'),
    // How far the purge has come: bookings made before this instant are erased. All of them once it is done.
    purgedToUtc: integer('purged_to_utc').notNull().default(0),
    purgedAtUtc: integer('purged_at_utc'),
    // One more for each event of the exhibition's stream; every conditional write names it.
    version: integer('version').notNull().default(0),
    headMac: text('head_mac').notNull().default(''),
  },
  (table) => [
    index('exhibitions_by_state').on(table.state, table.startsOn),
    index('exhibitions_by_start').on(table.startsOn),
    index('exhibitions_to_purge')
      .on(table.endsOn)
      .where(sql`purged_at_utc IS NULL`),
    index('exhibitions_to_count')
      .on(table.endsOn)
      .where(sql`state = 'finished' AND results_at_utc IS NULL`),
    index('exhibitions_by_series').on(table.seriesId, table.startsOn),
    check('exhibitions_mode', sql`${table.mode} IN ('first_come', 'ballot')`),
    check('exhibitions_review', sql`${table.review} IN ('before_confirming', 'none')`),
    check(
      'exhibitions_state',
      sql`${table.state} IN ('draft', 'published', 'open', 'closed', 'frozen', 'drawn', 'live', 'finished', 'cancelled')`,
    ),
    check('exhibitions_days', sql`${table.startsOn} <= ${table.endsOn}`),
    check('exhibitions_window', sql`${table.bookingOpensAtUtc} < ${table.bookingClosesAtUtc}`),
  ],
)

export const zones = sqliteTable(
  'zones',
  {
    id: integer('id').primaryKey(),
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    code: text('code').notNull(),
    titleAr: text('title_ar').notNull(),
    titleEn: text('title_en').notNull(),
    position: integer('position').notNull(),
  },
  (table) => [unique('zones_code').on(table.exhibitionId, table.code)],
)

/** Positions and sizes are plan units. A stall with a withheld reason is never offered. */
export const stalls = sqliteTable(
  'stalls',
  {
    id: integer('id').primaryKey(),
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    zoneId: integer('zone_id')
      .notNull()
      .references(() => zones.id),
    code: text('code').notNull(),
    x: integer('x').notNull(),
    y: integer('y').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    isStepFree: integer('is_step_free', { mode: 'boolean' }).notNull().default(false),
    isNearEntrance: integer('is_near_entrance', { mode: 'boolean' }).notNull().default(false),
    hasPower: integer('has_power', { mode: 'boolean' }).notNull().default(false),
    isCorner: integer('is_corner', { mode: 'boolean' }).notNull().default(false),
    hasWater: integer('has_water', { mode: 'boolean' }).notNull().default(false),
    feeBaisa: integer('fee_baisa').notNull().default(0),
    subsidyBaisa: integer('subsidy_baisa').notNull().default(0),
    withheldReason: text('withheld_reason'),
  },
  (table) => [
    unique('stalls_code').on(table.exhibitionId, table.code),
    check('stalls_fee', sql`${table.feeBaisa} >= ${table.subsidyBaisa} AND ${table.subsidyBaisa} >= 0`),
  ],
)

/**
 * Open result data of a finished exhibition, counted once. `dimension` is what the applications are grouped by; a
 * `value` is a code of it. `places` are bookings that were confirmed to the end, `noShows` those of them nobody saw.
 */
export const exhibitionResults = sqliteTable(
  'exhibition_results',
  {
    exhibitionId: integer('exhibition_id')
      .notNull()
      .references(() => exhibitions.id),
    dimension: text('dimension', { enum: ['all', 'kind', 'governorate', 'category'] }).notNull(),
    value: text('value').notNull(),
    applications: integer('applications').notNull(),
    places: integer('places').notNull(),
    noShows: integer('no_shows').notNull(),
  },
  (table) => [primaryKey({ columns: [table.exhibitionId, table.dimension, table.value] })],
)
