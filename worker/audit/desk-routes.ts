import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { checkLastSeal } from './check-last-seal.ts'
import { checkStream } from './check-stream.ts'
import { listEvents } from './list-events.ts'

export const auditDeskRoutes = mountDeskCalls('audit', {
  'GET /desk/audit': async (c) => {
    const { subject, type, staff, day, cursor } = c.req.query()
    const outcome = await listEvents(c.get('db'), { subject, type, staff, day, cursor })
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'GET /desk/audit/check': async (c) => {
    const request = { subject: c.req.query('subject') ?? '', after: c.req.query('after') }
    const outcome = await checkStream(c.get('db'), request)
    return outcome.ok ? c.json(outcome.check) : sendRefusal(c, outcome)
  },
  'GET /desk/audit/seal': async (c) => c.json({ seal: await checkLastSeal(c.get('db')) }),
})
