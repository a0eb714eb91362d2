import type { APIRoute, GetStaticPaths } from 'astro'
import { wordsOf } from '../../../content/words.ts'
import { languages, type Language } from '../../../worker/contract/codes.ts'

export const prerender = true

export const getStaticPaths = (() => languages.map((lang) => ({ params: { lang } }))) satisfies GetStaticPaths

const icon = (file: string, sizes: string, purpose = 'any') => ({
  src: `/icons/${file}`,
  sizes,
  type: 'image/png',
  purpose,
})

/** What a phone needs to keep the site beside its apps; one for each language. */
export const GET: APIRoute<Record<string, never>, { lang: Language }> = ({ params: { lang } }) => {
  const { finding, site } = wordsOf(lang)
  const manifest = {
    id: `/${lang}/`,
    name: finding.appName,
    short_name: site.name,
    description: finding.description,
    lang,
    dir: lang === 'ar' ? 'rtl' : 'ltr',
    start_url: `/${lang}/`,
    scope: '/',
    display: 'standalone',
    background_color: '#fffdf8',
    theme_color: '#171f38',
    icons: [
      { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
      icon('icon-192.png', '192x192'),
      icon('icon-512.png', '512x512'),
      icon('icon-maskable-512.png', '512x512', 'maskable'),
    ],
  }
  return new Response(JSON.stringify(manifest), { headers: { 'Content-Type': 'application/manifest+json' } })
}
