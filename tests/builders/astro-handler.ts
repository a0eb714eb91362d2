/** Stands in for Astro's pages in tests of the Worker: it says which address it was asked to render. */
export async function handle(request: Request): Promise<Response> {
  return new Response(`<!doctype html><title>${new URL(request.url).pathname}</title>`, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'self'" },
  })
}
