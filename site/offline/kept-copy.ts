/** The caches of this version of their layout; the service worker removes every other one. */
export const cacheNames = {
  pages: 'tamkeen-pages-1',
  assets: 'tamkeen-assets-1',
  asked: 'tamkeen-asked-1',
  gate: 'tamkeen-gate-1',
} as const

const atHeader = 'X-Kept-At'
const untilHeader = 'X-Kept-Until'

/** A copy of an answer that says when it was kept and, if given, until which instant it may be shown. */
export function copyOf(answer: Response, body: BodyInit | null = answer.body, until?: string): Response {
  const headers = new Headers(answer.headers)
  headers.delete('Content-Length')
  headers.set(atHeader, new Date().toISOString())
  if (until) headers.set(untilHeader, until)
  return new Response(body, { status: answer.status, headers })
}

export const keptAt = (copy: Response): string => copy.headers.get(atHeader) ?? ''

/** The instant after which a copy that a person asked for is not shown any more; empty for others. */
export const keptUntil = (copy: Response): string => copy.headers.get(untilHeader) ?? ''

export const isOutdated = (copy: Response, now: Date): boolean =>
  keptUntil(copy) !== '' && keptUntil(copy) <= now.toISOString()

/** Whether an answer may be kept because its page was visited: a whole public page that no header forbids to keep. */
export function mayBeKept(answer: Response): boolean {
  const header = (name: string) => answer.headers.get(name) ?? ''
  return (
    answer.status === 200 &&
    answer.type === 'basic' &&
    !answer.redirected &&
    header('Content-Type').startsWith('text/html') &&
    !/no-store|private/.test(header('Cache-Control'))
  )
}
