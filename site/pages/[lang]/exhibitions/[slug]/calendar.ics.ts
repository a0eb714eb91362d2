import type { APIRoute } from 'astro'
import { fill, wordsOf } from '../../../../../content/words.ts'
import { languages } from '../../../../../worker/contract/codes.ts'
import { calendarFile } from '../../../../../worker/exhibitions/calendar-file.ts'
import { readPublicExhibition } from '../../../../../worker/exhibitions/public-exhibitions.ts'
import { clockTime } from '../../../../exhibitions/exhibition-words.ts'

export const prerender = false

export const GET: APIRoute = async ({ params, locals }) => {
  const language = languages.find((known) => known === params.lang)
  const found = await readPublicExhibition(locals.db, { slug: params.slug ?? '' }, locals.now)
  if (!language || !found.ok) return new Response(null, { status: 404 })
  const { exhibition } = found
  const address = new URL(`/${language}/exhibitions/${exhibition.slug}/`, locals.db.settings.siteUrl)
  const hours = fill(wordsOf(language).exhibitions.hours, {
    opens: clockTime(language, exhibition.hours.opens),
    closes: clockTime(language, exhibition.hours.closes),
  })
  const file = calendarFile({
    uid: `${exhibition.slug}@${address.hostname}`,
    stampUtc: locals.now,
    title: exhibition.title[language],
    place: exhibition.venue[language],
    description: `${hours}\n${exhibition.description[language]}`,
    url: address.href,
    startsOn: exhibition.startsOn,
    endsOn: exhibition.endsOn,
  })
  return new Response(file, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${exhibition.slug}.ics"`,
    },
  })
}
