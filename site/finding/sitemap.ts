import { languages } from '../../worker/contract/codes.ts'
import { xml } from './xml.ts'

/** A sitemap of addresses written after the language; every page exists in both. `site` has no slash at its end. */
export function sitemap(paths: readonly string[], site: string): string {
  const entries = paths.flatMap((path) => {
    const link = (hreflang: string, language: string) =>
      `<xhtml:link rel="alternate" hreflang="${hreflang}" href="${xml(`${site}/${language}/${path}`)}"/>`
    const pair = [...languages.map((language) => link(language, language)), link('x-default', 'ar')].join('')
    return languages.map((language) => `<url><loc>${xml(`${site}/${language}/${path}`)}</loc>${pair}</url>`)
  })
  const namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset ${namespaces}>\n${entries.join('\n')}\n</urlset>\n`
}
