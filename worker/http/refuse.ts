import type { Context } from 'hono'
import type { ProblemCode } from '../contract/problem.ts'
import type { AppEnv } from './app-env.ts'
import { isApi } from './is-api.ts'
import { problem, type ProblemExtras } from './problem.ts'
import { renderPage } from './render-page.ts'

/** A refusal as its reader expects it: problem+json for the API, a page in their language for a person. */
export async function refuse(c: Context<AppEnv>, code: ProblemCode, extras: ProblemExtras = {}): Promise<Response> {
  const answer = problem(c, code, extras)
  if (isApi(c.req.path)) return answer
  const language = c.req.path.startsWith('/en/') ? 'en' : 'ar'
  const page = await renderPage(c, `/${language}/refused/${code.replaceAll('_', '-')}/`)
  const headers = new Headers(page.headers)
  for (const name of ['Retry-After', 'Allow', 'Cache-Control']) {
    const value = answer.headers.get(name)
    if (value) headers.set(name, value)
  }
  return new Response(page.body, { status: answer.status, headers })
}
