// Numbers that people meet. What an operator may change is a setting (wrangler.toml); these are rules.

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** Request bodies, forms and API alike. */
export const bodyBytesMax = 16 * 1024

/** An idempotency key answers the same for this long (domain.md, invariant 3). */
export const idempotencyDays = 7

/** A found booking stays open on the device for this long. */
export const foundTokenMs = 24 * hourMs

/** Sending a finished form again after this long asks for the phone before it shows anything. */
export const replayShownMs = hourMs

/** An offer stays open at least this long (domain.md, Booking). */
export const offerMs = 48 * hourMs

/** A proposal that nobody decided lapses after this long (domain.md, "Two people"). */
export const proposalMs = 7 * dayMs

/** A gate may take a check-in back this long; after that a manager does. */
export const undoCheckInMs = 10 * minuteMs

/** Failed finds of one reference in a minute before every find of it answers "not found". */
export const failedFindsMax = 5

/** A gate that had no network may tell of a check-in this much later; after that the desk must be asked. */
export const lateCheckInMs = dayMs

/** A gate's clock may be this much ahead of ours. */
export const clockSkewMs = 2 * minuteMs

/** How many check-ins one call takes. */
export const checkInsAtOnce = 25

/** Exhibitors come so long before the doors open to visitors. */
export const arrivalMs = hourMs

/** People are erased so many days after their exhibition (domain.md, "People's data"). */
export const keptDays = 90

/** A person's request about their data is answered within so many days (Royal Decree 6/2022). */
export const dataRequestDays = 45

/** A pledge holds at most so many lines, and a line so much. */
export const pledgeLinesMax = 20
export const lineQuantityMax = 1_000_000_000

/** A received job or training place is looked at again after so many days (domain.md, "Pledge"). */
export const sustainAfterDays = 90

/** A company is reminded of a line so many days from its date. */
export const lineReminderDays = [-7, 0, 7] as const

/** An overdue line is nobody else's business for so many days. */
export const overduePrivateDays = 30

/** Pledge contacts are erased so many months after closing. */
export const contactKeptMonths = 12

/** A published group smaller than this is suppressed. */
export const smallestGroup = 5

/** A delegate that asks for its link again within this time gets no second message. */
export const linkPauseMs = 10 * minuteMs

/** How many bookings staff act on at once. */
export const bulkMax = 50

/** The authority is told of a breach of personal data within so many hours (Royal Decree 6/2022). */
export const breachHours = 72

/** How many free stalls a lost race proposes. */
export const alternativesMax = 3

export const textLimits = {
  name: { min: 2, max: 100 },
  tradeName: { min: 2, max: 80 },
  description: { min: 0, max: 300 },
  organisation: { min: 2, max: 100 },
  familyLabel: { min: 1, max: 40 },
  email: { min: 3, max: 120 },
  reasonText: { min: 0, max: 500 },
  breach: { min: 5, max: 2000 },
  question: { min: 3, max: 500 },
  companyName: { min: 2, max: 120 },
  registration: { min: 3, max: 20 },
  lineNote: { min: 0, max: 300 },
  needTitle: { min: 3, max: 120 },
  callNote: { min: 3, max: 300 },
  evidence: { min: 3, max: 500 },
  receiptNumber: { min: 1, max: 40 },
} as const

/** What a desk form writes of an exhibition; a draft may leave any of it blank. */
export const exhibitionTextLimits = {
  title: { min: 0, max: 120 },
  description: { min: 0, max: 1500 },
  venue: { min: 0, max: 160 },
  zoneTitle: { min: 0, max: 60 },
} as const

/** The largest hall that a plan may draw, in stalls, zones and things that are neither; sides in plan units of 10 cm. */
export const planLimits = { stalls: 500, zones: 12, features: 30, side: 5_000 } as const

/** A whole plan is longer than any other body; a form that sends a file names every field in lines of its own. */
export const planBytesMax = 2 * 1024 * 1024

/** How many rounds of a series are made at once. */
export const roundsMax = 12

export const consentVersion = '2026-11'

/** What fits in a minute. Production counts with the rate-limit bindings of wrangler.toml; a test compares the numbers. */
export const limitsPerMinute = {
  CLAIMS_PER_APPLICANT: 5,
  CLAIMS_PER_DELEGATE: 30,
  CLAIMS_PER_ADDRESS: 300,
  FINDS_PER_ADDRESS: 60,
} as const
