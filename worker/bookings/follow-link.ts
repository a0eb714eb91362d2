import { foundTokenMs } from '../contract/limits.ts'
import { followFamiliesLink } from '../delegates/follow-families-link.ts'
import type { FamiliesCredential } from '../contract/delegates.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type FollowLinkOutcome =
  | { ok: true; leadsTo: 'booking'; manageToken: string }
  | { ok: true; leadsTo: 'families'; session: FamiliesCredential }
  | { ok: true; leadsTo: 'release' }
  | { ok: false; reason: 'booking_not_found' }

/**
 * What a message's link opens: the booking, for 24 hours on this device, all of a delegate's families, or the "this was
 * not us" question.
 */
export async function followLink(db: Store, who: BookingCredential, now: number): Promise<FollowLinkOutcome> {
  const opened = await openBooking(db, who, ['link', 'delegate_link', 'mail_link', 'release', 'delegate_release'], now)
  if (!opened.ok) {
    const session = await followFamiliesLink(db, who, now)
    return session ? { ok: true, leadsTo: 'families', session } : opened
  }
  if (opened.purpose === 'release' || opened.purpose === 'delegate_release') return { ok: true, leadsTo: 'release' }
  const purpose = opened.purpose === 'delegate_link' ? 'delegate' : 'manage'
  const manageToken = await makeToken(db.keys, who.reference, purpose, opened.row, now + foundTokenMs)
  return { ok: true, leadsTo: 'booking', manageToken }
}
