import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'
import { isDemonstration } from './demonstration.ts'
import { factList } from './facts.ts'
import { text } from './fields.ts'
import { refuseMisplacedSample } from './sample-mark.ts'

/** What a text has in each of its languages. */
const written = z.strictObject({
  title: text('title', 90),
  summary: text('summary', 240),
})

/**
 * The two collections of a folder whose texts are `<name>/ar.md` and `<name>/en.md`. `shared` is what holds for both
 * languages: it stands in `ar.md` only. Texts under `samples/` are demonstration: a production build never reads them.
 */
export function bilingual<Shared extends z.ZodRawShape>(folder: string, shared: Shared) {
  const loaderOf = (language: 'ar' | 'en') =>
    glob({
      base: `./content/${folder}`,
      pattern: isDemonstration ? [`*/${language}.md`, `samples/*/${language}.md`] : `*/${language}.md`,
      generateId({ entry, data }) {
        refuseMisplacedSample(folder, entry, data)
        return entry.split('/').at(-2) ?? entry
      },
    })
  return {
    ar: defineCollection({
      loader: loaderOf('ar'),
      schema: z.strictObject({ ...written.shape, facts: factList, ...shared }),
    }),
    en: defineCollection({ loader: loaderOf('en'), schema: written }),
  }
}

/** A folder of JSON files, one for each thing, with both languages inside. */
export function perFile<Schema extends z.ZodType>(folder: string, schema: Schema) {
  return defineCollection({
    loader: glob({
      base: `./content/${folder}`,
      pattern: isDemonstration ? ['*.json', 'samples/*.json'] : '*.json',
      generateId({ entry, data }) {
        refuseMisplacedSample(folder, entry, data)
        return entry.replace(/^samples\//, '').replace(/\.json$/, '')
      },
    }),
    schema,
  })
}
