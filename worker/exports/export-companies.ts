import { countPledgeLinesUntil, readDeliveriesExtent } from '../../db/queries/company-exports.ts'
import type { Language } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { CompanyExport, ExportFormat } from '../contract/exports.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { deliveryRows, pledgeRows } from './company-rows.ts'
import { giveFile, type Content, type GiveFileOutcome } from './give-file.ts'

/** What all companies promised, or what came of it, as it stands now. Who takes it is recorded before its first byte. */
export async function exportCompanies(
  db: Store,
  staff: Staff,
  { what, format, language }: { what: CompanyExport; format: ExportFormat; language: Language },
  now: number,
): Promise<GiveFileOutcome> {
  const content = what === 'pledges' ? await allPledges(db, language, now) : await allDeliveries(db, language)
  const name = `${what}-${muscatDay(now)}`
  return giveFile(db, staff, { what, format, language, name, exhibition: null }, content, now)
}

const allPledges = async (db: Store, language: Language, now: number): Promise<Content> => ({
  rows: await countPledgeLinesUntil(db.d1, now),
  pages: pledgeRows(db, { untilUtc: now, language }),
})

async function allDeliveries(db: Store, language: Language): Promise<Content> {
  const { count, lastId } = await readDeliveriesExtent(db.d1)
  return { rows: count, pages: deliveryRows(db, { upToId: lastId, language }) }
}
