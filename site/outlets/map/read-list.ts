import { outletCategories, type OutletCategory } from '../codes.ts'

/** An outlet as the list on the page shows it: the map knows nothing that the list does not say. */
export interface Listed {
  slug: string
  name: string
  about: string
  href: string
  governorate: string
  category: OutletCategory
  item: HTMLElement
  position: { latitude: number; longitude: number; accuracyMetres: number } | null
  isArea: boolean
}

function readItem(item: HTMLElement): Listed[] {
  const link = item.querySelector<HTMLAnchorElement>('a')
  const sign = item.querySelector('svg')
  const category = outletCategories.find((code) => sign?.classList.contains(`sign--${code}`))
  if (!link || !sign || !category) return []
  const [latitude, longitude, accuracyMetres] = (item.dataset.at ?? '').split(' ').map(Number)
  const isPlaced = latitude && longitude && accuracyMetres
  return [
    {
      slug: item.id,
      name: link.textContent.trim(),
      about: link.nextElementSibling?.textContent.trim() ?? '',
      href: link.href,
      governorate: item.dataset.governorate ?? item.closest<HTMLElement>('section')?.dataset.governorate ?? '',
      category,
      item,
      position: isPlaced ? { latitude, longitude, accuracyMetres } : null,
      isArea: sign.classList.contains('sign--area'),
    },
  ]
}

/** The outlets of the list that is on the page, in its order. */
export const readList = (root: ParentNode): Listed[] =>
  [...root.querySelectorAll<HTMLElement>('.outlets li[id]')].flatMap(readItem)
