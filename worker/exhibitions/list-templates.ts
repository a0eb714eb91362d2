import { listAny, listSeries } from '../../db/queries/exhibitions.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { Store } from '../store.ts'

/** What a new exhibition may begin from: earlier ones, the latest first, and the series it may belong to. */
export interface Templates {
  exhibitions: { slug: string; title: Bilingual; startsOn: string }[]
  series: { slug: string; title: Bilingual }[]
}

const listedMax = 100

export async function listTemplates(db: Store): Promise<Templates> {
  const everything = { state: null, governorates: null, after: null }
  const [exhibitions, series] = await Promise.all([listAny(db.d1, everything, listedMax), listSeries(db.d1, listedMax)])
  const titled = <T extends { slug: string; titleAr: string; titleEn: string }>({ slug, titleAr, titleEn }: T) => ({
    slug,
    title: { ar: titleAr || slug, en: titleEn || slug },
  })
  return {
    exhibitions: exhibitions.map((row) => ({ ...titled(row), startsOn: row.startsOn })),
    series: series.map(titled),
  }
}
