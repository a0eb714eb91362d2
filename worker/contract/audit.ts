import * as v from 'valibot'
import { bilingual, equal, instant, named, whole } from './answers.ts'
import type { DeskActor } from './desk.ts'

// Reading the audit back (domain.md, invariant 6): events hold codes, ids and times only.

type Value = string | number | boolean | null | string[]

/** One event. `subject` is the stream it stands in, such as `booking:TMK-…`. */
export interface AuditEvent {
  id: number
  subject: string
  n: number
  type: string
  at: string
  by: DeskActor
  data: Record<string, Value>
  /** Whether words were written beside it; they are read where the record is. */
  hasText: boolean
}

export const auditFaultCodes = [
  'sequence_gap',
  'link_broken',
  'event_altered',
  'owner_missing',
  'beyond_head',
  'head_differs',
  'text_missing',
  'text_altered',
  'seal_broken',
  'seal_differs',
] as const
export type AuditFaultCode = (typeof auditFaultCodes)[number]

/** How far a check of one stream came: `next` goes on where this piece ended. */
export interface StreamCheck {
  subject: string
  from: number
  to: number
  next: number | null
  fault: { code: AuditFaultCode; where: string } | null
}

/** The last daily seal; `isChecked` is false when it covers more events than one request recomputes. */
export interface SealCheck {
  day: string
  events: number
  lastEventId: number
  isChecked: boolean
  fault: { code: AuditFaultCode; where: string } | null
}

const actor = v.union([
  v.object({ kind: v.picklist(['applicant', 'delegate', 'company', 'system']) }),
  v.object({ kind: v.literal('staff'), name: bilingual }),
])
const fault = v.nullable(v.object({ code: v.picklist(auditFaultCodes), where: v.string() }))

const auditEventSchema = named(
  'AuditEvent',
  v.object({
    id: whole,
    subject: v.string(),
    n: whole,
    type: v.string(),
    at: instant,
    by: actor,
    data: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(v.string())])),
    hasText: v.boolean(),
  }),
)
export const auditPageSchema = v.object({
  items: v.array(auditEventSchema),
  nextCursor: v.pipe(
    v.nullable(v.string()),
    v.description('Send it as `cursor` to look further back, even after a page without items; null at the end.'),
  ),
})
equal<v.InferOutput<typeof auditEventSchema>, AuditEvent>(true)

export const streamCheckSchema = v.object({
  subject: v.string(),
  from: whole,
  to: whole,
  next: v.pipe(v.nullable(whole), v.description('Send it as `after` for the next piece; null when all was checked.')),
  fault,
})
equal<v.InferOutput<typeof streamCheckSchema>, StreamCheck>(true)

export const sealCheckSchema = v.object({
  seal: v.nullable(v.object({ day: v.string(), events: whole, lastEventId: whole, isChecked: v.boolean(), fault })),
})
equal<v.InferOutput<typeof sealCheckSchema>, { seal: SealCheck | null }>(true)
