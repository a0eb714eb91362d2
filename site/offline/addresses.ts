const page = /^\/(?:ar|en)\/(?:[^?]*\/)?$/
const leftAlone = /^\/(?:ar|en)\/(?:desk|b|p|bookings|pledges|verify|refused|offline)\/|\/(?:book|pledge)\/$/
const personal = /^\/(?:ar|en)\/(?:bookings|pledges)\/[A-Z]{3}-[0-9A-Z]{8}\/(?:pass\/|letter\/|certificate\/)?$/i

const gate = /^\/(?:ar|en)\/desk\/gate\/[^/]+\/$/

/** Whether a path is the one page of the desk that works without a network, on a phone that was prepared for it. */
export const isGatePage = (path: string): boolean => gate.test(path)

/** Whether a path is a page for everybody that may be kept when it is visited: no form's journey, no desk. */
export const isPublicPage = (path: string): boolean => page.test(path) && !leftAlone.test(path)

/** Whether a path is about one booking or pledge, which is kept only when the person asks. */
export const isPersonalPage = (path: string): boolean => personal.test(path)

export const isAsset = (path: string): boolean => path.startsWith('/_astro/')
