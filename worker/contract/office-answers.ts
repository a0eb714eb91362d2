import * as v from 'valibot'
import { bilingual, equal, instant, named, whole } from './answers.ts'
import { breachKinds, type Breach, type BreachDetail } from './breaches.ts'
import { roles } from './codes.ts'
import { settingNames, type DeskSetting } from './settings.ts'
import type { StaffMember } from './staff.ts'

// What managers get of staff, breaches and settings.

const nextCursor = v.pipe(
  v.nullable(v.string()),
  v.description('Send it as `cursor` for the next page; null on the last.'),
)

export const staffMemberSchema = named(
  'StaffMember',
  v.object({
    id: whole,
    email: v.string(),
    name: bilingual,
    role: v.picklist(roles),
    governorates: v.array(v.string()),
    gates: v.pipe(v.array(v.string()), v.description('The exhibitions whose gate they keep.')),
    isActive: v.boolean(),
    isOneself: v.boolean(),
    version: whole,
  }),
)
export const staffPageSchema = v.object({ items: v.array(staffMemberSchema), nextCursor })
equal<v.InferOutput<typeof staffMemberSchema>, StaffMember>(true)

const breachEntries = {
  id: whole,
  kind: v.picklist(breachKinds),
  foundAt: instant,
  people: v.nullable(whole),
  authorityDueAt: instant,
  hoursLeft: v.pipe(v.number(), v.integer(), v.description('Of the 72 hours; negative once it is late.')),
  authorityToldAt: v.nullable(instant),
  peopleToldAt: v.nullable(instant),
  closedAt: v.nullable(instant),
  version: whole,
}
const breachSchema = named('Breach', v.object(breachEntries))
export const breachPageSchema = v.object({ items: v.array(breachSchema), nextCursor })
equal<v.InferOutput<typeof breachSchema>, Breach>(true)

const actor = v.union([
  v.object({ kind: v.picklist(['applicant', 'delegate', 'company', 'system']) }),
  v.object({ kind: v.literal('staff'), name: bilingual }),
])
export const breachDetailSchema = named(
  'BreachDetail',
  v.object({
    ...breachEntries,
    history: v.array(
      v.object({
        version: whole,
        act: v.picklist(['record-breach', 'change-breach']),
        at: instant,
        by: actor,
        set: v.array(v.string()),
        text: v.nullable(v.string()),
      }),
    ),
  }),
)
equal<v.InferOutput<typeof breachDetailSchema>, { [K in keyof BreachDetail]: BreachDetail[K] }>(true)

export const settingSchema = named(
  'Setting',
  v.object({
    name: v.picklist(settingNames),
    value: v.nullable(v.union([v.number(), bilingual])),
    deployed: v.nullable(v.number()),
    min: v.nullable(v.number()),
    max: v.nullable(v.number()),
    isChanged: v.boolean(),
    changedAt: v.nullable(instant),
    changedBy: v.nullable(bilingual),
    version: whole,
  }),
)
export const settingListSchema = v.object({ settings: v.array(settingSchema) })
equal<v.InferOutput<typeof settingSchema>, DeskSetting>(true)
