import { findAnyExhibition } from '../../db/queries/exhibitions.ts'
import { insertEventIf } from '../../db/queries/events.ts'
import { chainEvent, exhibitionStream } from '../../worker/audit/event.ts'
import { proposalKinds, type ProposalKind } from '../../worker/proposals/kinds.ts'

/** An act that needs two people, as small as one can be: it makes an exhibition's plan as wide as was proposed. */
const widens: ProposalKind = {
  by: ['manager'],
  does: ({ width = 0 }) => [{ code: 'widens_plan', values: { width } }],
  async approve(db, staff, { proposal, alongside }, now) {
    const exhibition = await findAnyExhibition(db.d1, proposal.subject.slice('exhibition:'.length))
    if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
    if (exhibition.state === 'cancelled') return { ok: false, reason: 'transition_refused', state: exhibition.state }
    const event = await chainEvent(db.keys, {
      stream: exhibitionStream(exhibition.slug),
      after: exhibition,
      type: 'widened',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { proposal: proposal.id, state: exhibition.state },
    })
    const proof = {
      sql: 'SELECT 1 FROM exhibitions WHERE id = ? AND head_mac = ?',
      values: [exhibition.id, event.mac],
    }
    const [written] = await db.d1.batch([
      db.d1
        .prepare(
          'UPDATE exhibitions SET plan_width = ?, version = version + 1, head_mac = ? WHERE id = ? AND version = ?',
        )
        .bind(proposal.data['width'] ?? 0, event.mac, exhibition.id, exhibition.version),
      ...insertEventIf(db.d1, event, proof),
      ...alongside(proof),
    ])
    return (written?.meta.changes ?? 0) > 0
      ? { ok: true }
      : { ok: false, reason: 'changed_meanwhile', version: exhibition.version }
  },
}

/** Gives the name of a kind that nothing carries out yet to the act above. */
export const registerTestKind = () => (proposalKinds.write_off = widens)
