import { findOpenProposal } from '../../db/queries/proposals.ts'
import { listDeliveries, listLinesBefore, type DeliveryRow } from '../../db/queries/desk-pledges.ts'
import { listStream, type Actor, type StreamEvent } from '../../db/queries/events.ts'
import { findNeedsOf, listMatchingNeeds, type NeedOfLine } from '../../db/queries/pledge-needs.ts'
import type { PledgeHead, PledgeLineRow, PledgeRow } from '../../db/queries/pledges.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { pledgeStream } from '../audit/event.ts'
import { openText } from '../audit/text.ts'
import type { EnteredFrom, ReasonCode } from '../contract/codes.ts'
import { muscatDay, toInstant } from '../contract/dates.ts'
import type { DeskActor } from '../contract/desk.ts'
import type {
  DeskCompany,
  DeskDelivery,
  DeskLine,
  DeskPledge,
  DeskPledgeEvent,
  NeedOfLineView,
} from '../contract/desk-pledges.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import { isLookedAtAgain, type PledgeState, type Sector } from '../contract/pledge-codes.ts'
import type { Staff } from '../desk/staff.ts'
import { openNote } from '../people/company.ts'
import type { Store } from '../store.ts'
import { allowedLineActs, allowedPledgeActs, sustainableFrom } from './allowed-pledge-acts.ts'
import { companyOfRow, contactOfRow } from './open-pledge.ts'
import { amendedLines, viewLine } from './pledge-view.ts'

const matchesShown = 5

/** Whether a colleague may know whom to call; whoever may not reads no words that may say it either. */
const seesContact = ({ role }: Staff): boolean => role === 'officer' || role === 'manager'

/** Whoever pledges, as far as this colleague may know. */
export async function companyFor(db: Store, staff: Staff, row: PledgeHead): Promise<DeskCompany> {
  // makePledge wrote this column from the contract's closed list.
  const sector = row.sector as Sector | null
  if (staff.role === 'viewer') return { name: null, registration: null, sector, contact: null }
  const [{ name, registration }, contact] = await Promise.all([
    companyOfRow(db, row),
    seesContact(staff) ? contactOfRow(db, row) : null,
  ])
  return { name, registration, sector, contact }
}

/** A pledge as staff see it. */
export async function viewDeskPledge(db: Store, staff: Staff, row: PledgeRow, now: number): Promise<DeskPledge> {
  const { reference, amendment } = row
  const amended = amendment ? amendedLines(amendment) : []
  const [company, events, deliveries, before, needs] = await Promise.all([
    companyFor(db, staff, row),
    listStream(db.d1, pledgeStream(reference)),
    listDeliveries(db.d1, reference),
    listLinesBefore(db.d1, reference),
    findNeedsOf(
      db.d1,
      [...new Set([...row.lines.map(({ needId }) => needId), ...amended.map(({ need }) => need)])].filter(
        (id) => id !== null,
      ),
    ),
  ])
  const names = await namesIn(db, row, events, deliveries)
  const nameOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null))
  const needOf = (id: string | null) => needs.find((need) => need.id === id) ?? null
  const lineContext = { staff, needOf, nameOf, deliveries, now }
  return {
    reference,
    state: row.state,
    createdAt: toInstant(row.createdAtUtc),
    company,
    naming: row.naming,
    showAmounts: row.showsAmounts,
    entered:
      row.enteredFrom === null
        ? null
        : { from: row.enteredFrom as EnteredFrom, by: nameOf(row.enteredBy), isOwn: row.enteredBy === staff.id },
    verified: row.verifiedAtUtc === null ? null : { at: toInstant(row.verifiedAtUtc), by: nameOf(row.verifiedBy) },
    accepted:
      row.acceptedAtUtc === null
        ? null
        : { at: toInstant(row.acceptedAtUtc), by: nameOf(row.acceptedBy), isOwn: row.acceptedBy === staff.id },
    lines: await Promise.all(row.lines.map((line) => viewDeskLine(db, row, line, lineContext))),
    amendment: amendment && {
      lines: amended.map((line) => ({ ...line, needView: viewNeedOfLine(needOf(line.need)) })),
      proposedAt: toInstant(amendment.proposedAtUtc),
      text: seesContact(staff)
        ? await textOfEvent(
            db,
            events.find(({ textId }) => textId !== null && textId === amendment.textId),
          )
        : null,
    },
    history: await Promise.all(events.map((event) => historyEntry(db, event, { staff, names, before }))),
    language: row.language,
    isDemonstration: row.isDemonstration,
    version: row.version,
    acts: allowedPledgeActs(staff, row),
  }
}

async function namesIn(
  db: Store,
  row: PledgeRow,
  events: StreamEvent[],
  deliveries: DeliveryRow[],
): Promise<Map<number, Bilingual>> {
  const ids = [
    row.enteredBy,
    row.verifiedBy,
    row.acceptedBy,
    ...events.map(({ actor }) => staffIdOf(actor)),
    ...deliveries.map(({ receivedBy }) => receivedBy),
  ].filter((id) => id !== null)
  return findStaffNames(db.d1, [...new Set(ids)])
}

interface LineContext {
  staff: Staff
  needOf: (id: string | null) => NeedOfLine | null
  nameOf: (id: number | null) => Bilingual | null
  deliveries: DeliveryRow[]
  now: number
}

async function viewDeskLine(db: Store, row: PledgeRow, line: PledgeLineRow, context: LineContext): Promise<DeskLine> {
  const { staff, needOf, nameOf, deliveries, now } = context
  const delivery = deliveries.find(({ n }) => n === line.n)
  const isOpen = line.state === 'due' || line.state === 'overdue'
  const seesMatches = isOpen && line.needId === null && !line.isMoney && staff.role !== 'receiver'
  return {
    ...viewLine(line),
    isMoney: line.isMoney,
    note: line.note === null || !seesContact(staff) ? null : await openNote(db.keys, row.reference, line.note),
    committed: line.committed,
    needView: viewNeedOfLine(needOf(line.needId)),
    matches: seesMatches ? await matchesOf(db, line, now) : [],
    delivery: delivery ? await viewDelivery(db, delivery, nameOf) : null,
    sustainFrom:
      line.state === 'received' && isLookedAtAgain(line.kind) && line.receivedOn !== null
        ? sustainableFrom(line.receivedOn)
        : null,
    writeOff: isOpen ? await openWriteOff(db, row, line, context) : null,
    acts: allowedLineActs(staff, row, line, now),
  }
}

async function openWriteOff(
  db: Store,
  { reference }: PledgeRow,
  { n }: PledgeLineRow,
  { staff, now }: LineContext,
): Promise<DeskLine['writeOff']> {
  const open = await findOpenProposal(db.d1, { kind: 'write_off', subject: `${pledgeStream(reference)}/${n}` })
  if (!open || open.lapsesAtUtc <= now) return null
  const names = await findStaffNames(db.d1, [open.proposedBy])
  const by = names.get(open.proposedBy) ?? { ar: `#${open.proposedBy}`, en: `#${open.proposedBy}` }
  return { proposal: open.id, by, isOwn: open.proposedBy === staff.id }
}

/** Open needs of the same kind, those needed by its day or later first. */
async function matchesOf(db: Store, line: PledgeLineRow, now: number): Promise<NeedOfLineView[]> {
  const from = muscatDay(now)
  const found = await listMatchingNeeds(db.d1, { kind: line.kind, unit: line.unit, from }, matchesShown)
  const inTime = found.filter(({ neededBy }) => neededBy >= line.dueOn)
  const late = found.filter(({ neededBy }) => neededBy < line.dueOn)
  return [...inTime, ...late].map((need) => viewOf(need))
}

const viewOf = (need: NeedOfLine): NeedOfLineView => ({
  id: need.id,
  title: { ar: need.titleAr, en: need.titleEn },
  governorate: need.governorate,
  by: need.neededBy,
  asked: need.asked,
  remaining: need.asked - need.promised,
  isClosed: need.closedAtUtc !== null,
})

const viewNeedOfLine = (need: NeedOfLine | null): NeedOfLineView | null => need && viewOf(need)

async function viewDelivery(
  db: Store,
  row: DeliveryRow,
  nameOf: (id: number | null) => Bilingual | null,
): Promise<DeskDelivery> {
  const { quantity, receivedOn, receiptNumber, evidence, evidenceTextId, receivedBy } = row
  const text = evidence !== null && evidenceTextId !== null ? await openText(db.keys, evidenceTextId, evidence) : null
  return { quantity, receivedOn, receiptNumber, evidence: text, by: nameOf(receivedBy) }
}

const textOfEvent = async (db: Store, event: StreamEvent | undefined): Promise<string | null> =>
  event?.textId && event.textBody ? openText(db.keys, event.textId, event.textBody) : null

async function historyEntry(
  db: Store,
  event: StreamEvent,
  { staff, names, before }: { staff: Staff; names: Map<number, Bilingual>; before: Map<number, string> },
): Promise<DeskPledgeEvent> {
  // make-pledge.ts, change-pledge.ts and the proposals write this column.
  const data = JSON.parse(event.data) as { state: PledgeState; reasonCode?: ReasonCode; n?: number; amendment?: number }
  // What was seen when something arrived is about things; anything else may name people.
  const text = event.type === 'receive' || seesContact(staff) ? await textOfEvent(db, event) : null
  const linesBefore = data.amendment === undefined ? undefined : before.get(data.amendment)
  return {
    version: event.seq,
    act: event.type as DeskPledgeEvent['act'],
    state: data.state,
    n: data.n ?? null,
    at: toInstant(event.atUtc),
    by: actorOf(event.actor, names),
    reason: data.reasonCode ? { code: data.reasonCode, text } : null,
    note: data.reasonCode ? null : text,
    before: linesBefore === undefined ? null : amendedLines({ lines: linesBefore }),
  }
}

function staffIdOf(actor: Actor): number | null {
  return actor.startsWith('staff:') ? Number(actor.slice('staff:'.length)) : null
}

function actorOf(actor: Actor, names: Map<number, Bilingual>): DeskActor {
  const id = staffIdOf(actor)
  if (id !== null) return { kind: 'staff', name: names.get(id) ?? { ar: `#${id}`, en: `#${id}` } }
  return { kind: actor as Exclude<DeskActor['kind'], 'staff'> }
}
