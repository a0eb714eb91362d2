import { countBookingsUntil } from '../../db/queries/exports.ts'
import type { ExhibitionRow } from '../../db/queries/exhibitions.ts'
import type { FieldError, Language } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { ExhibitionExport, ExportedFile, ExportFormat, ExportRow } from '../contract/exports.ts'
import { findOwnExhibition } from '../desk/find-own-exhibition.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { badgeRows, bookingRows, readBadges } from './export-rows.ts'
import { giveFile, titlesOf, type Content } from './give-file.ts'
import { recordExport } from './record-export.ts'

type Refusal =
  | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' | 'not_signed_in' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

export type ExportExhibitionOutcome = { ok: true; file: ExportedFile } | Refusal
export type PrintExhibitionOutcome =
  { ok: true; title: { ar: string; en: string }; titles: string[]; rows: ExportRow[] } | Refusal

interface Asked {
  what: ExhibitionExport
  slug: string | undefined
  language: Language
}

const missing: Refusal = { ok: false, reason: 'invalid_input', errors: [{ field: 'exhibition', code: 'required' }] }

/** A file about one exhibition, as it stands now. Who takes it is recorded before its first byte. */
export async function exportExhibition(
  db: Store,
  staff: Staff,
  request: Asked & { format: ExportFormat },
  now: number,
): Promise<ExportExhibitionOutcome> {
  const { what, slug, language, format } = request
  if (!slug) return missing
  const found = await findOwnExhibition(db, staff, slug)
  if (!found.ok) return found
  const { exhibition } = found
  const content = await contentOf(db, request, exhibition, now)
  const name = `${what}-${exhibition.slug}-${muscatDay(now)}`
  return giveFile(db, staff, { what, format, language, name, exhibition: exhibition.slug }, content, now)
}

/** The badges or the notice board of an exhibition, to be printed; recorded as a file is. */
export async function printExhibition(
  db: Store,
  staff: Staff,
  request: Asked & { what: 'badges' | 'notice-board' },
  now: number,
): Promise<PrintExhibitionOutcome> {
  const { what, slug } = request
  if (!slug) return missing
  const found = await findOwnExhibition(db, staff, slug)
  if (!found.ok) return found
  const { exhibition } = found
  const rows = await exhibiting(db, request, exhibition)
  const taken = { file: what, format: 'page', exhibition: exhibition.slug, rows: rows.length }
  if (!(await recordExport(db, staff, taken, now))) return { ok: false, reason: 'not_signed_in' }
  const title = { ar: exhibition.titleAr, en: exhibition.titleEn }
  return { ok: true, title, titles: titlesOf(request.language, what), rows }
}

async function exhibiting(
  db: Store,
  { what, language }: Asked & { what: 'badges' | 'notice-board' },
  exhibition: ExhibitionRow,
): Promise<ExportRow[]> {
  const rows = await readBadges(db, exhibition.id)
  const shown = what === 'badges' ? rows : rows.filter(({ listsPublicly }) => listsPublicly === 1)
  return badgeRows(db, { file: what, rows: shown, language })
}

async function contentOf(
  db: Store,
  { what, slug, language }: Asked,
  exhibition: ExhibitionRow,
  now: number,
): Promise<Content> {
  if (what !== 'bookings') {
    const rows = await exhibiting(db, { what, slug, language }, exhibition)
    return { rows: rows.length, pages: onePage(rows) }
  }
  const part = { exhibitionId: exhibition.id, untilUtc: now, language }
  return { rows: await countBookingsUntil(db.d1, exhibition.id, now), pages: bookingRows(db, part) }
}

async function* onePage(rows: ExportRow[]): AsyncGenerator<ExportRow[]> {
  yield rows
}
