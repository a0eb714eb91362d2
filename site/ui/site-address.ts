/**
 * An absolute address on the site's public host: the running Worker's SITE_URL, else (static pages) the build's.
 * `SITE_URL` is one setting; only pages built once keep the value they were built with.
 */
export function siteAddress(path: string, { locals, site }: { locals: App.Locals; site: URL | undefined }): string {
  const opened: Partial<App.Locals> = locals
  return new URL(path, opened.db?.settings.siteUrl ?? site).href
}
