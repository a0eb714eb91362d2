import * as v from 'valibot'
import { bilingual, equal, instant, named } from './answers.ts'
import type { Bilingual } from './exhibition.ts'

// Acts that need two managers (domain.md, "Two people").

export const proposalKindNames = ['ceremony_value', 'redraw', 'write_off'] as const
export type ProposalKindName = (typeof proposalKindNames)[number]

export const proposalStates = ['open', 'approved', 'refused', 'lapsed'] as const
export type ProposalState = (typeof proposalStates)[number]

/** One thing that approving would do: a code with words of its own, and what fills their places. */
export interface ProposalEffect {
  code: string
  values: Record<string, string | number>
}

export interface ProposalView {
  id: string
  kind: ProposalKindName
  /** The stream of the record it is about, such as `exhibition:<slug>`. */
  subject: string
  does: ProposalEffect[]
  state: ProposalState
  proposedBy: Bilingual
  proposedAt: string
  lapsesAt: string
  /** The reader proposed it, so somebody else decides. */
  isOwn: boolean
  decidedBy: Bilingual | null
  decidedAt: string | null
}

export const proposalStateSchema = v.picklist(proposalStates, 'unknown')

export const proposalSchema = named(
  'Proposal',
  v.object({
    id: v.string(),
    kind: v.picklist(proposalKindNames),
    subject: v.pipe(
      v.string(),
      v.description('The record it is about, such as `exhibition:<slug>` or `pledge:<reference>/<line>`.'),
    ),
    does: v.pipe(
      v.array(v.object({ code: v.string(), values: v.record(v.string(), v.union([v.string(), v.number()])) })),
      v.description('What approving it would do.'),
    ),
    state: v.picklist(proposalStates),
    proposedBy: bilingual,
    proposedAt: instant,
    lapsesAt: instant,
    isOwn: v.pipe(v.boolean(), v.description('The reader proposed it, so another manager decides.')),
    decidedBy: v.nullable(bilingual),
    decidedAt: v.nullable(instant),
  }),
)

export const proposedSchema = v.object({ proposal: proposalSchema })

export const proposalPageSchema = v.object({ items: v.array(proposalSchema), nextCursor: v.nullable(v.string()) })

equal<v.InferOutput<typeof proposalSchema>, ProposalView>(true)
