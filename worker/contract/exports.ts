import { bookingStates, type Role } from './codes.ts'

// The files that staff may take away (interface.md, "Staff calls").

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Files about one exhibition, and about all companies. */
export const exhibitionExports = ['bookings', 'badges', 'notice-board'] as const
export type ExhibitionExport = (typeof exhibitionExports)[number]

/** The columns of each file, in their order; their titles are in content/words under the same names. */
export const exportColumns = {
  bookings: [
    'reference',
    'state',
    'receivedAt',
    'kind',
    'name',
    'phone',
    'email',
    'governorate',
    'wilayat',
    'category',
    'tradeName',
    'description',
    'listed',
    'arrangements',
    'stall',
    'drawCode',
    'rank',
    'checkedAt',
    'enteredFrom',
    'organisation',
    'delegateName',
    'delegatePhone',
    'familyLabel',
  ],
  badges: ['stall', 'tradeName', 'name', 'category', 'governorate', 'organisation', 'reference'],
  'notice-board': ['stall', 'tradeName', 'category', 'governorate'],
} as const satisfies Record<ExhibitionExport, readonly string[]>

/** A file's cells, a row after another; blank where nothing is known. */
export type ExportRow = readonly (string | number | null)[]

/** The states in which somebody exhibits: who gets a badge. */
export const exhibitingStates = [
  'confirmed',
  'checked_in',
  'completed',
] as const satisfies (typeof bookingStates)[number][]

export const mayExport: readonly Role[] = ['officer', 'manager']
