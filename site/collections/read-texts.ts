import { getCollection, type CollectionEntry } from 'astro:content'
import type { Language } from '../../worker/contract/codes.ts'

/** The folders of content/ whose texts are `<name>/ar.md` and `<name>/en.md`. */
type Folder = 'programme' | 'pages' | 'stories' | 'outlets' | 'companies'

export interface Text<F extends Folder> {
  slug: string
  title: string
  summary: string
  /** What stands in ar.md for both languages. */
  shared: CollectionEntry<`${F}Ar`>['data']
  /** For astro:content's render(). */
  entry: CollectionEntry<`${F}Ar`> | CollectionEntry<`${F}En`>
}

/** Every text of a folder in one language, by name. */
export async function readTexts<F extends Folder>(folder: F, language: Language): Promise<Text<F>[]> {
  const [arabic, english] = await Promise.all([getCollection(`${folder}Ar`), getCollection(`${folder}En`)])
  const lone = english.find(({ id }) => !arabic.some((entry) => entry.id === id))
  if (lone) throw new Error(`content/${folder}/${lone.id} has en.md but no ar.md. Write the Arabic text first.`)
  return arabic
    .map((entry) => {
      const translated = english.find(({ id }) => id === entry.id)
      if (!translated) throw new Error(`content/${folder}/${entry.id} has no en.md. Copy ar.md and translate it.`)
      const written = language === 'ar' ? entry : translated
      return {
        slug: entry.id,
        title: written.data.title,
        summary: written.data.summary,
        shared: entry.data,
        entry: written,
      }
    })
    .sort((one, other) => one.slug.localeCompare(other.slug))
}
