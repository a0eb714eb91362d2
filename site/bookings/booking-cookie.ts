import { closingFamilies } from '../families/families-cookie.ts'
import { holderCookies } from '../journeys/holder-cookies.ts'

const cookies = holderCookies('bookings', 'TMK')

export const { cookieName, openingCookies } = cookies

/** The `Set-Cookie` lines that close every booking, and a delegate's families, that a request shows to be open. */
export const closingCookies = (request: Request): string[] => [
  ...cookies.closingCookies(request),
  ...closingFamilies(request),
]
