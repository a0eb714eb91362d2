import type { ListedDataRequest } from '../../db/queries/own-data.ts'
import { openText } from '../audit/text.ts'
import { toInstant } from '../contract/dates.ts'
import { dayMs } from '../contract/limits.ts'
import type { DeskDataRequest } from '../contract/own-data.ts'
import type { Store } from '../store.ts'

const open = (db: Store, id: string | null, body: string | null): Promise<string | null> =>
  id && body ? openText(db.keys, id, body) : Promise.resolve(null)

/** A person's request as staff see it, with the days that the law leaves. */
export async function viewDataRequest(db: Store, row: ListedDataRequest, now: number): Promise<DeskDataRequest> {
  const { id, kind, state, language, closedByAr, closedByEn } = row
  const [text, answer] = await Promise.all([
    open(db, row.textId, row.textBody),
    open(db, row.answerTextId, row.answerBody),
  ])
  return {
    id,
    reference: row.subject,
    exhibition: row.exhibition,
    kind,
    askedBy: row.askedBy,
    state,
    text,
    language,
    askedAt: toInstant(row.askedAtUtc),
    dueAt: toInstant(row.dueAtUtc),
    daysLeft: Math.floor((row.dueAtUtc - now) / dayMs),
    closedAt: row.closedAtUtc === null ? null : toInstant(row.closedAtUtc),
    closedBy: closedByAr !== null && closedByEn !== null ? { ar: closedByAr, en: closedByEn } : null,
    answer,
  }
}
