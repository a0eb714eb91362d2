import { roles, type Role } from '../contract/codes.ts'

const everyone = roles
const decides = ['officer', 'manager'] as const satisfies Role[]
const readsLists = ['viewer', 'officer', 'manager'] as const satisfies Role[]

/** Every staff call and the roles that may make it (interface.md). A call without a line here does not compile. */
export const deskCalls = {
  'GET /desk/me': everyone,
  'GET /desk/exhibitions/:slug/bookings': readsLists,
  'POST /desk/exhibitions/:slug/bookings': decides,
  'POST /desk/exhibitions/:slug/bookings/search': decides,
  'GET /desk/bookings/:reference': decides,
  'POST /desk/bookings/:reference/check': decides,
  'POST /desk/bookings/:reference/confirm': decides,
  'POST /desk/bookings/:reference/decline': decides,
  'POST /desk/bookings/:reference/release-phone': decides,
  'GET /desk/outbox': decides,
  'POST /desk/outbox/:id/resend': decides,
} as const satisfies Record<string, readonly Role[]>

export type DeskCall = keyof typeof deskCalls

/** Every desk page, after the language, and who may open or send it. `anyone` needs no identity. */
export const deskPages = {
  'GET /desk/': everyone,
  'GET /desk/sign-in/': 'anyone',
  'POST /desk/sign-in/': 'anyone',
  'POST /desk/sign-out/': 'anyone',
  'GET /desk/exhibitions/:slug/bookings/': readsLists,
  'POST /desk/exhibitions/:slug/bookings/': decides,
  'GET /desk/exhibitions/:slug/bookings/enter/': decides,
  'POST /desk/exhibitions/:slug/bookings/enter/': decides,
  'GET /desk/bookings/:reference/': decides,
  'POST /desk/bookings/:reference/': decides,
  'GET /desk/outbox/': decides,
  'POST /desk/outbox/': decides,
} as const satisfies Record<string, readonly Role[] | 'anyone'>

const pages = Object.entries(deskPages).map(([page, allowed]) => {
  const [method = '', path = ''] = page.split(' ')
  return { method, path: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`), allowed }
})

/** Who may have a desk page; null for an address or method that is no desk page. */
export function allowedOnPage(method: string, path: string): readonly Role[] | 'anyone' | null {
  const asked = method === 'HEAD' ? 'GET' : method
  const withSlash = path.endsWith('/') ? path : `${path}/`
  return pages.find((page) => page.method === asked && page.path.test(withSlash))?.allowed ?? null
}
