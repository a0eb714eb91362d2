import { z } from 'astro/zod'
import { bilingual } from '../collections/bilingual.ts'
import { bothLanguages, date, oneOf, text, webAddress } from '../collections/fields.ts'
import { governorate } from '../collections/governorate.ts'
import { trackSlugs } from '../programme/track-slugs.ts'
import { storyPictures } from './story-pictures.ts'

/** How the people of a story agreed to it; the words are `stories.consentKinds` in content/words. */
const consentKinds = ['published_statement', 'written', 'fictional'] as const

/** Success stories: content/stories/<name>/{ar,en}.md. Without a source and a consent record nothing is built. */
export const stories = bilingual('stories', {
  sample: z.boolean({
    error: 'Write  sample: false  in ar.md. Only a demonstration in content/stories/samples says  sample: true',
  }),
  source: z.strictObject(
    {
      name: bothLanguages('name of the source', 120),
      url: webAddress('url of the source').optional(),
      date: date('date of the source'),
    },
    { error: 'Write in ar.md where the story comes from. Copy the five lines under "source:" from another story.' },
  ),
  consent: z.strictObject(
    {
      kind: oneOf('kind of consent', consentKinds),
      reference: text('reference of the consent', 60),
      date: date('date of the consent'),
    },
    {
      error:
        'Write in ar.md how the people in the story agreed to it. Copy the four lines under "consent:" from another story.',
    },
  ),
  reviewedOn: date('day of the last review (reviewedOn)'),
  picture: oneOf('picture', storyPictures),
  // A cloth is woven of as many diamonds.
  people: z.int('Write how many people the story counts (people) as a number, like 374.').min(1).max(2000).optional(),
  governorate: governorate.optional(),
  track: oneOf('track', trackSlugs).optional(),
})
