import type { FactId } from '../collections/facts.ts'
import { readList, readProgramme } from './read-programme.ts'

const texts = [
  'overview',
  'vision',
  'whom',
  'partners',
  'asked',
  'plans',
  'permanent-exhibition',
  'proposed-outlets',
  'since',
] as const

/** The facts of everything on the programme's page, each once, in the order of their numbers. */
export async function overviewFacts(): Promise<FactId[]> {
  const { text } = await readProgramme('ar')
  const lists = await Promise.all([readList('objectives'), readList('steps'), readList('challenges')])
  const stated = [
    ...texts.flatMap((name) => text(name).shared.facts),
    ...lists.flatMap(({ points }) => points.flatMap(({ facts }) => facts)),
  ]
  return [...new Set(stated)].sort()
}
