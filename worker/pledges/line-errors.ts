import type { NeedOfLine } from '../../db/queries/pledge-needs.ts'
import type { FieldCode, FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { PledgeLineInput } from '../contract/pledge.ts'

type AskedLine = Pick<PledgeLineInput, 'kind' | 'unit' | 'dueOn' | 'need'>

/** What the schema cannot know of lines: whether they lie ahead, and whether their needs ask for this. */
export function lineErrors(
  lines: readonly AskedLine[],
  needs: ReadonlyMap<string, NeedOfLine>,
  now: number,
): FieldError[] {
  return lines.flatMap((line, index) => [
    ...(line.dueOn > muscatDay(now) ? [] : [{ field: `lines.${index}.dueOn`, code: 'out_of_range' as const }]),
    ...needErrors(line, index, needs),
  ])
}

function needErrors(line: AskedLine, index: number, needs: ReadonlyMap<string, NeedOfLine>): FieldError[] {
  if (line.need === null) return []
  const refused = (code: FieldCode) => [{ field: `lines.${index}.need`, code }]
  const need = needs.get(line.need)
  if (!need) return refused('unknown')
  const isAskedFor = need.closedAtUtc === null && need.kind === line.kind && need.unit === line.unit
  return isAskedFor ? [] : refused('not_allowed')
}
