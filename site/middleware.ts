import { defineMiddleware } from 'astro:middleware'
import type { PageContext } from '../worker/http/render-page.ts'
import { narrowPolicy } from './narrow-policy.ts'

/** Gives pages what the Worker's front door opened for this request, and the front door a page's fault. */
export const onRequest = defineMiddleware(async (context, next) => {
  if (context.isPrerendered) return next()
  // worker/http/render-page.ts makes this value.
  const { props } = context.locals.cfContext as unknown as { props: PageContext }
  const { fault, ...opened } = props
  Object.assign(context.locals, opened)
  try {
    return await withOwnPolicy(await next())
  } catch (error) {
    // Astro would log the message, which may hold what a person typed, and answer with an empty page.
    fault.error = error
    return new Response('', { status: 500 })
  }
})

async function withOwnPolicy(page: Response): Promise<Response> {
  const policy = page.headers.get('Content-Security-Policy')
  if (!policy || page.body === null) return page
  const html = await page.text()
  page.headers.set('Content-Security-Policy', await narrowPolicy(html, policy))
  return new Response(html, page)
}
