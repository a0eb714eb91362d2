import * as v from 'valibot'
import { exhibitionModes, reviews } from './codes.ts'
import { absentOrWrong, code, instant, isRealDay, oneOf, optionalText, sized, versionSchema } from './fields.ts'
import { exhibitionTextLimits } from './limits.ts'
import { governorateIds } from './places.ts'

// What managers send to make an exhibition and to change it (interface.md, "Staff calls").

const slugText = v.pipe(
  v.string(absentOrWrong),
  v.trim(),
  v.maxLength(60, code('too_long')),
  v.check((text) => text === '' || /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text), code('wrong_format')),
)

/** Addresses that are pages of their own beside the exhibitions'. */
export const reservedSlugs = ['new', 'rounds', 'series']
const newSlug = v.pipe(
  slugText,
  v.check((text) => !reservedSlugs.includes(text), code('not_allowed')),
)

const day = v.pipe(
  v.string(absentOrWrong),
  v.check((text) => text !== '', code('required')),
  v.check((text) => text === '' || (/^\d{4}-\d\d-\d\d$/.test(text) && isRealDay(text)), code('wrong_format')),
)

const clock = v.pipe(v.string(absentOrWrong), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, code('wrong_format')))

const hours = v.pipe(
  v.object({ opens: clock, closes: clock }, absentOrWrong),
  v.forward(
    v.check(({ opens, closes }) => opens !== closes, code('not_allowed')),
    ['closes'],
  ),
)

/** A draft may lack either language; publishing asks for both. */
const bothLanguages = (limits: { min: number; max: number }) => {
  const text = v.pipe(
    v.nullish(sized(limits), null),
    v.transform((given: string | null) => given ?? ''),
  )
  return v.object({ ar: text, en: text }, absentOrWrong)
}

const noWords = { ar: '', en: '' }
const title = bothLanguages(exhibitionTextLimits.title)
const description = bothLanguages(exhibitionTextLimits.description)
const venue = bothLanguages(exhibitionTextLimits.venue)

export const makeExhibitionSchema = v.object(
  {
    /** Its name in its address. Absent: made from the English title. */
    slug: optionalText(newSlug),
    /** An earlier exhibition whose plan the new one begins with. */
    planOf: optionalText(slugText),
    series: optionalText(slugText),
    title: v.nullish(title, noWords),
    description: v.nullish(description, noWords),
    venue: v.nullish(venue, noWords),
    governorate: oneOf(governorateIds),
    startsOn: day,
    endsOn: day,
    hours: v.nullish(hours, { opens: '10:00', closes: '22:00' }),
    mode: oneOf(exhibitionModes),
    review: v.nullish(oneOf(reviews), 'before_confirming'),
    bookingOpensAt: instant,
    bookingClosesAt: instant,
  },
  absentOrWrong,
)
export type MakeExhibition = v.InferOutput<typeof makeExhibitionSchema>

/** Only what is named changes. */
export const editExhibitionSchema = v.object(
  {
    version: versionSchema,
    series: v.optional(optionalText(slugText)),
    title: v.optional(title),
    description: v.optional(description),
    venue: v.optional(venue),
    governorate: v.optional(oneOf(governorateIds)),
    startsOn: v.optional(day),
    endsOn: v.optional(day),
    hours: v.optional(hours),
    mode: v.optional(oneOf(exhibitionModes)),
    review: v.optional(oneOf(reviews)),
    bookingOpensAt: v.optional(instant),
    bookingClosesAt: v.optional(instant),
  },
  absentOrWrong,
)
export type EditExhibition = Omit<v.InferOutput<typeof editExhibitionSchema>, 'version'>

/** What may change after an exhibition was announced: words and doors. Booking is extended by an act of its own. */
export const editableOnceAnnounced = [
  'title',
  'description',
  'venue',
  'hours',
] as const satisfies (keyof EditExhibition)[]

/** An address's name from an English title, or '' when it has no letter to make one of. */
export function slugOf(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return (words ?? []).join('-').slice(0, 50).replace(/-$/, '')
}
