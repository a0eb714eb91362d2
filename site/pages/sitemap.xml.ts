import type { APIRoute } from 'astro'
import { listPublicExhibitions } from '../../worker/exhibitions/public-exhibitions.ts'
import { fileOfMinute } from '../finding/live-file.ts'
import { pageGroups, pathsOfQuestions } from '../finding/page-groups.ts'
import { sitemap } from '../finding/sitemap.ts'

export const prerender = false

export const GET: APIRoute = async ({ locals }) => {
  const { db, now } = locals
  const [groups, questions, exhibitions] = await Promise.all([
    pageGroups('ar'),
    pathsOfQuestions(),
    listPublicExhibitions(db, {}, now).catch(() => []),
  ])
  const series = new Set(exhibitions.flatMap((exhibition) => exhibition.series ?? []))
  const paths = [
    '',
    ...groups.flatMap(({ pages }) => pages.map(({ path }) => path)),
    ...questions,
    ...exhibitions.flatMap(({ slug, mode }) =>
      ['', ...(mode === 'ballot' ? ['draw/'] : [])].map((below) => `exhibitions/${slug}/${below}`),
    ),
    ...[...series].map((slug) => `exhibitions/series/${slug}/`),
  ]
  return fileOfMinute(sitemap(paths, new URL(db.settings.siteUrl).origin), 'application/xml')
}
