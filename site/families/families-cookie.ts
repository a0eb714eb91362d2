import type { FamiliesCredential } from '../../worker/contract/delegates.ts'
import { foundTokenMs } from '../../worker/contract/limits.ts'
import { cookieLines, cookieNamesIn } from '../journeys/holder-cookies.ts'

export const familiesCookieName = 'families'

/** The `Set-Cookie` lines that open a delegate's families on this device. */
export const openingFamilies = ({ delegateKey, token }: FamiliesCredential): string[] =>
  cookieLines('bookings', familiesCookieName, `${delegateKey}~${token}`, foundTokenMs / 1000)

/** The lines that close them, where a request shows them to be open. */
export const closingFamilies = (request: Request): string[] =>
  cookieNamesIn(request).includes(familiesCookieName) ? cookieLines('bookings', familiesCookieName, '', 0) : []

/** The session that a device keeps of a delegate; null without one. */
export function readFamiliesCookie(value: string | undefined): FamiliesCredential | null {
  const [, delegateKey, token] = /^([\w-]{43})~([\w-]{1,80})$/.exec(value ?? '') ?? []
  return delegateKey && token ? { delegateKey, token } : null
}
