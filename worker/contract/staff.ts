import * as v from 'valibot'
import { roles, type Role } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import { absentOrWrong, code, emailSchema, listOf, named, oneOf, versionSchema } from './fields.ts'
import type { FormFields } from './form.ts'
import { textLimits } from './limits.ts'
import { governorateIds } from './places.ts'

// Who works at the desk, kept by managers (interface.md, "Staff identity").

export interface StaffMember {
  id: number
  email: string
  name: Bilingual
  role: Role
  governorates: string[]
  /** The names, in their addresses, of the exhibitions whose gate this person keeps. */
  gates: string[]
  isActive: boolean
  /** Nobody changes their own row. */
  isOneself: boolean
  version: number
}

const bilingualName = v.object({ ar: named(textLimits.name), en: named(textLimits.name) }, absentOrWrong)
const governorates = listOf(v.pipe(v.string(code('wrong_format')), v.picklist(governorateIds, code('unknown'))))
const gates = listOf(v.pipe(v.string(code('wrong_format')), v.maxLength(200, code('too_long'))))

export const addStaffSchema = v.object(
  {
    email: v.pipe(
      emailSchema,
      v.check((text) => text !== '', code('required')),
      v.toLowerCase(),
    ),
    name: bilingualName,
    role: oneOf(roles),
    governorates,
    gates,
  },
  absentOrWrong,
)
export type AddStaff = v.InferOutput<typeof addStaffSchema>

/** What is absent stays as it is. */
export const changeStaffSchema = v.object(
  {
    version: versionSchema,
    name: v.optional(bilingualName),
    role: v.optional(oneOf(roles)),
    governorates: v.optional(governorates),
    gates: v.optional(gates),
    isActive: v.optional(v.boolean(code('wrong_format'))),
  },
  absentOrWrong,
)
export type ChangeStaff = v.InferOutput<typeof changeStaffSchema>

export const staffFields = {
  email: 'text',
  'name.ar': 'text',
  'name.en': 'text',
  role: 'text',
  governorates: 'list',
  gates: 'list',
} as const satisfies FormFields
