import { exhibitionStream } from '../audit/event.ts'
import type { RedrawRequest } from '../contract/draw.ts'
import type { Staff } from '../desk/staff.ts'
import { proposeAct } from '../proposals/propose-act.ts'
import type { Store } from '../store.ts'
import type { ProposeDrawActOutcome } from './propose-ceremony-value.ts'
import { readDraw } from './read-draw.ts'

/** One manager says why the latest draw should be set aside; another approves. */
export async function proposeRedraw(
  db: Store,
  staff: Staff,
  request: { slug: string } & RedrawRequest,
  now: number,
): Promise<ProposeDrawActOutcome> {
  const { slug, reason, version } = request
  const found = await readDraw(db, { slug })
  if (!found.ok && found.reason === 'exhibition_not_found') return { ok: false, reason: 'exhibition_not_found' }
  if (!found.ok || found.draw.state === 'superseded')
    return { ok: false, reason: 'transition_refused', state: 'closed' }
  if (version != null && version !== found.exhibition.version) {
    return { ok: false, reason: 'changed_meanwhile', version: found.exhibition.version }
  }
  const data = { slug, n: found.draw.n, reasonAr: reason.ar, reasonEn: reason.en }
  return proposeAct(db, staff, { kind: 'redraw', subject: exhibitionStream(slug), data }, now)
}
