import { wordsOf } from '../../content/words.ts'
import { listDeliveries, listPledgeLinesUntil, type ExportedPledgeLine } from '../../db/queries/company-exports.ts'
import type { Language } from '../contract/codes.ts'
import { formatInstant } from '../contract/dates.ts'
import { exportColumns, type ExportRow } from '../contract/exports.ts'
import { openCompany, openContact } from '../people/company.ts'
import type { Store } from '../store.ts'

/** A page is read, opened and written before the next. */
const pagePledges = 50
const pageDeliveries = 250

type Codes = Record<string, string>
const inWords = (codes: Codes, code: string | null) => (code === null ? null : (codes[code] ?? code))

/** Every line of the pledges made until an instant, the oldest pledge first. */
export async function* pledgeRows(
  db: Store,
  { untilUtc, language }: { untilUtc: number; language: Language },
): AsyncGenerator<ExportRow[]> {
  let after = { createdAtUtc: -1, reference: '' }
  for (;;) {
    const lines = await listPledgeLinesUntil(db.d1, { untilUtc, after }, pagePledges)
    const last = lines.at(-1)
    if (!last) return
    yield await Promise.all(lines.map((line) => pledgeRow(db, language, line)))
    after = last
  }
}

async function pledgeRow(db: Store, language: Language, line: ExportedPledgeLine): Promise<ExportRow> {
  const { codes } = wordsOf(language)
  const { reference } = line
  const company = await openCompany(db.keys, reference, line.company)
  const contact = line.contact === null ? null : await openContact(db.keys, reference, line.contact)
  const cells: Record<(typeof exportColumns.pledges)[number], string | number | null> = {
    reference,
    pledgeState: inWords(codes.pledge, line.state),
    receivedAt: formatInstant(language, line.createdAtUtc),
    companyAr: company.name.ar,
    companyEn: company.name.en,
    registration: company.registration,
    sector: inWords(codes.sector, line.sector),
    naming: inWords(codes.naming, line.naming),
    contact: contact?.name ?? null,
    phone: contact?.phone ?? null,
    email: contact?.email ?? null,
    line: line.n,
    lineKind: inWords(codes.lineKind, line.kind),
    quantity: line.quantity,
    unit: inWords(codes.lineUnit, line.unit),
    dueOn: line.dueOn,
    need: line.needId,
    lineState: inWords(codes.line, line.lineState),
    received: line.received,
  }
  return exportColumns.pledges.map((column) => cells[column])
}

/** Every recorded delivery up to one, in the order in which they were recorded. */
export async function* deliveryRows(
  db: Store,
  { upToId, language }: { upToId: number; language: Language },
): AsyncGenerator<ExportRow[]> {
  const { codes } = wordsOf(language)
  let afterId = 0
  for (;;) {
    const deliveries = await listDeliveries(db.d1, { afterId, upToId }, pageDeliveries)
    yield await Promise.all(
      deliveries.map(async (delivery): Promise<ExportRow> => {
        const { name } = await openCompany(db.keys, delivery.reference, delivery.company)
        const cells: Record<(typeof exportColumns.deliveries)[number], string | number | null> = {
          receivedOn: delivery.receivedOn,
          reference: delivery.reference,
          line: delivery.n,
          companyAr: name.ar,
          companyEn: name.en,
          lineKind: inWords(codes.lineKind, delivery.kind),
          quantity: delivery.quantity,
          unit: inWords(codes.lineUnit, delivery.unit),
          receiptNumber: delivery.receiptNumber,
          receivedBy: language === 'ar' ? delivery.receivedByAr : delivery.receivedByEn,
          reversedAt: delivery.reversedAtUtc === null ? null : formatInstant(language, delivery.reversedAtUtc),
        }
        return exportColumns.deliveries.map((column) => cells[column])
      }),
    )
    const last = deliveries.at(-1)
    if (!last || deliveries.length < pageDeliveries) return
    afterId = last.id
  }
}
