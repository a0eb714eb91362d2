// The files that staff may take away (interface.md, "Staff calls").

export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** Files about one exhibition. */
export const exhibitionExports = ['bookings', 'badges', 'notice-board'] as const
export type ExhibitionExport = (typeof exhibitionExports)[number]

/** Files about all companies. */
export const companyExports = ['pledges', 'deliveries'] as const
export type CompanyExport = (typeof companyExports)[number]

export type ExportName = ExhibitionExport | CompanyExport

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
  pledges: [
    'reference',
    'pledgeState',
    'receivedAt',
    'companyAr',
    'companyEn',
    'registration',
    'sector',
    'naming',
    'contact',
    'phone',
    'email',
    'line',
    'lineKind',
    'quantity',
    'unit',
    'dueOn',
    'need',
    'lineState',
    'received',
  ],
  deliveries: [
    'receivedOn',
    'reference',
    'line',
    'companyAr',
    'companyEn',
    'lineKind',
    'quantity',
    'unit',
    'receiptNumber',
    'receivedBy',
    'reversedAt',
  ],
} as const satisfies Record<ExportName, readonly string[]>

/** A file's cells, a row after another; blank where nothing is known. */
export type ExportRow = readonly (string | number | null)[]

/** A file that is written while it is sent. */
export interface ExportedFile {
  name: string
  format: ExportFormat
  bytes: AsyncGenerator<Uint8Array>
}
