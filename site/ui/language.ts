import type { Language } from '../../worker/contract/codes.ts'

/** The language of an address: everything that is not under /en/ is Arabic. */
export const languageOf = (address: URL): Language => (/^\/en(\/|$)/.test(address.pathname) ? 'en' : 'ar')

/** The same address in another language. */
export function inLanguage(address: URL, language: Language): string {
  const rest = address.pathname.replace(/^\/(ar|en)(?=\/|$)/, '')
  return `/${language}${rest === '' ? '/' : rest}`
}
