import * as v from 'valibot'
import { stallFeatures, type FieldError, type ReasonCode } from './codes.ts'
import { absentOrWrong, code, listOf, sized, versionSchema } from './fields.ts'
import { exhibitionTextLimits, planLimits } from './limits.ts'

// The plan of a hall as managers save it: whole, as `GET /exhibitions/:slug` shows it. Plan units are 10 cm.

/** Why staff keep a stall back. */
export const withheldReasons = ['safety', 'accessibility', 'set_aside', 'other'] as const satisfies ReasonCode[]
export type WithheldReason = (typeof withheldReasons)[number]

export const planFeatureKinds = ['entrance', 'stage', 'seating', 'prayer', 'services'] as const

const whole = (least: number, most: number) =>
  v.pipe(
    v.number(absentOrWrong),
    v.integer(code('wrong_format')),
    v.minValue(least, code('out_of_range')),
    v.maxValue(most, code('out_of_range')),
  )

const box = {
  x: whole(0, planLimits.side),
  y: whole(0, planLimits.side),
  width: whole(1, planLimits.side),
  height: whole(1, planLimits.side),
}

const title = v.object(
  {
    ar: sized({ ...exhibitionTextLimits.zoneTitle, min: 1 }),
    en: sized({ ...exhibitionTextLimits.zoneTitle, min: 1 }),
  },
  absentOrWrong,
)

const zoneId = v.pipe(
  v.string(absentOrWrong),
  v.trim(),
  v.check((text) => text !== '', code('required')),
  v.maxLength(30, code('too_long')),
  v.check((text) => text === '' || /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text), code('wrong_format')),
)

const stallCode = v.pipe(
  v.string(absentOrWrong),
  v.trim(),
  v.toUpperCase(),
  v.check((text) => text !== '', code('required')),
  v.maxLength(12, code('too_long')),
  v.check((text) => text === '' || /^[A-Z0-9]+(?:-[A-Z0-9]+)*$/.test(text), code('wrong_format')),
)

const baisa = v.pipe(
  v.nullish(whole(0, 10_000_000), null),
  v.transform((amount: number | null) => amount ?? 0),
)

const stall = v.pipe(
  v.object(
    {
      code: stallCode,
      zone: zoneId,
      ...box,
      features: listOf(v.pipe(v.string(code('wrong_format')), v.picklist(stallFeatures, code('unknown')))),
      feeBaisa: baisa,
      subsidyBaisa: baisa,
      withheldReason: v.nullish(
        v.pipe(v.string(code('wrong_format')), v.picklist(withheldReasons, code('unknown'))),
        null,
      ),
      /** As the public reading has it: a stall that reads "withheld" stays so when no reason is sent. */
      state: v.nullish(v.picklist(['free', 'taken', 'withheld'], code('unknown')), null),
    },
    absentOrWrong,
  ),
  v.forward(
    v.check(({ feeBaisa, subsidyBaisa }) => feeBaisa >= subsidyBaisa, code('out_of_range')),
    ['subsidyBaisa'],
  ),
  v.transform(({ state, ...given }) => ({
    ...given,
    withheldReason: given.withheldReason ?? (state === 'withheld' ? ('set_aside' as const) : null),
  })),
)

const feature = v.object(
  { kind: v.pipe(v.string(absentOrWrong), v.picklist(planFeatureKinds, code('unknown'))), title, ...box },
  absentOrWrong,
)

export const savePlanSchema = v.object(
  {
    version: versionSchema,
    /** Absent: as it was. The hall grows where a stall stands outside of it. */
    plan: v.nullish(
      v.object(
        {
          width: whole(0, planLimits.side),
          height: whole(0, planLimits.side),
          features: v.pipe(v.array(feature, absentOrWrong), v.maxLength(planLimits.features, code('too_long'))),
        },
        absentOrWrong,
      ),
    ),
    zones: v.pipe(
      v.array(v.object({ id: zoneId, title }, absentOrWrong), absentOrWrong),
      v.maxLength(planLimits.zones, code('too_long')),
    ),
    stalls: v.pipe(v.array(stall, absentOrWrong), v.maxLength(planLimits.stalls, code('too_long'))),
  },
  absentOrWrong,
)
export type SavePlan = v.InferOutput<typeof savePlanSchema>
export type StallOfPlan = SavePlan['stalls'][number]
export type ZoneOfPlan = SavePlan['zones'][number]
export type HallOfPlan = NonNullable<SavePlan['plan']>

/** What no schema of one member sees: two of a name, and stalls of zones that are not there. */
export function planFaults({ zones, stalls }: Pick<SavePlan, 'zones' | 'stalls'>): FieldError[] {
  const repeated = (names: string[]) => names.flatMap((name, at) => (names.indexOf(name) < at ? [at] : []))
  const known = new Set(zones.map(({ id }) => id))
  return [
    ...repeated(zones.map(({ id }) => id)).map((at) => ({ field: `zones.${at}.id`, code: 'not_allowed' as const })),
    ...repeated(stalls.map((one) => one.code)).map((at) => ({
      field: `stalls.${at}.code`,
      code: 'not_allowed' as const,
    })),
    ...stalls.flatMap(({ zone }, at) =>
      known.has(zone) ? [] : [{ field: `stalls.${at}.zone`, code: 'unknown' as const }],
    ),
  ]
}

interface Placed {
  code: string
  x: number
  y: number
  width: number
  height: number
}

/** Codes of stalls that stand on top of one another: allowed, but nobody could choose them on the plan. */
export function overlapping(stalls: readonly Placed[]): string[] {
  const touches = (one: Placed, other: Placed) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  return stalls.filter((one) => stalls.some((other) => other !== one && touches(one, other))).map((one) => one.code)
}

/** What two plans differ in, by stall; whoever comes second is told before they save again. */
export interface PlanDifference {
  code: string
  kind: 'only_here' | 'only_there' | 'other'
}

export function planDifferences(here: readonly StallOfPlan[], there: readonly StallOfPlan[]): PlanDifference[] {
  const facts = (one: StallOfPlan) =>
    JSON.stringify([
      one.zone,
      one.x,
      one.y,
      one.width,
      one.height,
      [...one.features].sort(),
      one.feeBaisa,
      one.subsidyBaisa,
      one.withheldReason,
    ])
  const [own, theirs] = [here, there].map((list) => new Map(list.map((one) => [one.code, facts(one)])))
  const codes = [...new Set([...here, ...there].map((one) => one.code))]
  return codes.flatMap((at): PlanDifference[] => {
    const [mine, other] = [own?.get(at), theirs?.get(at)]
    if (mine === other) return []
    return [{ code: at, kind: other === undefined ? 'only_here' : mine === undefined ? 'only_there' : 'other' }]
  })
}
