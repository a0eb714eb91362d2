import type { APIRoute } from 'astro'
import { languages } from '../../../../../worker/contract/codes.ts'
import { calendarFile } from '../../../../../worker/exhibitions/calendar-file.ts'
import { readPublicExhibition } from '../../../../../worker/exhibitions/public-exhibitions.ts'
import { exhibitionEvent } from '../../../../calendar/exhibition-event.ts'

export const prerender = false

export const GET: APIRoute = async ({ params, locals: { db, now } }) => {
  const language = languages.find((known) => known === params.lang)
  const found = await readPublicExhibition(db, { slug: params.slug ?? '' }, now)
  if (!language || !found.ok) return new Response(null, { status: 404 })
  const { exhibition } = found
  const event = exhibitionEvent(language, exhibition, { siteUrl: db.settings.siteUrl, now })
  return new Response(calendarFile([event]), {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${exhibition.slug}.ics"`,
    },
  })
}
