import type { APIRoute } from 'astro'
import { languages } from '../../../../../worker/contract/codes.ts'
import { readPublicExhibition } from '../../../../../worker/exhibitions/public-exhibitions.ts'
import { unreadable } from '../../../../finding/live-file.ts'
import { exhibitionCard } from '../../../../publicity/exhibition-card.ts'

export const prerender = false

/** The card as a file of its own; a cancelled exhibition has none. */
export const GET: APIRoute = async ({ params, locals: { db, now } }) => {
  const language = languages.find((known) => known === params.lang)
  const { slug = '' } = params
  const found = await readPublicExhibition(db, { slug }, now).catch(() => null)
  if (!found) return unreadable()
  if (!language || !found.ok || found.exhibition.state === 'cancelled') return new Response(null, { status: 404 })
  const address = new URL(`/${language}/exhibitions/${slug}/`, db.settings.siteUrl)
  return new Response(exhibitionCard(language, found.exhibition, address), {
    headers: {
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Disposition': `attachment; filename="${slug}-${language}.svg"`,
    },
  })
}
