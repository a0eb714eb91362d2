import * as v from 'valibot'
import { bilingual, day, equal, instant, named, reasonGiven, whole } from './answers.ts'
import { enteredFromCodes, languages } from './codes.ts'
import { actorSchema } from './desk-answers.ts'
import type { DeskPage } from './desk.ts'
import { deskLineActs, deskPledgeActs } from './desk-pledge-acts.ts'
import type { DeskLine, DeskPledge, DeskPledgeLine } from './desk-pledges.ts'
import { lineKinds, lineStates, lineUnits, namings, pledgeStates, sectors } from './pledge-codes.ts'
import { lineTransitions, pledgeTransitions } from './pledge-transitions.ts'

// What staff calls about pledges answer, for the API's document and its tests.

const text = v.nullable(v.string())
const maybeName = v.object({ ar: text, en: text })

const companySchema = named(
  'DeskCompany',
  v.object({
    name: v.pipe(v.nullable(maybeName), v.description('Null for a viewer.')),
    registration: text,
    sector: v.nullable(v.picklist(sectors)),
    contact: v.pipe(
      v.nullable(v.object({ name: v.string(), email: text, phone: text })),
      v.description('For officers and managers; null once erased.'),
    ),
  }),
)

const lineEntries = {
  n: whole,
  kind: v.picklist(lineKinds),
  quantity: whole,
  unit: v.picklist(lineUnits),
  dueOn: day,
  need: text,
  received: whole,
  receivedOn: v.nullable(day),
  sustained: v.nullable(whole),
  remainderOf: v.pipe(v.nullable(whole), v.description('The line whose rest this is.')),
  state: v.picklist(lineStates),
}

const deskPledgeLineSchema = named(
  'DeskPledgeLine',
  v.object({
    reference: v.string(),
    state: v.picklist(pledgeStates),
    createdAt: instant,
    company: companySchema,
    naming: v.picklist(namings),
    lines: v.array(v.object(lineEntries)),
    enteredFrom: v.nullable(v.picklist(enteredFromCodes)),
    nextDueOn: v.pipe(v.nullable(day), v.description('The first day on which something is due that has not come.')),
    version: whole,
  }),
)
export const deskPledgePageSchema = v.object({ items: v.array(deskPledgeLineSchema), nextCursor: text })

/** What an officer gets for a pledge they typed in: no token, with which they could act as the company. */
export const enteredPledgeSchema = named(
  'EnteredPledge',
  v.object({
    reference: v.string(),
    state: v.picklist(pledgeStates),
    links: v.object({ self: v.string(), page: v.string() }),
  }),
)

const needOfLineSchema = named(
  'NeedOfLine',
  v.object({
    id: v.string(),
    title: bilingual,
    governorate: v.string(),
    by: day,
    asked: whole,
    remaining: v.pipe(whole, v.description('What no accepted pledge promises yet.')),
    isClosed: v.boolean(),
  }),
)

const deliverySchema = v.object({
  quantity: whole,
  receivedOn: day,
  receiptNumber: v.string(),
  evidence: text,
  by: v.nullable(bilingual),
})

const deskLineSchema = named(
  'DeskLine',
  v.object({
    ...lineEntries,
    isMoney: v.boolean(),
    note: text,
    committed: v.pipe(whole, v.description('What it takes of its need.')),
    needView: v.nullable(needOfLineSchema),
    matches: v.pipe(v.array(needOfLineSchema), v.description('Open needs that a line without one could answer.')),
    delivery: v.nullable(deliverySchema),
    sustainFrom: v.pipe(v.nullable(day), v.description('The first day on which it may be looked at again.')),
    writeOff: v.pipe(
      v.nullable(v.object({ proposal: v.string(), by: bilingual, isOwn: v.boolean() })),
      v.description('The proposal to write it off, while another manager has not decided it.'),
    ),
    acts: v.array(v.picklist(deskLineActs)),
  }),
)

const amendedSchema = v.object({
  n: v.nullable(whole),
  kind: v.picklist(lineKinds),
  quantity: whole,
  unit: v.picklist(lineUnits),
  dueOn: day,
  need: text,
})

const acts = [
  ...pledgeTransitions.map(({ act }) => act),
  ...lineTransitions.map(({ act }) => act),
  'pledged',
  'propose',
  'refuse-proposal',
  'lapse-proposal',
] as const

const made = v.object({ at: instant, by: v.nullable(bilingual) })

export const deskPledgeSchema = named(
  'DeskPledge',
  v.object({
    reference: v.string(),
    state: v.picklist(pledgeStates),
    createdAt: instant,
    company: companySchema,
    naming: v.picklist(namings),
    showAmounts: v.boolean(),
    entered: v.nullable(
      v.object({ from: v.picklist(enteredFromCodes), by: v.nullable(bilingual), isOwn: v.boolean() }),
    ),
    verified: v.nullable(made),
    accepted: v.nullable(v.object({ ...made.entries, isOwn: v.boolean() })),
    lines: v.array(deskLineSchema),
    amendment: v.nullable(
      v.object({
        lines: v.array(v.object({ ...amendedSchema.entries, needView: v.nullable(needOfLineSchema) })),
        proposedAt: instant,
        text,
      }),
    ),
    history: v.array(
      v.object({
        version: whole,
        act: v.picklist(acts),
        state: v.picklist(pledgeStates),
        n: v.nullable(whole),
        at: instant,
        by: actorSchema,
        reason: v.nullable(reasonGiven),
        note: text,
        before: v.pipe(
          v.nullable(v.array(amendedSchema)),
          v.description('Of a change that was agreed to: the open lines as they were before it.'),
        ),
      }),
    ),
    language: v.picklist(languages),
    isDemonstration: v.boolean(),
    version: whole,
    acts: v.pipe(v.array(v.picklist(deskPledgeActs)), v.description('What the reader may do with it now.')),
  }),
)

type Plain<T> = { [K in keyof T]: T[K] }
equal<v.InferOutput<typeof deskPledgePageSchema>, DeskPage<Plain<DeskPledgeLine>>>(true)
equal<v.InferOutput<typeof deskLineSchema>, Plain<DeskLine>>(true)
equal<v.InferOutput<typeof deskPledgeSchema>, Plain<DeskPledge>>(true)
