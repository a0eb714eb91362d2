import * as v from 'valibot'
import { bilingual, bookingViewEntries, equal, instant, named, reasonGiven, whole } from './answers.ts'
import { bookingTransitions } from './booking-transitions.ts'
import {
  applicantKinds,
  arrangements,
  bookingStates,
  enteredFromCodes,
  languages,
  productCategories,
  roles,
} from './codes.ts'
import {
  deskActs,
  messageChannels,
  otherBookingEvents,
  outboxRecipients,
  outboxStates,
  type DeskActor,
  type DeskBooking,
  type DeskBookingLine,
  type DeskHistoryEntry,
  type DeskMe,
  type DeskPage,
  type OutboxMessage,
} from './desk.ts'

const text = v.nullable(v.string())
const bookingActs = [...bookingTransitions.map(({ act }) => act), ...otherBookingEvents]

export const deskMeSchema = v.object({
  email: v.string(),
  name: bilingual,
  role: v.picklist(roles),
  governorates: v.array(v.string()),
})

const page = <const S extends v.GenericSchema>(item: S) =>
  v.object({
    items: v.array(item),
    nextCursor: v.pipe(text, v.description('Send it as `cursor` for the next page; null on the last.')),
  })

const deskBookingLineSchema = named(
  'DeskBookingLine',
  v.object({
    reference: v.string(),
    state: v.picklist(bookingStates),
    createdAt: instant,
    stall: text,
    drawCode: text,
    rank: v.nullable(whole),
    applicant: v.object({
      kind: v.picklist(applicantKinds),
      name: text,
      phone: text,
      governorate: v.string(),
      wilayat: v.string(),
    }),
    product: v.object({ category: v.picklist(productCategories), tradeName: text }),
    delegate: v.nullable(v.object({ organisation: v.string(), phone: v.string(), familyLabel: v.string() })),
    isDelegated: v.pipe(v.boolean(), v.description('Somebody acts for the family.')),
    arrangements: v.array(v.picklist(arrangements)),
    checkedAt: v.nullable(instant),
    enteredFrom: v.nullable(v.picklist(enteredFromCodes)),
    isOwn: v.pipe(v.boolean(), v.description('The reader entered it, so a colleague judges it.')),
    language: v.picklist(languages),
    version: whole,
  }),
)
export const deskBookingPageSchema = page(deskBookingLineSchema)

/** What an officer gets for an application they typed in: no token, with which they could act as the applicant. */
export const enteredBookingSchema = named(
  'EnteredBooking',
  v.object({
    reference: v.string(),
    state: v.picklist(bookingStates),
    stall: text,
    drawCode: text,
    links: v.object({ self: v.string(), page: v.string() }),
  }),
)

export const actorSchema = v.union([
  v.object({ kind: v.picklist(['applicant', 'delegate', 'company', 'system']) }),
  v.object({ kind: v.literal('staff'), name: bilingual }),
])

const deskHistorySchema = v.object({
  version: whole,
  act: v.picklist(bookingActs),
  state: v.picklist(bookingStates),
  at: instant,
  stall: v.pipe(text, v.description('The stall that the booking held after it.')),
  by: actorSchema,
  reason: v.nullable(reasonGiven),
  question: v.pipe(text, v.description('What the team asked; null once erased.')),
})

export const deskBookingSchema = named(
  'DeskBooking',
  v.object({
    ...bookingViewEntries,
    createdAt: instant,
    governorate: v.string(),
    checked: v.nullable(v.object({ at: instant, by: v.nullable(bilingual) })),
    entered: v.nullable(
      v.object({ from: v.picklist(enteredFromCodes), by: v.nullable(bilingual), isOwn: v.boolean() }),
    ),
    phoneReleasedAt: v.nullable(instant),
    delegation: v.nullable(v.object({ isPhoneProven: v.boolean(), takenOverAt: v.nullable(instant) })),
    history: v.array(deskHistorySchema),
    acts: v.pipe(v.array(v.picklist(deskActs)), v.description('What the reader may do with it now.')),
  }),
)

export const outboxMessageSchema = named(
  'OutboxMessage',
  v.object({
    id: whole,
    reference: v.string(),
    template: v.string(),
    channel: v.picklist(messageChannels),
    recipient: v.picklist(outboxRecipients),
    phone: v.pipe(text, v.description('Where an SMS goes; null for an e-mail, and once released or erased.')),
    email: v.pipe(text, v.description('Where an e-mail goes; null for an SMS, and once erased.')),
    language: v.picklist(languages),
    text: v.pipe(text, v.description('As it is sent; outside a local run its links are masked.')),
    parts: v.pipe(whole, v.description('How many SMS it costs.')),
    state: v.picklist(outboxStates),
    attempts: whole,
    createdAt: instant,
    sentAt: v.nullable(instant),
    lastError: v.pipe(text, v.description('Why the last attempt failed, as a code.')),
  }),
)
export const outboxPageSchema = page(outboxMessageSchema)

/** `POST /desk/outbox/resend-dead`. */
export const resentSchema = v.object({
  resent: whole,
  next: v.pipe(text, v.description('Send it as `before` for the next piece; null when all were looked at.')),
})

equal<v.InferOutput<typeof deskMeSchema>, DeskMe>(true)
equal<v.InferOutput<typeof deskBookingPageSchema>, DeskPage<DeskBookingLine>>(true)
equal<v.InferOutput<typeof actorSchema>, DeskActor>(true)
equal<v.InferOutput<typeof deskHistorySchema>, DeskHistoryEntry>(true)
equal<v.InferOutput<typeof deskBookingSchema>, { [K in keyof DeskBooking]: DeskBooking[K] }>(true)
equal<v.InferOutput<typeof outboxPageSchema>, DeskPage<OutboxMessage>>(true)
