import { counted, fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { governorates } from '../../worker/contract/places.ts'
import type { Outlet } from './outlet.ts'
import type { OutletFilter } from './outlet-filter.ts'

const governorateWith = (id: string) => governorates.find((governorate) => governorate.id === id)

/** «محافظة مسقط» */
export const governorateName = (language: Language, id: string): string => governorateWith(id)?.[language] ?? id

/** «مسقط»: under a heading that already says what it is. */
export const shortGovernorateName = (language: Language, id: string): string =>
  governorateName(language, id).replace(/^محافظة /, '')

export function wilayatName(language: Language, { governorate, wilayat }: Outlet): string {
  return governorateWith(governorate)?.wilayats.find(({ id }) => id === wilayat)?.[language] ?? wilayat
}

/** «ولاية السيب، محافظة مسقط» */
export function placeName(language: Language, outlet: Outlet): string {
  const words = wordsOf(language)
  const wilayat = fill(words.outlets.wilayat, { wilayat: wilayatName(language, outlet) })
  return `${wilayat}${words.exhibitions.listSeparator}${governorateName(language, outlet.governorate)}`
}

/** The chosen kind and governorate as one phrase, empty when nothing is chosen. */
export function filterName(language: Language, { category, governorate }: OutletFilter): string {
  const words = wordsOf(language)
  const parts = [category && words.outlets.kinds[category], governorate && governorateName(language, governorate)]
  return parts.filter(Boolean).join(words.exhibitions.listSeparator)
}

/** «15 موقعًا، ولا منفذ معتمدًا بينها حتى الآن» */
export function countWords(language: Language, outlets: Outlet[]): string {
  const words = wordsOf(language)
  const all = counted(language, words.outlets.count, outlets.length)
  if (outlets.length === 0) return all
  const approved = outlets.filter(({ status }) => status === 'approved').length
  return `${all}${words.exhibitions.listSeparator}${counted(language, words.outlets.approvedCount, approved)}`
}

/** One sentence about an outlet, its state included. */
export function outletDescription(language: Language, outlet: Outlet): string {
  const words = wordsOf(language).outlets
  return fill(words.page.description, {
    name: outlet.name[language],
    kind: words.kind[outlet.category],
    place: placeName(language, outlet),
    status: words.status[outlet.status],
  })
}
