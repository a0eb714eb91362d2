import { z } from 'astro/zod'
import facts from '../../content/facts.json' with { type: 'json' }
import type { Words } from '../../content/words.ts'

export type Caution = keyof Words['facts']['cautions']
export type FactId = keyof typeof facts

const isFact = (id: string): id is FactId => Object.hasOwn(facts, id)

/** The numbers of the facts a text states, as in `facts: [F10, F27]`. */
export const factList = z
  .array(
    z.string().refine(isFact, {
      error: ({ input }) =>
        `"${String(input)}" is no fact of content/facts.json. Write numbers of that file, like: facts: [F10, F27]`,
    }),
  )
  .default([])

/** What must be said beside these facts, each caution once. */
export function cautionsOf(ids: readonly FactId[]): Caution[] {
  return [...new Set(ids.flatMap((id): Caution[] => namedCautions(facts[id].cautions)))]
}

// TypeScript knows a JSON file's texts as strings; a test compares them with the words' cautions.
const namedCautions = (names: string[]) => names as Caution[]
