import { readOwnRecords } from '../../db/queries/own-data.ts'
import { addMonths, muscatDay, toInstant } from '../contract/dates.ts'
import { contactKeptMonths } from '../contract/limits.ts'
import type { OwnPledge } from '../contract/pledge-readings.ts'
import { openNote } from '../people/company.ts'
import type { Store } from '../store.ts'
import { openPledge, type PledgeCredential } from './open-pledge.ts'
import { viewPledge } from './pledge-view.ts'

export type ReadOwnPledgeOutcome = { ok: true; data: OwnPledge } | { ok: false; reason: 'pledge_not_found' }

const instantOrNull = (atUtc: number | null) => (atUtc === null ? null : toInstant(atUtc))

/** Everything held of a pledge and whoever made it, for whoever holds its token. */
export async function readOwnPledge(db: Store, who: PledgeCredential, now: number): Promise<ReadOwnPledgeOutcome> {
  const opened = await openPledge(db, who, ['manage'], now)
  if (!opened.ok) return opened
  const { row } = opened
  const { reference } = row
  const lastUtc = row.state === 'pledged' || row.state === 'verified' ? row.updatedAtUtc : row.closedAtUtc
  const [pledge, { consent, messages }, notes] = await Promise.all([
    viewPledge(db, row),
    readOwnRecords(db.d1, reference, '', now),
    Promise.all(
      row.lines.map(async ({ n, note }) =>
        note === null ? [] : { n, text: await openNote(db.keys, reference, note) },
      ),
    ),
  ])
  return {
    ok: true,
    data: {
      pledge,
      notes: notes.flat(),
      consent: consent && {
        version: consent.version,
        language: consent.language,
        givenAt: toInstant(consent.givenAtUtc),
        withdrawnAt: instantOrNull(consent.withdrawnAtUtc),
      },
      messages: messages.map(({ template, state, createdAtUtc, sentAtUtc }) => ({
        template,
        state,
        writtenAt: toInstant(createdAtUtc),
        sentAt: instantOrNull(sentAtUtc),
      })),
      erasedOn: lastUtc === null ? null : addMonths(muscatDay(lastUtc), contactKeptMonths),
      contactErasedAt: instantOrNull(row.contactErasedAtUtc),
    },
  }
}
