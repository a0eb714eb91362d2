import type { Language } from '../contract/codes.ts'

/** The language a client prefers; Arabic when it says nothing. */
export function preferredLanguage(acceptLanguage: string | null | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { language: tag.split('-')[0], quality: quality ? Number(quality.trim().slice(2)) || 0 : 1 }
    })
    .filter(({ language, quality }) => (language === 'ar' || language === 'en') && quality > 0)
    .sort((one, other) => other.quality - one.quality)
  return wanted[0]?.language === 'en' ? 'en' : 'ar'
}
