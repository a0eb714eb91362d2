import type { FieldError } from '../../../../worker/contract/codes.ts'
import type { PlannedExhibition } from '../../../../worker/contract/exhibition-acts.ts'
import type { PlanFeature, StallView, ZoneView } from '../../../../worker/contract/exhibition.ts'
import type { CsvStall } from '../../../../worker/contract/plan-csv.ts'
import type { HallOfPlan, StallOfPlan, ZoneOfPlan } from '../../../../worker/contract/plan.ts'
import { withLatinDigits } from '../../../../worker/contract/text.ts'
import { emptyHall } from './plan-pieces.ts'

/** A stall as its row of the table shows it: as it was typed. */
export interface StallRow {
  code: string
  zone: string
  x: string
  y: string
  width: string
  height: string
  features: readonly string[]
  feeBaisa: string
  subsidyBaisa: string
  withheldReason: string
}

export interface ZoneRow {
  id: string
  ar: string
  en: string
}

export interface ThingRow {
  kind: string
  ar: string
  en: string
  x: string
  y: string
  width: string
  height: string
}

/** A whole plan as the form holds it. */
export interface PlanRows {
  width: string
  height: string
  zones: ZoneRow[]
  stalls: StallRow[]
  things: ThingRow[]
}

const sides = ['x', 'y', 'width', 'height'] as const

/** Rows are numbered; one that is ticked to be removed, or was left blank, is not there any more. */
export function readPlanRows(form: FormData): PlanRows {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const numbersOf = (list: string) =>
    [...new Set([...form.keys()].flatMap((name) => new RegExp(`^${list}\\.(\\d{1,5})\\.`).exec(name)?.[1] ?? []))].sort(
      (one, other) => Number(one) - Number(other),
    )
  const rowsOf = <T>(list: string, read: (at: (field: string) => string, name: string) => T, main: string): T[] =>
    numbersOf(list)
      .map((number) => `${list}.${number}`)
      .filter((name) => text(`${name}.${main}`) !== '' && text(`${name}.remove`) === '')
      .map((name) => read((field) => text(`${name}.${field}`), name))
  const placed = (at: (field: string) => string) => ({
    x: at('x'),
    y: at('y'),
    width: at('width'),
    height: at('height'),
  })
  return {
    width: text('plan.width'),
    height: text('plan.height'),
    zones: rowsOf('zones', (at) => ({ id: at('id'), ar: at('title.ar'), en: at('title.en') }), 'id'),
    stalls: rowsOf(
      'stalls',
      (at, name) => ({
        code: at('code').toUpperCase(),
        zone: at('zone'),
        ...placed(at),
        features: form.getAll(`${name}.features`).map(String),
        feeBaisa: at('feeBaisa'),
        subsidyBaisa: at('subsidyBaisa'),
        withheldReason: at('withheldReason'),
      }),
      'code',
    ),
    things: rowsOf(
      'plan.features',
      (at) => ({ kind: at('kind'), ar: at('title.ar'), en: at('title.en'), ...placed(at) }),
      'kind',
    ),
  }
}

/** A number as it was typed; what is none stays one that no schema takes. */
function numberOf(typed: string): number | null {
  const latin = withLatinDigits(typed)
  return latin === '' ? null : /^\d{1,9}$/.test(latin) ? Number(latin) : Number.NaN
}

const boxOf = (row: Record<(typeof sides)[number], string>) =>
  Object.fromEntries(sides.map((side) => [side, numberOf(row[side])]))

/** The body that the API would have been sent; its lists keep the rows' order, so errors find their rows. */
export const planBody = ({ width, height, zones, stalls, things }: PlanRows, version: number | null) => ({
  version,
  plan: {
    width: numberOf(width) ?? 0,
    height: numberOf(height) ?? 0,
    features: things.map((row) => ({ kind: row.kind, title: { ar: row.ar, en: row.en }, ...boxOf(row) })),
  },
  zones: zones.map(({ id, ar, en }) => ({ id, title: { ar, en } })),
  stalls: stalls.map((row) => ({
    code: row.code,
    zone: row.zone,
    ...boxOf(row),
    features: row.features,
    feeBaisa: numberOf(row.feeBaisa),
    subsidyBaisa: numberOf(row.subsidyBaisa),
    withheldReason: row.withheldReason || null,
  })),
})

const zoneRow = ({ id, title }: ZoneOfPlan | ZoneView): ZoneRow => ({ id, ...title })

export const stallRow = (stall: StallOfPlan): StallRow => ({
  ...stall,
  x: String(stall.x),
  y: String(stall.y),
  width: String(stall.width),
  height: String(stall.height),
  feeBaisa: String(stall.feeBaisa),
  subsidyBaisa: String(stall.subsidyBaisa),
  withheldReason: stall.withheldReason ?? '',
})

export const thingRow = ({ kind, title, ...box }: PlanFeature): ThingRow => ({
  kind,
  ...title,
  x: String(box.x),
  y: String(box.y),
  width: String(box.width),
  height: String(box.height),
})

export const rowsOfHall = (plan: HallOfPlan): Pick<PlanRows, 'width' | 'height' | 'things'> => ({
  width: String(plan.width),
  height: String(plan.height),
  things: plan.features.map(thingRow),
})

export const rowsOfExhibition = ({ plan, zones, stalls }: PlannedExhibition): PlanRows => ({
  ...rowsOfHall(plan),
  zones: zones.map(zoneRow),
  stalls: stalls.map(stallRow),
})

export const rowOfCsv = ({ values, features }: CsvStall): StallRow => ({
  code: (values.code ?? '').toUpperCase(),
  zone: values.zone ?? '',
  x: values.x ?? '',
  y: values.y ?? '',
  width: values.width ?? '',
  height: values.height ?? '',
  features,
  feeBaisa: values.fee_baisa || '0',
  subsidyBaisa: values.subsidy_baisa || '0',
  withheldReason: values.withheld ?? '',
})

/** The field of the plan that a column of the file becomes. */
export const columnOfField = (field: string): string =>
  ({ feeBaisa: 'fee_baisa', subsidyBaisa: 'subsidy_baisa', withheldReason: 'withheld' })[field] ?? field

/** What of the rows can be drawn: whoever typed half a number sees the rest of the hall. */
export function drawable({ width, height, zones, stalls, things }: PlanRows, occupied: ReadonlySet<string>) {
  const box = (row: Record<(typeof sides)[number], string>) => {
    const [x, y, across, down] = sides.map((side) => numberOf(row[side]) ?? Number.NaN)
    const isWhole =
      [x, y, across, down].every((side) => Number.isInteger(side)) && Number(across) > 0 && Number(down) > 0
    return isWhole ? { x: x ?? 0, y: y ?? 0, width: across ?? 0, height: down ?? 0 } : null
  }
  return {
    plan: {
      width: numberOf(width) || emptyHall.width,
      height: numberOf(height) || emptyHall.height,
      features: things.flatMap((row) => {
        const place = box(row)
        // The kind only names a style here.
        return place ? [{ kind: row.kind as PlanFeature['kind'], title: { ar: row.ar, en: row.en }, ...place }] : []
      }),
    },
    zones: zones.map(({ id, ar, en }) => ({ id, title: { ar, en } })),
    stalls: stalls.flatMap((row): StallView[] => {
      const place = box(row)
      if (!place) return []
      const state = row.withheldReason ? 'withheld' : occupied.has(row.code) ? 'taken' : 'free'
      // The boxes offer these features only.
      const features = row.features as StallView['features']
      return [{ code: row.code, zone: row.zone, ...place, features, feeBaisa: 0, subsidyBaisa: 0, state }]
    }),
  }
}

/** Puts stalls that live bookings hold back as they stand, beside what was sent. */
export function withOccupied(rows: PlanRows, exhibition: PlannedExhibition): PlanRows {
  const held = exhibition.stalls.filter(({ isOccupied }) => isOccupied)
  const kept = held.map((stall) => {
    const sent = rows.stalls.find(({ code }) => code === stall.code)
    const { zone, features, feeBaisa, subsidyBaisa, withheldReason, ...standing } = stallRow(stall)
    return {
      ...standing,
      ...sent,
      zone,
      features: sent ? keptFeatures(sent, features) : features,
      feeBaisa,
      subsidyBaisa,
      withheldReason,
    }
  })
  const codes = new Set(held.map(({ code }) => code))
  return { ...rows, stalls: [...rows.stalls.filter(({ code }) => !codes.has(code)), ...kept] }
}

const keptFeatures = ({ features }: StallRow, standing: readonly string[]) => [
  ...(standing.includes('step_free') ? ['step_free'] : []),
  ...features.filter((feature) => feature !== 'step_free'),
]

/** Where an error stands in the form, by the id that its field has there. */
export const fieldOfPlanError = ({ field }: FieldError): string =>
  field.replace(/\.features\.\d+$/, '.features').replace(/^(stalls\.\d+)$/, '$1.code')
