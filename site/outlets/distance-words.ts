import type { Language } from '../../worker/contract/codes.ts'

const locales = { ar: 'ar-OM-u-nu-latn', en: 'en-GB' } as const

/** «350 مترًا», «1.5 كيلومتر», «12 كيلومترًا»: no finer than a position in this list is known. */
export function distanceWords(language: Language, metres: number): string {
  const isShort = metres < 950
  const rounded = isShort ? Math.max(50, Math.round(metres / 50) * 50) : metres / 1000
  return new Intl.NumberFormat(locales[language], {
    style: 'unit',
    unit: isShort ? 'meter' : 'kilometer',
    unitDisplay: 'long',
    maximumFractionDigits: rounded < 10 ? 1 : 0,
  }).format(rounded)
}
