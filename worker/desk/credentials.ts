/** What a request brings to prove who sends it; `host` is the name it was sent to. */
export interface DeskCredentials {
  accessJwt: string | null
  cookie: string | null
  bearer: string | null
  host: string
}

export const deskCookie = 'desk'

export function credentialsOf(request: Request): DeskCredentials {
  const { headers } = request
  const cookies = (headers.get('Cookie') ?? '').split(';').map((pair) => pair.trim())
  const cookie = cookies.find((pair) => pair.startsWith(`${deskCookie}=`))?.slice(deskCookie.length + 1)
  return {
    accessJwt: headers.get('Cf-Access-Jwt-Assertion'),
    cookie: cookie || null,
    bearer: /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1] ?? null,
    host: headers.get('Host') ?? new URL(request.url).host,
  }
}

/** Whether a request was sent to this machine by name; another site's name that leads here does not count. */
export const isLoopback = (host: string): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host)
