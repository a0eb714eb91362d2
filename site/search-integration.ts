import { readdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import * as pagefind from 'pagefind'
import { readPage, withoutCommon, type SearchedPage } from './search/read-page.ts'
import { searchDocument } from './search/search-document.ts'

const languages = ['ar', 'en'] as const
type Language = (typeof languages)[number]

/** Only these load; Pagefind also writes interfaces of its own. */
const needed = /^(pagefind(-worker)?\.js|pagefind-entry\.json|.+\.(pf_meta|pf_index|pf_fragment|pagefind))$/

/** The index of titles, and the questions of a path that nobody enters in its middle. */
const leftOut = /^(search\/|programme\/which-track\/.+\/)index\.html$/

type AddressedPage = SearchedPage & { url: string }

async function readPages(folder: URL, language: Language): Promise<AddressedPage[]> {
  const files = await readdir(new URL(`${language}/`, folder), { recursive: true })
  const pages = files.filter((name) => /(^|\/)index\.html$/.test(name) && !leftOut.test(name))
  const read = await Promise.all(
    pages.map(async (file) => {
      const page = readPage(await readFile(new URL(`${language}/${file}`, folder), 'utf8'))
      return page ? [{ ...page, url: `/${language}/${file.replace(/index\.html$/, '')}` }] : []
    }),
  )
  // Pages that are made when they are asked for.
  const live = JSON.parse(await readFile(new URL(`${language}/search/live.json`, folder), 'utf8')) as AddressedPage[]
  return withoutCommon([...read.flat(), ...live])
}

/** Builds the search index of the static pages, both languages, when the pages are built. */
export const searchIndex = (): AstroIntegration => ({
  name: 'search-index',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      const { index, errors } = await pagefind.createIndex()
      if (!index) throw new Error(errors.join('\n'))
      let pages = 0
      for (const language of languages) {
        for (const page of await readPages(dir, language)) {
          const { url } = page
          const added = await index.addHTMLFile({ url, content: searchDocument(language, page) })
          if (added.errors.length > 0) throw new Error(`${url}: ${added.errors.join('\n')}`)
          pages += 1
        }
      }
      const folder = new URL('pagefind/', dir)
      const written = await index.writeFiles({ outputPath: fileURLToPath(folder) })
      if (written.errors.length > 0) throw new Error(written.errors.join('\n'))
      await pagefind.close()
      for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (file.isFile() && !needed.test(file.name)) await rm(`${file.parentPath}/${file.name}`)
      }
      logger.info(`${pages} pages can be searched.`)
    },
  },
})
