import type { Context } from 'hono'
import { languages, type Language } from '../contract/codes.ts'
import type { CompanyExport, ExhibitionExport, ExportFormat } from '../contract/exports.ts'
import type { AppEnv } from '../http/app-env.ts'
import { preferredLanguage } from '../http/language.ts'
import { mountDeskCalls, type DeskAnswer } from '../http/mount-desk-calls.ts'
import { sendFile } from '../http/send-file.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { exportCompanies } from './export-companies.ts'
import { exportExhibition } from './export-exhibition.ts'

function languageOf(c: Context<AppEnv>): Language {
  const asked = languages.find((language) => language === c.req.query('language'))
  return asked ?? preferredLanguage(c.req.header('Accept-Language'))
}

const ofCompanies =
  (what: CompanyExport, format: ExportFormat): DeskAnswer =>
  async (c, staff) => {
    const request = { what, format, language: languageOf(c) }
    const outcome = await exportCompanies(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? sendFile(outcome.file) : sendRefusal(c, outcome)
  }

const exported =
  (what: ExhibitionExport, format: ExportFormat): DeskAnswer =>
  async (c, staff) => {
    const language = languageOf(c)
    const request = { what, format, slug: c.req.query('exhibition'), language }
    const outcome = await exportExhibition(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? sendFile(outcome.file) : sendRefusal(c, outcome)
  }

export const exportDeskRoutes = mountDeskCalls('exports', {
  'GET /desk/exports/bookings.csv': exported('bookings', 'csv'),
  'GET /desk/exports/bookings.xlsx': exported('bookings', 'xlsx'),
  'GET /desk/exports/badges.csv': exported('badges', 'csv'),
  'GET /desk/exports/badges.xlsx': exported('badges', 'xlsx'),
  'GET /desk/exports/notice-board.csv': exported('notice-board', 'csv'),
  'GET /desk/exports/notice-board.xlsx': exported('notice-board', 'xlsx'),
  'GET /desk/exports/pledges.csv': ofCompanies('pledges', 'csv'),
  'GET /desk/exports/pledges.xlsx': ofCompanies('pledges', 'xlsx'),
  'GET /desk/exports/deliveries.csv': ofCompanies('deliveries', 'csv'),
  'GET /desk/exports/deliveries.xlsx': ofCompanies('deliveries', 'xlsx'),
})
