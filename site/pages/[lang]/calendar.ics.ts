import type { APIRoute } from 'astro'
import { wordsOf } from '../../../content/words.ts'
import { languages } from '../../../worker/contract/codes.ts'
import { muscatDay } from '../../../worker/contract/dates.ts'
import { calendarFile } from '../../../worker/exhibitions/calendar-file.ts'
import { listPublicExhibitions } from '../../../worker/exhibitions/public-exhibitions.ts'
import { exhibitionEvent } from '../../calendar/exhibition-event.ts'
import { gatheringEvent } from '../../calendar/gathering-event.ts'
import { readEntries } from '../../calendar/read-entries.ts'
import { fileOfMinute, unreadable } from '../../finding/live-file.ts'

export const prerender = false

/** Everything on the calendar's page, for a calendar to follow. */
export const GET: APIRoute = async ({ params, locals: { db, now } }) => {
  const language = languages.find((known) => known === params.lang)
  if (!language) return new Response(null, { status: 404 })
  const exhibitions = await listPublicExhibitions(db, {}, now).catch(() => null)
  // Without the exhibitions the file would tell every follower that they are off.
  if (!exhibitions) return unreadable()
  const { gatherings } = await readEntries(muscatDay(now))
  const from = { siteUrl: db.settings.siteUrl, now }
  const events = [
    ...exhibitions.map((exhibition) => exhibitionEvent(language, exhibition, from)),
    ...gatherings.map((gathering) => gatheringEvent(language, gathering, from)),
  ]
  return fileOfMinute(calendarFile(events, wordsOf(language).awareness.fileName), 'text/calendar')
}
