import { roles, type Role } from '../contract/codes.ts'

const everyone = roles
const decides = ['officer', 'manager'] as const satisfies Role[]
const readsLists = ['viewer', 'officer', 'manager'] as const satisfies Role[]

const decidesAlone = ['manager'] as const satisfies Role[]
const receives = ['receiver', 'manager'] as const satisfies Role[]
const readsPledges = ['viewer', 'receiver', 'officer', 'manager'] as const satisfies Role[]
const atTheGate = ['gate', 'officer', 'manager'] as const satisfies Role[]

/**
 * Every staff call and the roles that may make it (interface.md), under the noun whose routes answer it. A call
 * without a line here does not compile, nor does a line without its answer.
 */
export const deskCallsOf = {
  desk: {
    'GET /desk/me': everyone,
    'GET /desk/exhibitions/:slug/bookings': readsLists,
    'POST /desk/exhibitions/:slug/bookings': decides,
    'POST /desk/exhibitions/:slug/bookings/search': decides,
    'GET /desk/bookings/:reference': decides,
    'POST /desk/bookings/:reference/check': decides,
    'POST /desk/bookings/:reference/confirm': decides,
    'POST /desk/bookings/:reference/decline': decides,
    'POST /desk/bookings/:reference/ask': decides,
    'POST /desk/bookings/:reference/reinstate': decidesAlone,
    'POST /desk/bookings/:reference/offer': decides,
    'POST /desk/bookings/:reference/move': decides,
    'POST /desk/bookings/:reference/cancel': decidesAlone,
    'POST /desk/bookings/:reference/release-phone': decides,
    'POST /desk/bookings/:reference/check-in': atTheGate,
    'POST /desk/bookings/:reference/undo-check-in': ['gate', 'manager'],
    'POST /desk/bookings/swap': decides,
    'POST /desk/check-in': atTheGate,
    'GET /desk/outbox': decides,
    'POST /desk/outbox/resend-dead': decides,
    'POST /desk/outbox/:id/resend': decides,
    'GET /desk/data-requests': decides,
  },
  gate: {
    'GET /desk/exhibitions/:slug/gate-list': atTheGate,
    'POST /desk/exhibitions/:slug/check-ins': atTheGate,
  },
  exhibitions: {
    'GET /desk/exhibitions': readsLists,
    'POST /desk/exhibitions': decidesAlone,
    'GET /desk/exhibitions/:slug': readsLists,
    'PATCH /desk/exhibitions/:slug': decidesAlone,
    'PUT /desk/exhibitions/:slug/plan': decidesAlone,
    'POST /desk/exhibitions/:slug/publish': decidesAlone,
    'POST /desk/exhibitions/:slug/extend': decidesAlone,
    'POST /desk/exhibitions/:slug/close': decidesAlone,
    'POST /desk/exhibitions/:slug/cancel': decidesAlone,
  },
  draws: {
    'POST /desk/exhibitions/:slug/freeze': decidesAlone,
    'POST /desk/exhibitions/:slug/draw': decidesAlone,
    'POST /desk/exhibitions/:slug/redraw': decidesAlone,
  },
  needs: {
    'GET /desk/needs': readsPledges,
    'POST /desk/needs': decidesAlone,
    'PATCH /desk/needs/:id': decidesAlone,
  },
  pledges: {
    'GET /desk/pledges': readsPledges,
    'POST /desk/pledges': decides,
    'GET /desk/pledges/:reference': ['receiver', 'officer', 'manager'],
    'POST /desk/pledges/:reference/verify': decides,
    'POST /desk/pledges/:reference/accept': decidesAlone,
    'POST /desk/pledges/:reference/decline': decidesAlone,
    'POST /desk/pledges/:reference/agree-change': decidesAlone,
    'POST /desk/pledges/:reference/refuse-change': decidesAlone,
    'POST /desk/pledges/:reference/lines/:n/receive': receives,
    'POST /desk/pledges/:reference/lines/:n/reverse': decidesAlone,
    'POST /desk/pledges/:reference/lines/:n/write-off': decidesAlone,
    'POST /desk/pledges/:reference/lines/:n/sustain': ['receiver', 'officer', 'manager'],
  },
  ownData: {
    'GET /desk/data-requests/:id': decides,
    'POST /desk/data-requests/:id/close': decides,
    'POST /desk/bookings/:reference/correct': decides,
    'POST /desk/bookings/:reference/erase': decidesAlone,
  },
  office: {
    'GET /desk/staff': decidesAlone,
    'POST /desk/staff': decidesAlone,
    'PATCH /desk/staff/:id': decidesAlone,
    'GET /desk/breaches': decidesAlone,
    'POST /desk/breaches': decidesAlone,
    'GET /desk/breaches/:id': decidesAlone,
    'PATCH /desk/breaches/:id': decidesAlone,
    'GET /desk/settings': decidesAlone,
    'PATCH /desk/settings/:name': decidesAlone,
  },
  audit: {
    'GET /desk/audit': decidesAlone,
    'GET /desk/audit/check': decidesAlone,
    'GET /desk/audit/seal': decidesAlone,
  },
  exports: {
    'GET /desk/exports/bookings.csv': decides,
    'GET /desk/exports/bookings.xlsx': decides,
    'GET /desk/exports/badges.csv': decides,
    'GET /desk/exports/badges.xlsx': decides,
    'GET /desk/exports/notice-board.csv': decides,
    'GET /desk/exports/notice-board.xlsx': decides,
    'GET /desk/exports/pledges.csv': decidesAlone,
    'GET /desk/exports/pledges.xlsx': decidesAlone,
    'GET /desk/exports/deliveries.csv': decidesAlone,
    'GET /desk/exports/deliveries.xlsx': decidesAlone,
  },
  proposals: {
    'GET /desk/proposals': decidesAlone,
    'POST /desk/proposals/:id/approve': decidesAlone,
    'POST /desk/proposals/:id/refuse': decidesAlone,
  },
} as const satisfies Record<string, Record<string, readonly Role[]>>

export type DeskNoun = keyof typeof deskCallsOf
export type DeskCallOf<N extends DeskNoun> = Extract<keyof (typeof deskCallsOf)[N], string>

export const deskCalls = {
  ...deskCallsOf.desk,
  ...deskCallsOf.gate,
  ...deskCallsOf.exhibitions,
  ...deskCallsOf.draws,
  ...deskCallsOf.needs,
  ...deskCallsOf.pledges,
  ...deskCallsOf.ownData,
  ...deskCallsOf.office,
  ...deskCallsOf.audit,
  ...deskCallsOf.exports,
  ...deskCallsOf.proposals,
}

export type DeskCall = keyof typeof deskCalls

/** Every desk page, after the language, and who may open or send it. `anyone` needs no identity. */
export const deskPages = {
  'GET /desk/': everyone,
  'GET /desk/sign-in/': 'anyone',
  'POST /desk/sign-in/': 'anyone',
  'POST /desk/sign-out/': 'anyone',
  'GET /desk/exhibitions/': readsLists,
  'GET /desk/exhibitions/new/': decidesAlone,
  'POST /desk/exhibitions/new/': decidesAlone,
  'GET /desk/exhibitions/rounds/': decidesAlone,
  'POST /desk/exhibitions/rounds/': decidesAlone,
  'GET /desk/exhibitions/:slug/': readsLists,
  'POST /desk/exhibitions/:slug/': decidesAlone,
  'GET /desk/exhibitions/:slug/edit/': decidesAlone,
  'POST /desk/exhibitions/:slug/edit/': decidesAlone,
  'GET /desk/exhibitions/:slug/plan/': readsLists,
  'POST /desk/exhibitions/:slug/plan/': decidesAlone,
  'GET /desk/exhibitions/:slug/plan.csv/': readsLists,
  'GET /desk/proposals/': decidesAlone,
  'POST /desk/proposals/': decidesAlone,
  'GET /desk/exhibitions/:slug/bookings/': readsLists,
  'POST /desk/exhibitions/:slug/bookings/': decides,
  'GET /desk/exhibitions/:slug/bookings/enter/': decides,
  'POST /desk/exhibitions/:slug/bookings/enter/': decides,
  'GET /desk/gate/': atTheGate,
  'GET /desk/gate/:slug/': atTheGate,
  'POST /desk/gate/:slug/': atTheGate,
  'GET /desk/exhibitions/:slug/bookings/review/': decides,
  'POST /desk/exhibitions/:slug/bookings/review/': decides,
  'GET /desk/exhibitions/:slug/bookings/bulk/': decides,
  'POST /desk/exhibitions/:slug/bookings/bulk/': decides,
  'GET /desk/exhibitions/:slug/bookings/waitlist/': readsLists,
  'GET /desk/bookings/:reference/': decides,
  'POST /desk/bookings/:reference/': decides,
  'GET /desk/bookings/:reference/move/': decides,
  'POST /desk/bookings/:reference/move/': decides,
  'GET /desk/bookings/:reference/offer/': decides,
  'POST /desk/bookings/:reference/offer/': decides,
  'GET /desk/needs/': readsPledges,
  'GET /desk/needs/new/': decidesAlone,
  'POST /desk/needs/new/': decidesAlone,
  'GET /desk/needs/:id/': decidesAlone,
  'POST /desk/needs/:id/': decidesAlone,
  'GET /desk/pledges/': readsPledges,
  'GET /desk/pledges/enter/': decides,
  'POST /desk/pledges/enter/': decides,
  'GET /desk/pledges/:reference/': ['receiver', 'officer', 'manager'],
  'POST /desk/pledges/:reference/': ['receiver', 'officer', 'manager'],
  'GET /desk/pledges/:reference/letter/': decides,
  'GET /desk/pledges/:reference/certificate/': decides,
  'GET /desk/outbox/': decides,
  'POST /desk/outbox/': decides,
  'GET /desk/bookings/:reference/correct/': decides,
  'POST /desk/bookings/:reference/correct/': decides,
  'GET /desk/data-requests/': decides,
  'GET /desk/data-requests/:id/': decides,
  'POST /desk/data-requests/:id/': decides,
  'GET /desk/staff/': decidesAlone,
  'GET /desk/staff/add/': decidesAlone,
  'POST /desk/staff/add/': decidesAlone,
  'GET /desk/staff/:id/': decidesAlone,
  'POST /desk/staff/:id/': decidesAlone,
  'GET /desk/breaches/': decidesAlone,
  'POST /desk/breaches/': decidesAlone,
  'GET /desk/breaches/:id/': decidesAlone,
  'POST /desk/breaches/:id/': decidesAlone,
  'GET /desk/audit/': decidesAlone,
  'GET /desk/audit/check/': decidesAlone,
  'GET /desk/settings/': decidesAlone,
  'POST /desk/settings/': decidesAlone,
  'GET /desk/exports/': decides,
  'GET /desk/exports/print/': decides,
} as const satisfies Record<string, readonly Role[] | 'anyone'>

const pages = Object.entries(deskPages).map(([page, allowed]) => {
  const [method = '', path = ''] = page.split(' ')
  return { method, path: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`), allowed }
})

/** Who may have a desk page; null for an address or method that is no desk page. */
export function allowedOnPage(method: string, path: string): readonly Role[] | 'anyone' | null {
  const asked = method === 'HEAD' ? 'GET' : method
  const withSlash = path.endsWith('/') ? path : `${path}/`
  return pages.find((page) => page.method === asked && page.path.test(withSlash))?.allowed ?? null
}
