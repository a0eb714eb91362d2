import type { APIRoute } from 'astro'
import { fill, wordsOf } from '../../../content/words.ts'
import { languages } from '../../../worker/contract/codes.ts'
import { muscatDay } from '../../../worker/contract/dates.ts'
import { calendarFile } from '../../../worker/exhibitions/calendar-file.ts'
import { listPublicExhibitions } from '../../../worker/exhibitions/public-exhibitions.ts'
import { exhibitionEvent } from '../../calendar/exhibition-event.ts'
import { byTime } from '../../exhibitions/exhibition-words.ts'
import { fileOfMinute, unreadable } from '../../finding/live-file.ts'

export const prerender = false

/** Every coming exhibition, for a calendar to follow. */
export const GET: APIRoute = async ({ params, locals: { db, now } }) => {
  const language = languages.find((known) => known === params.lang)
  if (!language) return new Response(null, { status: 404 })
  const exhibitions = await listPublicExhibitions(db, {}, now).catch(() => null)
  if (!exhibitions) return unreadable()
  const { siteUrl } = db.settings
  const { finding, site } = wordsOf(language)
  const events = byTime(exhibitions, muscatDay(now)).upcoming.map((exhibition) =>
    exhibitionEvent(language, exhibition, { siteUrl, now }),
  )
  return fileOfMinute(calendarFile(events, fill(finding.calendarName, { name: site.name })), 'text/calendar')
}
