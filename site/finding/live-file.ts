const secondsKept = 60

/** A file that readers fetch again and again, made from what D1 held up to a minute ago. */
export const fileOfMinute = (text: string, type: string, headers: Record<string, string> = {}): Response =>
  new Response(text, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': `public, max-age=${secondsKept}`,
      ...headers,
    },
  })

/** An empty file would tell its readers that nothing is on; they keep what they have and come again. */
export const unreadable = (): Response =>
  new Response(null, { status: 503, headers: { 'Retry-After': String(secondsKept) } })
