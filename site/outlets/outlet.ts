import { governorates } from '../../worker/contract/places.ts'
import { outletCategories } from './codes.ts'
import type { OutletFile } from './outlet-file.ts'
import { metresBetween } from './distance.ts'

export interface Outlet extends OutletFile {
  slug: string
}

export type Position = NonNullable<Outlet['position']>

const wilayatIds = governorates.flatMap(({ wilayats }) => wilayats.map(({ id }) => id))

/** The one order of list, map and files: governorates and wilayats as the state lists them, then the kind of place. */
export function inOfficialOrder(one: Outlet, other: Outlet): number {
  return (
    wilayatIds.indexOf(one.wilayat) - wilayatIds.indexOf(other.wilayat) ||
    outletCategories.indexOf(one.category) - outletCategories.indexOf(other.category) ||
    one.slug.localeCompare(other.slug)
  )
}

const farMetres = 150_000

/** The nearest others within 150 km; of an outlet without a position, others of its wilayat, at no known distance. */
export function nearestTo(outlet: Outlet, all: Outlet[], most: number): { outlet: Outlet; metres: number | null }[] {
  const others = all.filter(({ slug }) => slug !== outlet.slug)
  const { position } = outlet
  if (!position)
    return others
      .filter(({ wilayat }) => wilayat === outlet.wilayat)
      .slice(0, most)
      .map((other) => ({ outlet: other, metres: null }))
  return others
    .flatMap((other) => (other.position ? [{ outlet: other, metres: metresBetween(position, other.position) }] : []))
    .filter(({ metres }) => metres < farMetres)
    .sort((one, other) => one.metres - other.metres)
    .slice(0, most)
}
