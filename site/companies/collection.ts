import { z } from 'astro/zod'
import { lineKinds } from '../../worker/contract/pledge-codes.ts'
import { bilingual, perFile } from '../collections/bilingual.ts'
import { factList } from '../collections/facts.ts'
import { bothLanguages, oneOf } from '../collections/fields.ts'

/** The texts for companies, content/companies/<name>/{ar,en}.md. */
export const companyTexts = bilingual('companies', {})

const list = <Point extends z.ZodRawShape>(point: Point) =>
  z.strictObject({
    title: bothLanguages('title', 90),
    intro: bothLanguages('intro', 300),
    points: z
      .array(z.strictObject({ ...point, facts: factList }), { error: 'Write the points as a list: "points": [ … ]' })
      .min(1, 'The list has no points.'),
  })

/** The kinds of help: what each is, and an example from the published facts. */
export const helpKinds = perFile(
  'companies/help',
  list({
    kind: oneOf('kind', lineKinds),
    text: bothLanguages('text', 200),
    example: bothLanguages('example', 240).optional(),
  }),
)

/** What happens to a pledge, and what is refused. */
export const companyLists = perFile(
  'companies/lists',
  list({ title: bothLanguages('title', 90), text: bothLanguages('text', 300) }),
)
