import type { APIRoute } from 'astro'
import { languages } from '../../../worker/contract/codes.ts'
import { listExhibitionNews } from '../../../worker/exhibitions/list-exhibition-news.ts'
import { atomFeed } from '../../finding/feed.ts'
import { fileOfMinute, unreadable } from '../../finding/live-file.ts'

export const prerender = false

export const GET: APIRoute = async ({ params, locals }) => {
  const language = languages.find((known) => known === params.lang)
  if (!language) return new Response(null, { status: 404 })
  const { db, now } = locals
  const news = await listExhibitionNews(db, now).catch(() => null)
  if (!news) return unreadable()
  return fileOfMinute(atomFeed(language, news, new URL(db.settings.siteUrl).origin, now), 'application/atom+xml')
}
