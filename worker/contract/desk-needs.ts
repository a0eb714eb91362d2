import * as v from 'valibot'
import { bilingual, day, equal, instant, named, whole } from './answers.ts'
import type { DeskPage } from './desk.ts'
import { absentOrWrong, code, givenIn, oneOf, optionalText, sized, typed, versionSchema } from './fields.ts'
import { textLimits } from './limits.ts'
import { isMoney, isUnitOf, lineKinds, lineUnits, needStates } from './pledge-codes.ts'
import { daySchema, quantitySchema, type NeedView } from './pledge.ts'
import { governorateIds } from './places.ts'

// What staff send about needs, and what they get back (interface.md, "Staff calls").

const slug = v.pipe(typed, v.maxLength(100, code('too_long')))

const title = v.object({ ar: sized(textLimits.needTitle), en: sized(textLimits.needTitle) }, absentOrWrong)

const place = {
  /** The slug of the exhibition it is for; its governorate is the need's then. */
  exhibition: optionalText(slug),
  /** The slug of an outlet on the map. */
  outlet: optionalText(slug),
}

/** What is asked for stays what it is: whoever pledged pledged that. So an edit has neither kind, unit nor governorate. */
export const createNeedSchema = v.pipe(
  v.object(
    {
      title,
      kind: oneOf(lineKinds),
      unit: oneOf(lineUnits),
      asked: quantitySchema,
      /** May be left out for an exhibition's need, and must be the exhibition's where both are given. */
      governorate: optionalText(givenIn(governorateIds)),
      ...place,
      by: daySchema,
    },
    absentOrWrong,
  ),
  v.forward(
    v.partialCheck([['kind'], ['unit']], ({ kind, unit }) => isUnitOf(kind, unit), code('not_allowed')),
    ['unit'],
  ),
  // Money goes to Jood, so no need asks for it (domain.md, "Pledge").
  v.forward(
    v.partialCheck([['kind'], ['unit']], ({ kind, unit }) => !isMoney(kind, unit), code('not_allowed')),
    ['unit'],
  ),
  v.forward(
    v.partialCheck(
      [['governorate'], ['exhibition']],
      ({ governorate, exhibition }) => governorate !== null || exhibition !== null,
      code('required'),
    ),
    ['governorate'],
  ),
)
export type CreateNeed = v.InferOutput<typeof createNeedSchema>

/** A blank or null place takes it away; what is absent stays. */
export const editNeedSchema = v.object(
  {
    version: versionSchema,
    title: v.optional(title),
    asked: v.optional(quantitySchema),
    exhibition: v.optional(place.exhibition),
    outlet: v.optional(place.outlet),
    by: v.optional(daySchema),
    /** True takes it off the board, false puts it back. What was promised stays promised. */
    closed: v.optional(v.boolean(code('wrong_format'))),
  },
  absentOrWrong,
)
export type EditNeed = v.InferOutput<typeof editNeedSchema>

export const needStateSchema = v.picklist(needStates, code('unknown'))

/** A need as staff see it. */
export interface DeskNeed extends NeedView {
  outlet: string | null
  closedAt: string | null
  createdAt: string
  version: number
}

export const deskNeedSchema = named(
  'DeskNeed',
  v.object({
    id: v.string(),
    title: bilingual,
    kind: v.picklist(lineKinds),
    unit: v.picklist(lineUnits),
    asked: whole,
    promised: v.pipe(whole, v.description('What accepted pledges promise; never more than `asked`.')),
    delivered: whole,
    state: v.picklist(needStates),
    governorate: v.string(),
    exhibition: v.pipe(v.nullable(v.string()), v.description('The slug of the exhibition it is for.')),
    by: day,
    outlet: v.nullable(v.string()),
    closedAt: v.nullable(instant),
    createdAt: instant,
    version: whole,
  }),
)

export const deskNeedPageSchema = v.object({ items: v.array(deskNeedSchema), nextCursor: v.nullable(v.string()) })

equal<v.InferOutput<typeof deskNeedSchema>, { [K in keyof DeskNeed]: DeskNeed[K] }>(true)
equal<v.InferOutput<typeof deskNeedPageSchema>, DeskPage<{ [K in keyof DeskNeed]: DeskNeed[K] }>>(true)
