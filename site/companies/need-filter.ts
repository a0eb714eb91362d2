import { lineKinds } from '../../worker/contract/pledge-codes.ts'
import type { NeedView } from '../../worker/contract/pledge.ts'
import { governorateIds } from '../../worker/contract/places.ts'

/** By what the needs can be narrowed, in the order of the page. */
export const needQuestions = ['governorate', 'kind', 'exhibition', 'month'] as const
export type NeedQuestion = (typeof needQuestions)[number]

/** What the address of the board asks for; null asks for everything. */
export type NeedFilter = Record<NeedQuestion, string | null>

const valueOf = (need: NeedView, question: NeedQuestion): string | null =>
  question === 'month' ? need.by.slice(0, 7) : need[question]

const fits = (need: NeedView, filter: NeedFilter): boolean =>
  needQuestions.every((question) => filter[question] === null || valueOf(need, question) === filter[question])

export const filterNeeds = <Need extends NeedView>(needs: readonly Need[], filter: NeedFilter): Need[] =>
  needs.filter((need) => fits(need, filter))

/** Closed lists keep their own order; exhibitions and months come in the order of the alphabet and of time. */
const orders: Partial<Record<NeedQuestion, readonly string[]>> = { governorate: governorateIds, kind: lineKinds }

function codesOf(needs: readonly NeedView[], question: NeedQuestion): string[] {
  const found = new Set(needs.flatMap((need) => valueOf(need, question) ?? []))
  return orders[question]?.filter((code) => found.has(code)) ?? [...found].toSorted()
}

/** Reads `?governorate=…&kind=…&exhibition=…&month=…`. A value that no need has is left out, and said so. */
export function readNeedFilter(
  query: URLSearchParams,
  needs: readonly NeedView[],
): { filter: NeedFilter; isUnderstood: boolean } {
  const filter: NeedFilter = { governorate: null, kind: null, exhibition: null, month: null }
  let isUnderstood = true
  for (const question of needQuestions) {
    const asked = query.get(question) || null
    filter[question] = codesOf(needs, question).find((code) => code === asked) ?? null
    isUnderstood &&= filter[question] === asked
  }
  return { filter, isUnderstood }
}

/** A filter as the board's address has it; blank for all. */
export function queryOf(filter: NeedFilter): string {
  const query = new URLSearchParams()
  for (const question of needQuestions) {
    const code = filter[question]
    if (code !== null) query.set(question, code)
  }
  return query.size > 0 ? `?${query}` : ''
}

/** The board's address with a filter, relative to the board. */
const hrefOf = (filter: NeedFilter): string => queryOf(filter) || './'

export interface NeedChoice {
  /** Null is "all". */
  code: string | null
  count: number
  isChosen: boolean
  href: string
}

/** The links of one question; each keeps what the others have chosen, and counts what it would lead to. */
export const choicesOf = (needs: readonly NeedView[], filter: NeedFilter, question: NeedQuestion): NeedChoice[] =>
  [null, ...codesOf(needs, question)].map((code) => {
    const chosen = { ...filter, [question]: code }
    return {
      code,
      count: filterNeeds(needs, chosen).length,
      isChosen: filter[question] === code,
      href: hrefOf(chosen),
    }
  })
