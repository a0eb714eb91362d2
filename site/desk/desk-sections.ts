import { roles, type Role } from '../../worker/contract/codes.ts'

const decides = ['officer', 'manager'] as const satisfies Role[]
const readsPledges = ['viewer', 'receiver', 'officer', 'manager'] as const satisfies Role[]

/**
 * The parts of the desk, in the order of its bar: where each begins after `desk/`, and who has it (the same roles as
 * worker/desk/permissions.ts gives the page; a test compares them). Its name is `desk.nav.<id>` in content/words.
 */
export const deskSections = [
  { id: 'home', path: '', for: roles },
  { id: 'exhibitions', path: 'exhibitions/', for: ['viewer', 'officer', 'manager'] },
  { id: 'proposals', path: 'proposals/', for: ['manager'] },
  { id: 'gate', path: 'gate/', for: ['gate', 'officer', 'manager'] },
  { id: 'needs', path: 'needs/', for: readsPledges },
  { id: 'pledges', path: 'pledges/', for: readsPledges },
  { id: 'outbox', path: 'outbox/', for: decides },
  { id: 'dataRequests', path: 'data-requests/', for: decides },
  { id: 'exports', path: 'exports/', for: decides },
  { id: 'staff', path: 'staff/', for: ['manager'] },
  { id: 'breaches', path: 'breaches/', for: ['manager'] },
  { id: 'audit', path: 'audit/', for: ['manager'] },
  { id: 'settings', path: 'settings/', for: ['manager'] },
] as const satisfies { id: string; path: string; for: readonly Role[] }[]

export type DeskSection = (typeof deskSections)[number]['id']

export const sectionsFor = (role: Role) =>
  deskSections.filter((section) => (section.for as readonly Role[]).includes(role))
