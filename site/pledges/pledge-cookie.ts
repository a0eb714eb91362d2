import { holderCookies } from '../journeys/holder-cookies.ts'

export const { cookieName, openingCookies, closingCookies } = holderCookies('pledges', 'PLG')
