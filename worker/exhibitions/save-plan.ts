import { readPlan, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { keepsOccupied, keptFactsOf, listOccupied, planStatements, type StallToWrite } from '../../db/queries/plan.ts'
import type { ExhibitionState, FieldError } from '../contract/codes.ts'
import type { PlanFeature } from '../contract/exhibition.ts'
import { planFaults, type HallOfPlan, type SavePlan, type StallOfPlan } from '../contract/plan.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'

/** A frozen ballot has counted its stalls publicly, and whoever is live stands in the hall. */
export const plannable: readonly ExhibitionState[] = ['draft', 'published', 'open', 'closed']

/**
 * Saves the whole plan of a hall. A stall that a live booking holds stays, with its zone, access, fee and withholding:
 * the condition is inside the write, so that a claim at the same moment wins or is refused, never lost.
 */
export function savePlan(
  db: Store,
  staff: Staff,
  request: ActOnExhibition & SavePlan,
  now: number,
): Promise<ExhibitionActOutcome> {
  const { slug, version, zones, stalls } = request
  return changeExhibition(
    db,
    staff,
    { slug, version },
    async (exhibition) => {
      if (!plannable.includes(exhibition.state)) return refusedIn(exhibition.state)
      const [before, occupied] = await Promise.all([readPlan(db.d1, exhibition.id), listOccupied(db.d1, exhibition.id)])
      const rows = stalls.map(rowOf)
      const wanted = new Map(rows.map((row) => [row.code, row]))
      const standing = new Map(before.stalls.map((row) => [row.code, standingOf(row)]))
      const inTheWay = occupied.filter((code) => factsIn(wanted, code) !== factsIn(standing, code))
      if (inTheWay.length > 0) return { ok: false, reason: 'stall_occupied', stalls: inTheWay }
      const errors = [
        ...planFaults(request),
        ...(exhibition.state === 'draft' ? [] : announcedFaults(exhibition, before, request, standing)),
      ]
      if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
      const hall = hallOf(exhibition, request)
      const set = { plan_width: hall.width, plan_height: hall.height, plan_features: JSON.stringify(hall.features) }
      const plan = {
        zones: zones.map(({ id, title }, position) => ({ code: id, titleAr: title.ar, titleEn: title.en, position })),
        stalls: rows,
      }
      return {
        event: 'planned',
        set,
        data: { stalls: stalls.length, zones: zones.length },
        guard: keepsOccupied(rows),
        alongside: (proof) => planStatements(db.d1, exhibition.id, plan, proof),
      }
    },
    now,
  )
}

const bit = (isSo: boolean) => (isSo ? 1 : 0)

const rowOf = ({ features, ...stall }: StallOfPlan): StallToWrite => ({
  ...stall,
  isStepFree: bit(features.includes('step_free')),
  isNearEntrance: bit(features.includes('near_entrance')),
  hasPower: bit(features.includes('power')),
  isCorner: bit(features.includes('corner')),
  hasWater: bit(features.includes('water')),
})

type PlanBefore = Awaited<ReturnType<typeof readPlan>>

const standingOf = (row: PlanBefore['stalls'][number]): StallToWrite => ({
  ...row,
  isStepFree: bit(row.isStepFree),
  isNearEntrance: bit(row.isNearEntrance),
  hasPower: bit(row.hasPower),
  isCorner: bit(row.isCorner),
  hasWater: bit(row.hasWater),
})

function factsIn(stalls: Map<string, StallToWrite>, code: string): string | null {
  const stall = stalls.get(code)
  return stall ? keptFactsOf(stall) : null
}

/**
 * Once announced, zones stay, since applications name them, and the hall keeps a zone and a bookable stall. While
 * booking runs, a stall that can be booked keeps its zone, access and fee: whoever is choosing it has read them.
 * Withheld first, it may change.
 */
function announcedFaults(
  { state }: ExhibitionRow,
  before: PlanBefore,
  { zones, stalls }: SavePlan,
  standing: Map<string, StallToWrite>,
): FieldError[] {
  const kept = new Set(zones.map(({ id }) => id))
  const mayBeChosen = state !== 'published'
  return [
    ...(before.zones.every(({ code }) => kept.has(code)) ? [] : [{ field: 'zones', code: 'not_allowed' as const }]),
    ...(stalls.some(({ withheldReason }) => withheldReason === null)
      ? []
      : [{ field: 'stalls', code: 'required' as const }]),
    ...stalls.flatMap((stall, at): FieldError[] => {
      const was = standing.get(stall.code)
      if (!mayBeChosen || !was || was.withheldReason !== null || stall.withheldReason !== null) return []
      return keptFactsOf(was) === keptFactsOf(rowOf(stall)) ? [] : [{ field: `stalls.${at}`, code: 'not_allowed' }]
    }),
  ]
}

/** The hall as it was sent, or as it was; it grows where something stands outside of it. */
function hallOf(exhibition: ExhibitionRow, { plan, stalls }: SavePlan): HallOfPlan {
  const hall = plan ?? {
    width: exhibition.planWidth,
    height: exhibition.planHeight,
    // This verb and the seed write the column from the same type.
    features: JSON.parse(exhibition.planFeatures) as PlanFeature[],
  }
  const things = [...stalls, ...hall.features]
  return {
    width: Math.max(hall.width, ...things.map(({ x, width }) => x + width)),
    height: Math.max(hall.height, ...things.map(({ y, height }) => y + height)),
    features: hall.features,
  }
}
