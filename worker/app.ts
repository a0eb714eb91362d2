import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { isOverload } from '../db/queries/overload.ts'
import { bookingRoutes } from './bookings/routes.ts'
import { minuteMs } from './contract/limits.ts'
import { gateRoutes } from './desk/gate-routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { drawDeskRoutes } from './draw/desk-routes.ts'
import { drawRoutes } from './draw/routes.ts'
import { exhibitionDeskRoutes } from './exhibitions/desk-routes.ts'
import { exhibitionRoutes } from './exhibitions/routes.ts'
import type { AppEnv } from './http/app-env.ts'
import { healthRoutes } from './http/health-routes.ts'
import { openApiRoutes } from './http/openapi-routes.ts'
import { openStore } from './http/open-store.ts'
import { describeFault } from './http/describe-fault.ts'
import { isApi } from './http/is-api.ts'
import { keepPages } from './http/keep-pages.ts'
import { limitBody } from './http/limit-body.ts'
import { methodsOfPage } from './http/page-methods.ts'
import { refuse } from './http/refuse.ts'
import { readSettings } from './http/read-settings.ts'
import { renderPage } from './http/render-page.ts'
import { requireJson } from './http/require-json.ts'
import { requireSameSite } from './http/same-site.ts'
import { guardDeskPages } from './http/require-staff.ts'
import { sendSecurityHeaders } from './http/security-headers.ts'
import { sendMessagesAfterwards } from './http/send-messages-afterwards.ts'
import { auditDeskRoutes } from './audit/desk-routes.ts'
import { exportDeskRoutes } from './exports/desk-routes.ts'
import { officeDeskRoutes } from './office/desk-routes.ts'
import { ownDataDeskRoutes } from './own-data/desk-routes.ts'
import { passRoutes } from './passes/routes.ts'
import { needDeskRoutes } from './needs/desk-routes.ts'
import { pledgeDeskRoutes } from './pledges/desk-routes.ts'
import { pledgeRoutes } from './pledges/routes.ts'
import { proposalRoutes } from './proposals/routes.ts'

export const app = new Hono<AppEnv>()

/** An address whose percent-encoding means nothing is nobody's; Astro would log it. */
function isReadable(url: string): boolean {
  try {
    return decodeURI(new URL(url).pathname) !== ''
  } catch {
    return false
  }
}

// A client's own request id is not taken over: it would reach our logs as it was sent.
app.use(requestId({ headerName: 'X-Request-Id', generator: () => crypto.randomUUID(), limitLength: 0 }))
app.use(sendSecurityHeaders)
app.use(async (c, next) => {
  c.set('db', await openStore(c.env))
  c.set('now', Date.now())
  await next()
})
app.use((c, next) => (isReadable(c.req.raw.url) ? next() : refuse(c, 'not_found')))
app.use(requireSameSite)
app.use(limitBody)
app.use('/api/*', requireJson)
app.use(readSettings)
app.use(sendMessagesAfterwards)

const api = new Hono<AppEnv>()
api.route('/', healthRoutes)
api.route('/', openApiRoutes)
api.route('/', exhibitionRoutes)
api.route('/', drawRoutes)
api.route('/', bookingRoutes)
api.route('/', passRoutes)
api.route('/', pledgeRoutes)
api.route('/', deskRoutes)
api.route('/', gateRoutes)
api.route('/', exhibitionDeskRoutes)
api.route('/', drawDeskRoutes)
api.route('/', needDeskRoutes)
api.route('/', pledgeDeskRoutes)
api.route('/', ownDataDeskRoutes)
api.route('/', officeDeskRoutes)
api.route('/', auditDeskRoutes)
api.route('/', exportDeskRoutes)
api.route('/', proposalRoutes)
app.route('/api/v1', api)

app.get('/', (c) => c.redirect('/ar/'))
// Only refuse() renders these pages; whoever types their address would read of a fault that never happened.
app.all('/:language{ar|en}/refused/*', (c) => refuse(c, 'not_found'))
app.use('/:language{ar|en}/desk/*', guardDeskPages)
app.use('/:language{ar|en}/outlets/', keepPages(5 * minuteMs))
// A message's link ends without a slash; a redirect would put its token into one more answer.
app.get('/:language{ar|en}/b/:reference/:token', (c) => renderPage(c, `${c.req.path}/`))
app.get('/:language{ar|en}/p/:reference/:token', (c) => renderPage(c, `${c.req.path}/`))

app.notFound((c) => {
  if (isApi(c.req.path)) return refuse(c, 'not_found')
  const methods = methodsOfPage(c.req.path)
  return methods.includes(c.req.method) ? renderPage(c) : refuse(c, 'method_not_allowed', { allow: methods.join(', ') })
})

app.onError((error, c) => {
  if (isOverload(error)) return refuse(c, 'busy')
  console.error(JSON.stringify({ requestId: c.get('requestId'), ...describeFault(error) }))
  return refuse(c, 'internal_error')
})
