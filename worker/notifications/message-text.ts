import { fill } from '../../content/words.ts'

type Values = Record<string, string>

export const asSms = (text: string, values: Values): string => inCheapLetters(fill(text, values))

/** An e-mail cannot release a phone, and says who sends it. */
export function asEmail(text: string, values: Values, footer: string): string {
  const lines = text.split('\n').filter((line) => !line.includes('{release}'))
  return [...lines.map((line) => fill(line, values)), footer].join('\n')
}

// Latin text inside Arabic is isolated, or its parts change places. The blank keeps the closing mark out of
// a link: Android takes it for a letter of the address. English stays in the cheap SMS alphabet without marks.
export const isolate = {
  ar: {
    ltr: (text: string) => (text.includes('://') ? `\u2066${text} \u2069` : `\u2066${text}\u2069`),
    auto: (text: string) => `\u2068${text}\u2069`,
  },
  en: { ltr: (text: string) => text, auto: (text: string) => text },
}

/** Dashes, quotes and blanks that the SMS alphabet lacks, as it has them; one such letter doubles the price. */
function inCheapLetters(text: string): string {
  return text
    .replace(/[\u2009\u202F\u00A0]/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/…/g, '...')
}
