import type { APIRoute } from 'astro'

export const prerender = false

export const GET: APIRoute = ({ locals }) => {
  const lines = [
    'User-agent: *',
    'Disallow: /api/',
    'Disallow: /ar/desk/',
    'Disallow: /en/desk/',
    '',
    `Sitemap: ${new URL('/sitemap.xml', locals.db.settings.siteUrl).href}`,
  ]
  return new Response(`${lines.join('\n')}\n`, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
