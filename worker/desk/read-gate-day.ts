import { muscatDay } from '../contract/dates.ts'
import { deskPageSize } from '../contract/desk.ts'
import type { GateDay, GateLine, GateShow } from '../contract/gate.ts'
import { openPerson } from '../people/person.ts'
import type { Store } from '../store.ts'
import { isToday } from './check-in-booking.ts'
import { findOwnExhibition, type FindOwnExhibitionOutcome } from './find-own-exhibition.ts'
import { byStall, listExpectedAtGate, type Expected } from './list-expected-at-gate.ts'
import type { Staff } from './staff.ts'

export interface ReadGateDay {
  slug: string
  show: GateShow
  /** The stall that the page before ended with. */
  cursor?: string | undefined
}

export type ReadGateDayOutcome = { ok: true; gateDay: GateDay } | Extract<FindOwnExhibitionOutcome, { ok: false }>

/** Today at the gate of an exhibition: how many are in, and one page of the list in the order of the stalls. */
export async function readGateDay(
  db: Store,
  staff: Staff,
  { slug, show, cursor }: ReadGateDay,
  now: number,
): Promise<ReadGateDayOutcome> {
  const found = await findOwnExhibition(db, staff, slug)
  if (!found.ok) return found
  const { id, titleAr, titleEn, startsOn, endsOn } = found.exhibition
  const day = muscatDay(now)
  const expected = await listExpectedAtGate(db, { exhibitionId: id, day })
  const asked = expected.filter((row) => show === 'all' || (row.checkedInAt !== null) === (show === 'arrived'))
  const rest = cursor ? asked.filter((row) => byStall({ stall: cursor }, row) < 0) : asked
  const shown = rest.slice(0, deskPageSize)
  const gateDay = {
    exhibition: { id, slug, title: { ar: titleAr, en: titleEn }, startsOn, endsOn },
    day,
    isToday: isToday(found.exhibition, now),
    expected: expected.length,
    arrived: expected.filter(({ checkedInAt }) => checkedInAt !== null).length,
    items: await Promise.all(shown.map((one) => gateLine(db, staff, one))),
    nextCursor: rest.length > shown.length ? (shown.at(-1)?.stall ?? null) : null,
  }
  return { ok: true, gateDay }
}

async function gateLine(db: Store, staff: Staff, { person: stored, ...line }: Expected): Promise<GateLine> {
  const person = stored ? await openPerson(db.keys, line.reference, stored) : null
  return {
    ...line,
    tradeName: person?.tradeName ?? '',
    name: staff.role === 'gate' ? null : (person?.name ?? ''),
  }
}
