import type * as v from 'valibot'
import type { Reason } from '../contract/booking.ts'
import type { FieldError, Role } from '../contract/codes.ts'
import { parseAct, reasonedSchema, type ParsedAct } from '../contract/desk-acts.ts'
import {
  deskLineActs,
  receiveLineSchema,
  sustainLineSchema,
  verifyPledgeSchema,
  writeOffLineSchema,
} from '../contract/desk-pledge-acts.ts'
import type { PledgeForm, PledgeFormAct } from '../contract/desk-pledge-form.ts'
import { parse } from '../contract/fields.ts'
import { deskCallsOf } from '../desk/permissions.ts'
import type { Staff } from '../desk/staff.ts'
import { approveProposal, type ApproveProposalOutcome } from '../proposals/approve-proposal.ts'
import { refuseProposal } from '../proposals/refuse-proposal.ts'
import type { Store } from '../store.ts'
import { acceptPledge } from './accept-pledge.ts'
import type { ActOnPledgeOutcome } from './act-on-pledge.ts'
import { agreeChange } from './agree-change.ts'
import { declinePledge } from './decline-pledge.ts'
import { receiveLine } from './receive-line.ts'
import { refuseChange } from './refuse-change.ts'
import { reverseLine } from './reverse-line.ts'
import { sustainLine } from './sustain-line.ts'
import { verifyPledge } from './verify-pledge.ts'
import { writeOffLine, type WriteOffLineOutcome } from './write-off-line.ts'

type Wrong = { ok: false; reason: 'invalid_input' | 'reason_required' | 'role_required'; errors: FieldError[] }

export type SendPledgeActOutcome = ActOnPledgeOutcome | WriteOffLineOutcome | ApproveProposalOutcome | Wrong

type Parsed<T> = { ok: true; value: T } | { ok: false; reason?: Wrong['reason']; errors: FieldError[] }

/** The same roles as the API's call of the act has; whoever may decide a proposal is its kind's rule. */
function mayMake(staff: Staff, act: PledgeFormAct): boolean {
  const calls: Record<string, readonly Role[]> = deskCallsOf.pledges
  const isOfLine = deskLineActs.some((known) => known === act)
  const roles = calls[`POST /desk/pledges/:reference/${isOfLine ? `lines/:n/${act}` : act}`]
  return roles?.includes(staff.role) ?? true
}

/** An act as the form of a pledge's page sends it; null for a form that names no act. */
export async function sendPledgeAct(
  db: Store,
  staff: Staff,
  request: { reference: string; form: PledgeForm },
  now: number,
): Promise<SendPledgeActOutcome | null> {
  const { reference, form } = request
  const { act, version, typed } = form
  if (act === null) return null
  if (!mayMake(staff, act)) return { ok: false, reason: 'role_required', errors: [] }
  const on = { reference, version, n: form.n ?? 0 }
  const id = typed.proposal
  switch (act) {
    case 'verify':
      return ifRight(readVerify(form), (body) => verifyPledge(db, staff, { ...body, ...on }, now))
    case 'accept':
      return acceptPledge(db, staff, { ...on, withoutNeed: form.withoutNeed }, now)
    case 'decline':
      return ifRight(readReasoned(form, reasonedSchema), (body) => declinePledge(db, staff, { ...body, ...on }, now))
    case 'agree-change':
      return agreeChange(db, staff, on, now)
    case 'refuse-change':
      return ifRight(readReasoned(form, reasonedSchema), (body) => refuseChange(db, staff, { ...body, ...on }, now))
    case 'receive':
      return ifRight(parse(receiveLineSchema, { ...typed, version }), (body) =>
        receiveLine(db, staff, { ...body, ...on }, now),
      )
    case 'reverse':
      return ifRight(readReasoned(form, reasonedSchema), (body) => reverseLine(db, staff, { ...body, ...on }, now))
    case 'write-off':
      return ifRight(readReasoned(form, writeOffLineSchema), (body) => writeOffLine(db, staff, { ...body, ...on }, now))
    case 'sustain':
      return ifRight(parse(sustainLineSchema, { ...typed, version }), (body) =>
        sustainLine(db, staff, { ...body, ...on }, now),
      )
    case 'approve-write-off':
      return approveProposal(db, staff, { id }, now)
    case 'refuse-write-off':
      return refuseProposal(db, staff, { id, reason: null }, now)
  }
}

async function ifRight<T, O>(parsed: Parsed<T>, act: (body: T) => Promise<O>): Promise<O | Wrong> {
  return parsed.ok ? act(parsed.value) : { ok: false, reason: parsed.reason ?? 'invalid_input', errors: parsed.errors }
}

/** A form says who was called; a script may leave it out. */
function readVerify({ version, typed }: PledgeForm): Parsed<v.InferOutput<typeof verifyPledgeSchema>> {
  const parsed = parse(verifyPledgeSchema, { version, note: typed.note })
  if (!parsed.ok || parsed.value.note !== null) return parsed
  return { ok: false, errors: [{ field: 'note', code: 'required' }] }
}

const readReasoned = <const S extends v.GenericSchema<unknown, { reason: Reason | null }>>(
  { version, typed }: PledgeForm,
  schema: S,
): ParsedAct<v.InferOutput<S>> =>
  parseAct(schema, { version, reason: { code: typed['reason.code'], text: typed['reason.text'] } })
