import { foundTokenMs } from '../../worker/contract/limits.ts'

// One cookie for each booking and language, so that no public page's request carries any (interface.md, Forms).

const paths = ['/ar/bookings/', '/en/bookings/'] as const
const prefix = 'b_'

export const cookieName = (reference: string): string => `${prefix}${reference}`

const cookie = (name: string, value: string, maxAgeSeconds: number) =>
  paths.map((path) => `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Lax`)

/** The `Set-Cookie` lines that open a booking on this device. */
export const openingCookies = (reference: string, token: string): string[] =>
  cookie(cookieName(reference), token, foundTokenMs / 1000)

/** The `Set-Cookie` lines that close every booking that a request shows to be open. */
export function closingCookies(request: Request): string[] {
  const names = (request.headers.get('Cookie') ?? '').split(/;\s*/).map((pair) => pair.split('=')[0] ?? '')
  return [...new Set(names)].filter((name) => /^b_TMK-[0-9A-Z]{8}$/.test(name)).flatMap((name) => cookie(name, '', 0))
}

/** 303 to a page about a booking, with cookies; never kept by any cache. */
export function seeOther(location: string, cookies: string[] = [], more: Record<string, string> = {}): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store', ...more })
  for (const line of cookies) headers.append('Set-Cookie', line)
  return new Response(null, { status: 303, headers })
}
