import type { APIRoute, GetStaticPaths } from 'astro'
import { languages, type Language } from '../../../../worker/contract/codes.ts'
import { livePages } from '../../../search/live-pages.ts'

export const prerender = true

export const getStaticPaths = (() => languages.map((lang) => ({ params: { lang } }))) satisfies GetStaticPaths

/** What search is to know of the pages that are made when they are asked for. */
export const GET: APIRoute<Record<string, never>, { lang: Language }> = async ({ params }) =>
  Response.json(await livePages(params.lang))
