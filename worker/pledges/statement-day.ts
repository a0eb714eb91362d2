import type { StatementHead } from '../../db/queries/statements.ts'
import { muscatDay } from '../contract/dates.ts'

/** The day as of which a statement stands: while its year lasts it goes on growing, after that it is the year's last day or the day it was made. */
export function statementDay({ year, issuedAtUtc }: Pick<StatementHead, 'year' | 'issuedAtUtc'>, now: number): string {
  const [issuedOn, today, lastDay] = [muscatDay(issuedAtUtc), muscatDay(now), `${year}-12-31`]
  const grownUntil = today < lastDay ? today : lastDay
  return issuedOn > grownUntil ? issuedOn : grownUntil
}
