import { languages } from '../contract/codes.ts'
import type { ExhibitionExport, ExportFormat } from '../contract/exports.ts'
import { preferredLanguage } from '../http/language.ts'
import { mountDeskCalls, type DeskAnswer } from '../http/mount-desk-calls.ts'
import { sendFile } from '../http/send-file.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { exportExhibition } from './export-exhibition.ts'

const exported =
  (what: ExhibitionExport, format: ExportFormat): DeskAnswer =>
  async (c, staff) => {
    const asked = languages.find((language) => language === c.req.query('language'))
    const language = asked ?? preferredLanguage(c.req.header('Accept-Language'))
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
})
