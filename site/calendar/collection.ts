import { z } from 'astro/zod'
import { perFile } from '../collections/bilingual.ts'
import { factList } from '../collections/facts.ts'
import { bothLanguages, oneOf } from '../collections/fields.ts'
import { governorate } from '../collections/governorate.ts'

/** What an entry may be; the words are `awareness.kinds` in content/words. */
export const entryKinds = ['awareness', 'workshop'] as const

const dayOrDistance = /^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])|today[+-]\d{1,3})$/

/** A day as 2026-11-23. A demonstration, which is never to grow stale, counts from the day it is looked at. */
const day = (name: string) =>
  z
    .string({ error: `Write the ${name} as year-month-day, like "2026-11-23".` })
    .regex(dayOrDistance, `The ${name} is written year-month-day, like "2026-11-23".`)

const time = (name: string) =>
  z
    .string({ error: `Write the ${name} as hours and minutes, like "16:00".` })
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, `The ${name} is written as hours and minutes of 24 hours, like "16:00".`)

const shared = {
  sample: z.boolean({
    error: 'Write  "sample": false . Only a demonstration in content/calendar/samples says  "sample": true',
  }),
  title: bothLanguages('title', 90),
  about: bothLanguages('about', 400),
  facts: factList,
}

/** Something people can come to. */
const gathering = z
  .strictObject({
    ...shared,
    kind: oneOf('kind', entryKinds),
    startsOn: day('first day (startsOn)'),
    endsOn: day('last day (endsOn)'),
    opensAt: time('time of the start (opensAt)'),
    closesAt: time('time of the end (closesAt)'),
    place: bothLanguages('place', 120),
    governorate,
  })
  .refine(({ sample, startsOn, endsOn }) => sample || !(startsOn + endsOn).includes('today'), {
    error: 'Only a demonstration may count its days from today. Write the days like "2026-11-23".',
  })
  .refine(({ startsOn, endsOn }) => startsOn.startsWith('today') || startsOn <= endsOn, {
    error: 'The last day (endsOn) lies before the first day (startsOn).',
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, {
    error: 'The time of the end (closesAt) lies before the time of the start (opensAt).',
  })

/** A plan for a year, as it was published: history, not something to come to. */
const plan = z.strictObject({
  ...shared,
  kind: z.literal('plan'),
  year: z.int('Write the year of the plan, like 2020.').min(2000).max(2100),
})

/** Awareness programmes, workshops and published plans: content/calendar/<name>.json. */
export const calendar = perFile(
  'calendar',
  z.discriminatedUnion('kind', [gathering, plan], {
    error: `Write the kind: one of ${[...entryKinds, 'plan'].join(', ')}`,
  }),
)
