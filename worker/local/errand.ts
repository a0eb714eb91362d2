import type { AuditReport } from '../audit/verify-audit.ts'
import type { RotationCursor, RotationPage } from '../people/rotate-keys.ts'
import type { Migration } from './migrations.ts'
import type { Findable } from '../../db/seed/seed-database.ts'

/** What a command asks of the local database; the errand Worker carries it out in workerd. */
export type Errand =
  | { do: 'migrate'; migrations: Migration[] }
  | { do: 'wipe' }
  | { do: 'seed'; unlessFilled: boolean }
  /** Entries of a crowd, from one number to the one before another. */
  | { do: 'crowd'; from: number; to: number }
  | { do: 'verify' }
  | { do: 'rotate'; cursor: RotationCursor | null }
  | { do: 'count-keys' }

export interface ErrandAnswers {
  migrate: { applied: string[] }
  wipe: { done: true }
  /** `seeded` is false when the database held exhibitions already. */
  seed: { seeded: boolean; findable: Findable | null }
  crowd: { booked: number }
  verify: AuditReport
  rotate: RotationPage
  'count-keys': { ciphertextsByKeyId: Record<string, number> }
}
