import { getEntry } from 'astro:content'
import type { Language } from '../../worker/contract/codes.ts'
import type { FactId } from '../collections/facts.ts'
import { readTexts, type Text } from '../collections/read-texts.ts'

const named = ['overview', 'why', 'gains'] as const
type Name = (typeof named)[number]

/** Everything that content/companies says, and the facts it states, each once. */
export async function readCompanies(language: Language) {
  const [texts, help, promise, refusals] = await Promise.all([
    readTexts('companies', language),
    getEntry('helpKinds', 'kinds'),
    getEntry('companyLists', 'promise'),
    getEntry('companyLists', 'refusals'),
  ])
  const stray = texts.find(({ slug }) => !(named as readonly string[]).includes(slug))
  if (stray) throw new Error(`No page shows content/companies/${stray.slug}. The names are: ${named.join(', ')}`)
  if (!help) throw new Error('content/companies/help/kinds.json is missing. A page shows it.')
  if (!promise || !refusals)
    throw new Error('content/companies/lists needs promise.json and refusals.json. A page shows them.')
  const lists = [help.data.points, promise.data.points, refusals.data.points]
  const stated = [
    ...texts.flatMap(({ shared }) => shared.facts),
    ...lists.flatMap((points) => points.flatMap(({ facts }) => facts)),
  ]
  return {
    text: (name: Name): Text<'companies'> => {
      const text = texts.find(({ slug }) => slug === name)
      if (!text) throw new Error(`content/companies/${name} is missing. A page shows it.`)
      return text
    },
    help: help.data,
    promise: promise.data,
    refusals: refusals.data,
    facts: [...new Set<FactId>(stated)].sort(),
  }
}
