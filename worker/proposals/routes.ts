import type { Context } from 'hono'
import { refuseProposalSchema } from '../contract/desk-acts.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readAct } from '../http/read-act.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { approveProposal, type ApproveProposalOutcome } from './approve-proposal.ts'
import { listProposals } from './list-proposals.ts'
import { refuseProposal } from './refuse-proposal.ts'

const idOf = (c: Context<AppEnv>) => c.req.param('id') ?? ''

function sendProposal(c: Context<AppEnv>, outcome: ApproveProposalOutcome): Response {
  if (outcome.ok) return c.json({ proposal: outcome.proposal })
  return sendRefusal(c, outcome)
}

export const proposalRoutes = mountDeskCalls('proposals', {
  'GET /desk/proposals': async (c, staff) => {
    const request = { state: c.req.query('state'), cursor: c.req.query('cursor') }
    const outcome = await listProposals(c.get('db'), staff, request, c.get('now'))
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/proposals/:id/approve': async (c, staff) =>
    sendProposal(c, await approveProposal(c.get('db'), staff, { id: idOf(c) }, c.get('now'))),
  'POST /desk/proposals/:id/refuse': async (c, staff) => {
    const body = await readAct(c, refuseProposalSchema, { isOptional: true })
    if (!body.ok) return body.response
    const request = { id: idOf(c), reason: body.value.reason }
    return sendProposal(c, await refuseProposal(c.get('db'), staff, request, c.get('now')))
  },
})
