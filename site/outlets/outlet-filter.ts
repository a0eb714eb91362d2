import { governorateIds } from '../../worker/contract/places.ts'
import { outletCategories, type OutletCategory } from './codes.ts'
import type { Outlet } from './outlet.ts'

/** What the address of the list asks for; null asks for everything. */
export interface OutletFilter {
  category: OutletCategory | null
  governorate: string | null
}

export interface Choice<Code> {
  /** Null is "all". */
  code: Code | null
  count: number
  isChosen: boolean
  /** Relative to the list's own address. */
  href: string
}

/** Reads `?category=…&governorate=…`. A value that is on no list is left out, and said so. */
export function readFilter(query: URLSearchParams): { filter: OutletFilter; isUnderstood: boolean } {
  const asked = { category: query.get('category') || null, governorate: query.get('governorate') || null }
  const filter = {
    category: outletCategories.find((code) => code === asked.category) ?? null,
    governorate: governorateIds.find((code) => code === asked.governorate) ?? null,
  }
  const isUnderstood = filter.category === asked.category && filter.governorate === asked.governorate
  return { filter, isUnderstood }
}

export function filterOutlets(outlets: Outlet[], filter: OutletFilter): Outlet[] {
  return outlets.filter(
    ({ category, governorate }) =>
      (filter.category ?? category) === category && (filter.governorate ?? governorate) === governorate,
  )
}

/** A filter as the list's address has it; blank for all. */
export function queryOf({ category, governorate }: OutletFilter): string {
  const query = new URLSearchParams({ ...(category && { category }), ...(governorate && { governorate }) })
  return query.size > 0 ? `?${query}` : ''
}

/** The list's address with a filter, relative to the list. */
export const hrefOf = (filter: OutletFilter): string => queryOf(filter) || './'

/** The links of one group; each keeps what the other group has chosen, and counts what it would lead to. */
function choicesOf<Code extends string>(
  codes: readonly Code[],
  chosen: Code | null,
  outlets: Outlet[],
  withCode: (code: Code | null) => OutletFilter,
): Choice<Code>[] {
  return [null, ...codes].map((code) => ({
    code,
    count: filterOutlets(outlets, withCode(code)).length,
    isChosen: code === chosen,
    href: hrefOf(withCode(code)),
  }))
}

export const categoryChoices = (outlets: Outlet[], filter: OutletFilter): Choice<OutletCategory>[] =>
  choicesOf(outletCategories, filter.category, outlets, (category) => ({ ...filter, category }))

export const governorateChoices = (outlets: Outlet[], filter: OutletFilter): Choice<string>[] =>
  choicesOf(governorateIds, filter.governorate, outlets, (governorate) => ({ ...filter, governorate }))
