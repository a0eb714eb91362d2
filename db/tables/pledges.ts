import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { staff } from './events.ts'
import { exhibitions } from './exhibitions.ts'

/** The states of the table in domain.md, "Pledge"; a test compares them with the contract's. */
export const pledgeStates = [
  'pledged',
  'verified',
  'accepted',
  'partly_delivered',
  'fulfilled',
  'overdue',
  'declined',
  'withdrawn',
  'closed_unfulfilled',
] as const

export const pledgeLineStates = [
  'due',
  'overdue',
  'received',
  'sustained',
  'reversed',
  'dropped',
  'written_off',
] as const

/**
 * What an exhibition, an outlet or a governorate lacks. `promised` and `delivered` are sums over the lines that answer
 * it; triggers keep them, and the check refuses whatever would promise more than is asked (domain.md, invariant 4).
 */
export const needs = sqliteTable(
  'needs',
  {
    id: text('id').primaryKey(),
    titleAr: text('title_ar').notNull(),
    titleEn: text('title_en').notNull(),
    kind: text('kind').notNull(),
    unit: text('unit').notNull(),
    asked: integer('asked').notNull(),
    promised: integer('promised').notNull().default(0),
    delivered: integer('delivered').notNull().default(0),
    governorate: text('governorate').notNull(),
    exhibitionId: integer('exhibition_id').references(() => exhibitions.id),
    /** The slug of an outlet in content/outlets. */
    outlet: text('outlet'),
    /** Day (Asia/Muscat) by which it is needed. */
    neededBy: text('needed_by').notNull(),
    closedAtUtc: integer('closed_at_utc'),
    isDemonstration: integer('is_demonstration', { mode: 'boolean' }).notNull().default(false),
    createdAtUtc: integer('created_at_utc').notNull(),
    version: integer('version').notNull().default(1),
    headMac: text('head_mac').notNull(),
  },
  (table) => [
    index('needs_by_day').on(table.neededBy, table.id),
    index('needs_by_governorate').on(table.governorate, table.neededBy, table.id),
    index('needs_by_exhibition').on(table.exhibitionId),
    check('needs_capacity', sql`${table.promised} BETWEEN 0 AND ${table.asked}`),
    check('needs_delivered', sql`${table.delivered} BETWEEN 0 AND ${table.promised}`),
  ],
)

/**
 * A company's promise. `company` and `contact` are AES-GCM ciphertexts: the first (names, registration) stays for the
 * yearly record, the second (who to call) is erased 12 months after closing. From `accepted` on triggers compute
 * `state` from the lines; nobody writes it. Instants are UTC milliseconds.
 */
export const pledges = sqliteTable(
  'pledges',
  {
    reference: text('reference').primaryKey(),
    state: text('state', { enum: pledgeStates }).notNull(),
    /** HMAC of the normalised registration number: pledges that share it belong to one company. */
    companyKey: text('company_key'),
    emailKey: text('email_key'),
    phoneKey: text('phone_key'),
    sector: text('sector'),
    naming: text('naming', { enum: ['name', 'sector', 'hidden'] }).notNull(),
    showsAmounts: integer('shows_amounts', { mode: 'boolean' }).notNull(),
    company: text('company').notNull(),
    contact: text('contact'),
    language: text('language', { enum: ['ar', 'en'] }).notNull(),
    consentVersion: text('consent_version').notNull(),
    enteredBy: integer('entered_by').references(() => staff.id),
    enteredFrom: text('entered_from'),
    verifiedBy: integer('verified_by').references(() => staff.id),
    verifiedAtUtc: integer('verified_at_utc'),
    acceptedBy: integer('accepted_by').references(() => staff.id),
    acceptedAtUtc: integer('accepted_at_utc'),
    /** Year (Asia/Muscat) of the acceptance, under which it is recognised. */
    acceptedYear: integer('accepted_year'),
    /** When nothing more was due, or it was declined or withdrawn. */
    closedAtUtc: integer('closed_at_utc'),
    contactErasedAtUtc: integer('contact_erased_at_utc'),
    isDemonstration: integer('is_demonstration', { mode: 'boolean' }).notNull().default(false),
    tokenVersion: integer('token_version').notNull().default(1),
    createdAtUtc: integer('created_at_utc').notNull(),
    updatedAtUtc: integer('updated_at_utc').notNull(),
    version: integer('version').notNull().default(1),
    headMac: text('head_mac').notNull(),
  },
  (table) => [
    index('pledges_by_state').on(table.state, table.createdAtUtc, table.reference),
    index('pledges_by_age').on(table.createdAtUtc, table.reference),
    index('pledges_by_company').on(table.companyKey, table.createdAtUtc),
    index('pledges_by_email').on(table.emailKey),
    index('pledges_by_phone').on(table.phoneKey),
    index('pledges_by_year').on(table.acceptedYear, table.acceptedAtUtc, table.reference),
    index('pledges_to_purge')
      .on(table.closedAtUtc)
      .where(sql`contact IS NOT NULL`),
    index('pledges_undecided_to_purge')
      .on(table.updatedAtUtc)
      .where(sql`contact IS NOT NULL AND state IN ('pledged', 'verified')`),
    check(
      'pledges_state',
      sql`${table.state} IN ('pledged', 'verified', 'accepted', 'partly_delivered', 'fulfilled', 'overdue', 'declined', 'withdrawn', 'closed_unfulfilled')`,
    ),
    check('pledges_naming', sql`${table.naming} IN ('name', 'sector', 'hidden')`),
    check(
      'pledges_accepted_by_someone',
      sql`${table.state} NOT IN ('accepted', 'partly_delivered', 'fulfilled', 'overdue', 'closed_unfulfilled') OR (${table.acceptedBy} IS NOT NULL AND ${table.acceptedAtUtc} IS NOT NULL)`,
    ),
  ],
)

/**
 * One promised thing. `quantity` is what was promised and `received` what came; when less came than was promised the
 * rest is a line of its own, and so is what a reversed receipt leaves open. `committed` is what the line takes of its
 * need: nothing before acceptance, then the quantity, then what was received. A line that an agreed change took away is
 * `dropped`. A line of money is recorded as an intention and never received here.
 */
export const pledgeLines = sqliteTable(
  'pledge_lines',
  {
    reference: text('reference')
      .notNull()
      .references(() => pledges.reference),
    n: integer('n').notNull(),
    kind: text('kind').notNull(),
    unit: text('unit').notNull(),
    quantity: integer('quantity').notNull(),
    /** Day, Asia/Muscat. */
    dueOn: text('due_on').notNull(),
    needId: text('need_id').references(() => needs.id),
    /** The need's, or null. */
    governorate: text('governorate'),
    isMoney: integer('is_money', { mode: 'boolean' }).notNull(),
    note: text('note'),
    state: text('state', { enum: pledgeLineStates }).notNull().default('due'),
    committed: integer('committed').notNull().default(0),
    received: integer('received').notNull().default(0),
    receivedOn: text('received_on'),
    /** How many of the received jobs or places still stood after 90 days. */
    sustained: integer('sustained'),
    /** The line whose rest this is. */
    remainderOf: integer('remainder_of'),
    /** Who agreed to what it says now, if a change brought that: like whoever accepted the pledge, not who receives it. */
    agreedBy: integer('agreed_by').references(() => staff.id),
    /** The last reminder of its day that was written, counted from 1 in `lineReminderDays`; 0 before the first. */
    lastReminder: integer('last_reminder').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.reference, table.n] }),
    index('pledge_lines_open')
      .on(table.dueOn, table.reference, table.n)
      .where(sql`state IN ('due', 'overdue') AND committed > 0`),
    index('pledge_lines_to_remind')
      .on(table.dueOn, table.lastReminder)
      .where(sql`state IN ('due', 'overdue') AND committed > 0`),
    index('pledge_lines_due')
      .on(table.dueOn)
      .where(sql`state = 'due' AND committed > 0`),
    check(
      'pledge_lines_state',
      sql`${table.state} IN ('due', 'overdue', 'received', 'sustained', 'reversed', 'dropped', 'written_off')`,
    ),
    check('pledge_lines_quantity', sql`${table.quantity} > 0 AND ${table.received} BETWEEN 0 AND ${table.quantity}`),
    check('pledge_lines_committed', sql`${table.committed} BETWEEN 0 AND ${table.quantity}`),
    check('pledge_lines_no_money', sql`${table.isMoney} = 0 OR (${table.received} = 0 AND ${table.committed} = 0)`),
    check(
      'pledge_lines_received',
      sql`${table.state} NOT IN ('received', 'sustained') OR (${table.received} > 0 AND ${table.receivedOn} IS NOT NULL)`,
    ),
    check(
      'pledge_lines_sustained',
      sql`${table.sustained} IS NULL OR ${table.sustained} BETWEEN 0 AND ${table.received}`,
    ),
  ],
)

/** A receiving officer's record that a quantity arrived. A trigger refuses whoever accepted the pledge. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: integer('id').primaryKey(),
    reference: text('reference').notNull(),
    n: integer('n').notNull(),
    quantity: integer('quantity').notNull(),
    receivedOn: text('received_on').notNull(),
    receiptNumber: text('receipt_number').notNull(),
    /** What was seen, in `texts`. */
    evidenceTextId: text('evidence_text_id'),
    receivedBy: integer('received_by')
      .notNull()
      .references(() => staff.id),
    atUtc: integer('at_utc').notNull(),
    reversedBy: integer('reversed_by').references(() => staff.id),
    reversedAtUtc: integer('reversed_at_utc'),
  },
  (table) => [
    uniqueIndex('deliveries_one_standing')
      .on(table.reference, table.n)
      .where(sql`reversed_at_utc IS NULL`),
    uniqueIndex('deliveries_receipt')
      .on(table.receiptNumber)
      .where(sql`reversed_at_utc IS NULL`),
    index('deliveries_by_day').on(table.receivedOn, table.id),
    check('deliveries_quantity', sql`${table.quantity} > 0`),
  ],
)

/** A change a company proposes to an accepted pledge. `before` is the version it replaced, kept. */
export const pledgeAmendments = sqliteTable(
  'pledge_amendments',
  {
    id: integer('id').primaryKey(),
    reference: text('reference')
      .notNull()
      .references(() => pledges.reference),
    state: text('state', { enum: ['open', 'agreed', 'refused', 'taken_back'] }).notNull(),
    /** The open lines as they would be, JSON. */
    lines: text('lines').notNull(),
    /** The numbers of the lines that were open when it was proposed, JSON: it says nothing about any other. */
    openLines: text('open_lines').notNull().default('[]'),
    before: text('before'),
    textId: text('text_id'),
    proposedAtUtc: integer('proposed_at_utc').notNull(),
    decidedBy: integer('decided_by').references(() => staff.id),
    decidedAtUtc: integer('decided_at_utc'),
  },
  (table) => [
    uniqueIndex('pledge_amendments_one_open')
      .on(table.reference)
      .where(sql`state = 'open'`),
    index('pledge_amendments_by_pledge').on(table.reference, table.id),
    check('pledge_amendments_state', sql`${table.state} IN ('open', 'agreed', 'refused', 'taken_back')`),
  ],
)

/** What came in a year, kept by triggers over `pledge_lines`: the impact report reads these rows, however many lines there are. */
export const deliveryTotals = sqliteTable(
  'delivery_totals',
  {
    year: integer('year').notNull(),
    kind: text('kind').notNull(),
    unit: text('unit').notNull(),
    /** Empty where no need named one. */
    governorate: text('governorate').notNull(),
    received: integer('received').notNull(),
    sustained: integer('sustained').notNull(),
    lines: integer('lines').notNull(),
  },
  (table) => [primaryKey({ columns: [table.year, table.kind, table.unit, table.governorate] })],
)

/** A company's yearly statement, so that its reference can be verified; made when it is first asked for. */
export const statements = sqliteTable(
  'statements',
  {
    reference: text('reference').primaryKey(),
    companyKey: text('company_key').notNull(),
    year: integer('year').notNull(),
    issuedAtUtc: integer('issued_at_utc').notNull(),
  },
  (table) => [uniqueIndex('statements_one_a_year').on(table.companyKey, table.year)],
)
