import { foundTokenMs } from '../../worker/contract/limits.ts'

// One cookie for each booking or pledge and language, so that no public page's request carries any (interface.md, Forms).

interface HolderCookies {
  cookieName: (reference: string) => string
  /** The `Set-Cookie` lines that open it on this device. */
  openingCookies: (reference: string, token: string) => string[]
  /** The `Set-Cookie` lines that close every one that a request shows to be open. */
  closingCookies: (request: Request) => string[]
}

type Folder = 'bookings' | 'pledges'

/** The `Set-Cookie` lines of one cookie, for the folder in each language and nowhere else. */
export const cookieLines = (folder: Folder, name: string, value: string, maxAgeSeconds: number): string[] =>
  [`/ar/${folder}/`, `/en/${folder}/`].map(
    (path) => `${name}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; Secure; SameSite=Lax`,
  )

/** The names of the cookies that a request carries, each once. */
export const cookieNamesIn = (request: Request): string[] => [
  ...new Set((request.headers.get('Cookie') ?? '').split(/;\s*/).map((pair) => pair.split('=')[0] ?? '')),
]

/** The cookies of what is found by references that begin with `letters`, below `folder` of each language. */
export function holderCookies(folder: Folder, letters: 'TMK' | 'PLG'): HolderCookies {
  const prefix = `${folder.charAt(0)}_`
  const cookieName = (reference: string) => `${prefix}${reference}`
  const isOwn = new RegExp(`^${prefix}${letters}-[0-9A-Z]{8}$`)
  return {
    cookieName,
    openingCookies: (reference, token) => cookieLines(folder, cookieName(reference), token, foundTokenMs / 1000),
    closingCookies: (request) =>
      cookieNamesIn(request)
        .filter((name) => isOwn.test(name))
        .flatMap((name) => cookieLines(folder, name, '', 0)),
  }
}

/** 303 to a page about one booking or pledge, with cookies; never kept by any cache. */
export function seeOther(location: string, cookies: string[] = [], more: Record<string, string> = {}): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store', ...more })
  for (const line of cookies) headers.append('Set-Cookie', line)
  return new Response(null, { status: 303, headers })
}
