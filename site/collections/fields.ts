import { z } from 'astro/zod'

// The errors are read by people who edit content and do not program: each says what to write, and where.

/** A required text on one line. */
export const text = (name: string, longest = 200) =>
  z
    .string({ error: `Write the ${name}, like:  ${name}: …` })
    .trim()
    .min(1, `The ${name} is empty. Write it after "${name}:".`)
    .max(longest, `The ${name} is longer than ${longest} characters. Shorten it.`)

/** A text in both languages, for JSON files. */
export const bothLanguages = (name: string, longest?: number) =>
  z.strictObject(
    { ar: text(`${name} in Arabic ("ar")`, longest), en: text(`${name} in English ("en")`, longest) },
    { error: `Write the ${name} in both languages: { "ar": "…", "en": "…" }` },
  )

const day = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** A day as YYYY-MM-DD; YAML reads an unquoted one as a date. */
export const date = (name: string) =>
  z.preprocess(
    (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    z
      .string({ error: `Write the ${name} as year-month-day, like 2026-11-23.` })
      .regex(day, `The ${name} is written year-month-day, like 2026-11-23.`),
  )

/** One of a closed list. */
export const oneOf = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  z.enum(values, { error: `The ${name} is one of: ${values.join(', ')}` })

/** A web address. */
export const webAddress = (name: string) =>
  z.url({ protocol: /^https?$/, error: `The ${name} is a web address that begins with https://` })
