import { defineMiddleware } from 'astro:middleware'
import type { PageContext } from '../worker/http/render-page.ts'

/** Gives pages what the Worker's front door opened for this request. */
export const onRequest = defineMiddleware((context, next) => {
  if (context.isPrerendered) return next()
  // worker/http/render-page.ts makes this value.
  const { props } = context.locals.cfContext as unknown as { props: PageContext }
  Object.assign(context.locals, props)
  return next()
})
