/** The addresses, after the language, that take a form; every other page is only read. The desk has a table of its own. */
const forms = [
  /^\/exhibitions\/[^/]+\/book\/?$/,
  /^\/companies\/pledge\/?$/,
  /^\/pledges\/(?:[^/]+\/(?:change\/)?)?$/,
  /^\/bookings\/(?:[^/]+\/(?:data\/)?)?$/,
  /^\/b\/[^/]+\/[^/]+\/?$/,
  /^\/desk\//,
]

/** The methods a page's address takes. */
export function methodsOfPage(path: string): string[] {
  const afterLanguage = path.replace(/^\/(?:ar|en)(?=\/)/, '')
  return forms.some((form) => form.test(afterLanguage)) ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD']
}
