import ar from './messages/ar.json' with { type: 'json' }
import en from './messages/en.json' with { type: 'json' }

/** A message's text, or one for each state of a booking. */
type Text = string | Record<string, string>

// Every template stands in both languages: `typeof ar` and `typeof en` must fit one another.
const all: Record<'ar' | 'en', Record<keyof typeof ar & keyof typeof en, Text>> = { ar, en }

/** The text of a template, for a booking's state where it depends on one; null for a template that is not there. */
export function messageText(language: 'ar' | 'en', template: string, state: string): string | null {
  const text = Object.entries<Text>(all[language]).find(([name]) => name === template)?.[1] ?? null
  return typeof text === 'string' || text === null ? text : (text[state] ?? null)
}

/** What stands around the text of an e-mail. */
export const emailParts = { ar: ar.email, en: en.email }
