import { z } from 'astro/zod'
import { bilingual, perFile } from '../collections/bilingual.ts'
import { factList } from '../collections/facts.ts'
import { bothLanguages, oneOf, text, webAddress } from '../collections/fields.ts'
import { trackSlugs } from './track-slugs.ts'

const link = z.strictObject(
  {
    label: bothLanguages('label', 90),
    to: z
      .string({ error: 'Write where the link leads (to), like "exhibitions/".' })
      .regex(
        /^([a-z0-9-]+\/)+(#[a-z0-9-]+)?$/,
        'A link (to) is written without the language, without a slash in front and with one at the end, like "exhibitions/".',
      ),
  },
  { error: 'Write the link as { "label": { "ar": "…", "en": "…" }, "to": "exhibitions/" }' },
)

const track = z.strictObject({
  number: z.literal([1, 2, 3, 4], { error: 'Write the number of the track (number): 1, 2, 3 or 4.' }),
  /** Said by the question path when it ends here. */
  reason: bothLanguages('reason', 240),
  /** What a person can do next on this site, the first one first. */
  acts: z
    .array(link, { error: 'Write what a person can do next (acts). Copy the lines under "acts:" from another track.' })
    .min(1, 'Write at least one thing a person can do next (acts).'),
  /** What nobody has published. */
  unknown: z
    .array(bothLanguages('line of what is not known'), {
      error: 'Write what is not known (unknown). Copy the lines under "unknown:" from another track.',
    })
    .min(1, 'Write at least one thing that is not known (unknown).'),
})

/** The texts of the programme, content/programme/<name>/{ar,en}.md; those with a `track` are its four tracks. */
export const programme = bilingual('programme', {
  later: z.array(text('number of a later fact (later)')).default([]),
  track: track.optional(),
})

const point = z.strictObject({
  title: bothLanguages('title', 140),
  text: bothLanguages('text', 300),
  facts: factList,
  link: link.optional(),
})

/** The lists on the programme's page: objectives, steps, challenges. */
export const programmeLists = perFile(
  'programme',
  z.strictObject({
    title: bothLanguages('title', 90),
    intro: bothLanguages('intro', 300),
    points: z.array(point, { error: 'Write the points as a list: "points": [ … ]' }).min(1, 'The list has no points.'),
  }),
)

/** What was published outside of the statement, each with its date and source; the file is named by its number. */
export const laterFacts = perFile(
  'programme/later',
  z.strictObject({
    when: bothLanguages('date (when)', 60),
    said: bothLanguages('text (said)', 400),
    source: z.strictObject(
      { name: bothLanguages('name of the source', 140), address: webAddress('address of the source').optional() },
      { error: 'Write the source as { "name": { "ar": "…", "en": "…" } }, with its "address" if it has one.' },
    ),
  }),
)

const answer = z
  .strictObject({
    label: bothLanguages('label of the answer', 90),
    about: bothLanguages('hint of the answer (about)', 140).optional(),
    next: text('name of the next question (next)').optional(),
    track: oneOf('track', trackSlugs).optional(),
  })
  .refine(({ next, track: end }) => (next === undefined) !== (end === undefined), {
    error: `An answer leads to one thing: either "next" with the name of a question, or "track" with one of ${trackSlugs.join(', ')}`,
  })

/** The questions of which-track, a file for each; an answer's `next` is another file's name. */
export const questions = perFile(
  'programme/questions',
  z.strictObject({
    question: bothLanguages('question', 120),
    answers: z
      .array(answer, { error: 'Write the answers as a list: "answers": [ … ]' })
      .min(2, 'A question has at least two answers.')
      .max(5, 'A question has at most five answers. Make two questions of it.'),
  }),
)
