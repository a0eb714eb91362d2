import * as v from 'valibot'
import type { EnteredFrom, ReasonCode } from './codes.ts'
import type { DeskActor } from './desk.ts'
import type { DeskLineAct, DeskPledgeAct } from './desk-pledge-acts.ts'
import type { Bilingual } from './exhibition.ts'
import { code } from './fields.ts'
import { pledgeStates, type Naming, type PledgeState, type Sector } from './pledge-codes.ts'
import type { LineAct, PledgeAct } from './pledge-transitions.ts'
import type { AmendedLine, PledgeLineView, PledgeView } from './pledge.ts'

// Pledges as the desk gets them (interface.md, "Staff calls").

export const pledgeStateSchema = v.picklist(pledgeStates, code('unknown'))

/** How many pledges a column of the board holds. */
export const boardColumnSize = 12

/** The columns of the board: what somebody still has work with. */
export const boardStates = [
  'pledged',
  'verified',
  'accepted',
  'partly_delivered',
  'overdue',
] as const satisfies PledgeState[]

/** Who pledges: the names are null for a viewer, whom to call for a receiver too, and once erased. */
export interface DeskCompany {
  name: { ar: string | null; en: string | null } | null
  registration: string | null
  sector: Sector | null
  contact: { name: string; email: string | null; phone: string | null } | null
}

export interface DeskPledgeLine {
  reference: string
  state: PledgeState
  createdAt: string
  company: DeskCompany
  naming: Naming
  lines: PledgeLineView[]
  enteredFrom: EnteredFrom | null
  /** The first day on which something is due that has not come; null when nothing is. */
  nextDueOn: string | null
  version: number
}

/** An open line of an accepted pledge, for whoever waits for it. */
export interface DeskOpenLine {
  reference: string
  company: DeskCompany
  line: PledgeLineView
  governorate: string | null
}

/** A need beside a line: what it asks and what is left of it. */
export interface NeedOfLineView {
  id: string
  title: Bilingual
  governorate: string
  by: string
  asked: number
  remaining: number
  isClosed: boolean
}

export interface DeskDelivery {
  quantity: number
  receivedOn: string
  receiptNumber: string
  evidence: string | null
  by: Bilingual | null
}

/** One line as staff see it. */
export interface DeskLine extends PledgeLineView {
  isMoney: boolean
  note: string | null
  /** What it takes of its need. */
  committed: number
  remainderOf: number | null
  needView: NeedOfLineView | null
  /** Open needs of the same kind that a line without one could answer. */
  matches: NeedOfLineView[]
  delivery: DeskDelivery | null
  /** The first day on which it may be looked at again; null for what is not. */
  sustainFrom: string | null
  /** The proposal to write it off, while another manager has not decided it. */
  writeOff: { proposal: string; by: Bilingual; isOwn: boolean } | null
  acts: DeskLineAct[]
}

export interface DeskAmendedLine extends AmendedLine {
  needView: NeedOfLineView | null
}

export interface DeskPledgeEvent {
  /** The version of the pledge that this event made. */
  version: number
  act: PledgeAct | LineAct | 'pledged' | 'propose' | 'refuse-proposal' | 'lapse-proposal'
  state: PledgeState
  /** The line that it was about. */
  n: number | null
  at: string
  by: DeskActor
  reason: { code: ReasonCode; text: string | null } | null
  /** A call's note or a delivery's evidence. */
  note: string | null
  /** Of a change that was agreed to: the open lines as they were before it. */
  before: AmendedLine[] | null
}

/** One pledge as staff see it: everything that was said, every event with who and why, and what may be done now. */
export interface DeskPledge extends Omit<PledgeView, 'company' | 'lines' | 'history' | 'amendment'> {
  createdAt: string
  company: DeskCompany
  entered: { from: EnteredFrom; by: Bilingual | null; isOwn: boolean } | null
  verified: { at: string; by: Bilingual | null } | null
  accepted: { at: string; by: Bilingual | null; isOwn: boolean } | null
  lines: DeskLine[]
  amendment: { lines: DeskAmendedLine[]; proposedAt: string; text: string | null } | null
  history: DeskPledgeEvent[]
  acts: DeskPledgeAct[]
}
