import { findFirstYear } from '../../db/queries/public-pledges.ts'
import type { FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import { withLatinDigits } from '../contract/text.ts'
import type { Store } from '../store.ts'

export const muscatYear = (atMs: number): number => Number(muscatDay(atMs).slice(0, 4))

export type ReadYearOutcome = { ok: true; year: number } | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** The year that is asked for; this year when none is. */
export function readYear(typed: string | undefined, now: number): ReadYearOutcome {
  if (!typed) return { ok: true, year: muscatYear(now) }
  const digits = withLatinDigits(typed).trim()
  const wrong = (code: FieldError['code']): ReadYearOutcome => ({
    ok: false,
    reason: 'invalid_input',
    errors: [{ field: 'year', code }],
  })
  if (!/^\d{4}$/.test(digits)) return wrong('wrong_format')
  const year = Number(digits)
  return year < 2000 || year > muscatYear(now) ? wrong('out_of_range') : { ok: true, year }
}

/** The years of which there is something to read, the latest first; this year always among them. */
export async function listYears(db: Store, now: number): Promise<number[]> {
  const last = muscatYear(now)
  const first = Math.min(last, (await findFirstYear(db.d1)) ?? last)
  return Array.from({ length: last - first + 1 }, (_, index) => last - index)
}
