import { z } from 'astro/zod'

// The errors are read by people who edit content and do not program: each says what to write, and where.
z.config({
  customError: (issue) =>
    issue.code === 'unrecognized_keys'
      ? `There is no field named ${issue.keys?.join(', ')} here. Check its spelling, or take it out; what holds for both languages stands in ar.md only.`
      : undefined,
})

const written = (name: string, longest: number, like: string) =>
  z
    .string({ error: `Write the ${name}, like:  ${like}` })
    .trim()
    .min(1, `The ${name} is empty. Write it, like:  ${like}`)
    .max(longest, `The ${name} is longer than ${longest} characters. Shorten it.`)

/** A required text on one line. */
export const text = (name: string, longest = 200) => written(name, longest, `${name}: …`)

/** A text in both languages, for JSON files. */
export const bothLanguages = (name: string, longest = 200) =>
  z.strictObject(
    {
      ar: written(`${name} in Arabic`, longest, '"ar": "…"'),
      en: written(`${name} in English`, longest, '"en": "…"'),
    },
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
