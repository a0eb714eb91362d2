import { pages } from './about/collection.ts'
import { programme } from './programme/collection.ts'

export const collections = {
  programmeAr: programme.ar,
  programmeEn: programme.en,
  pagesAr: pages.ar,
  pagesEn: pages.en,
}
