import ar from './words/ar.json' with { type: 'json' }
import en from './words/en.json' with { type: 'json' }

type Shape<T> = T extends string ? string : { [K in keyof T]: Shape<T[K]> }

/** Every sentence of the product. Arabic is the model; English must have the same keys to compile. */
export type Words = Shape<typeof ar>

const all: Record<'ar' | 'en', Words> = { ar, en }

export const wordsOf = (language: 'ar' | 'en'): Words => all[language]

/** Puts values into a sentence's `{name}` places. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** A counted sentence has one text per plural form; Arabic has six, English two. */
export interface Counted {
  zero: string
  one: string
  two: string
  few: string
  many: string
  other: string
}

const pluralRules = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') }

/** The sentence for a count, its `{count}` and other places filled. */
export function counted(
  language: 'ar' | 'en',
  forms: Counted,
  count: number,
  values: Record<string, string | number> = {},
): string {
  const form = count === 0 ? 'zero' : pluralRules[language].select(count)
  return fill(forms[form], { count, ...values })
}
