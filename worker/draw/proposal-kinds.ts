import type { ProposalKind } from '../proposals/kinds.ts'
import { readCeremonyValue } from './draw-exhibition.ts'
import { publishDraw } from './publish-draw.ts'
import { readDraw } from './read-draw.ts'
import { supersedeDraw } from './supersede-draw.ts'

// A ceremony's value and a redraw need two managers (domain.md, "Two people").

/** `data`: slug, n and the value as it was read at the ceremony. */
export const ceremonyValueKind: ProposalKind = {
  by: ['manager'],
  does: ({ slug = '', n = 0, value = '' }) => [{ code: 'draw_with_value', values: { slug, n, value } }],
  async approve(db, staff, { proposal, alongside }, now) {
    const { slug, n, value } = proposal.data
    const request = { slug: String(slug), value: String(value) }
    const [read, found] = await Promise.all([
      readCeremonyValue(db, request, now),
      readDraw(db, { slug: request.slug, n: Number(n) }),
    ])
    if (!read.ok) return read
    if (!found.ok || found.row.state !== 'frozen') return { ok: false, reason: 'transition_refused', state: 'drawn' }
    const draw = {
      slug: request.slug,
      draw: found.row,
      publicValue: read.publicValue,
      actor: `staff:${staff.id}` as const,
      proposal: proposal.id,
      alongside,
    }
    const published = await publishDraw(db, draw, now)
    if (published.ok) return published
    return { ok: false, reason: published.reason === 'too_late' ? 'too_late' : 'busy' }
  },
}

/** `data`: slug, n of the draw to set aside, and its public reason in both languages. */
export const redrawKind: ProposalKind = {
  by: ['manager'],
  does: ({ slug = '', n = 0, reasonAr = '', reasonEn = '' }) => [
    { code: 'set_draw_aside', values: { slug, n, reasonAr, reasonEn } },
  ],
  async approve(db, staff, { proposal, alongside }, now) {
    const { slug, n, reasonAr, reasonEn } = proposal.data
    return supersedeDraw(
      db,
      {
        slug: String(slug),
        n: Number(n),
        reason: { ar: String(reasonAr), en: String(reasonEn) },
        actor: `staff:${staff.id}`,
        proposal: proposal.id,
        alongside,
      },
      now,
    )
  },
}
