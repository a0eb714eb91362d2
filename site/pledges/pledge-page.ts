import type { FieldError } from '../../worker/contract/codes.ts'
import { replayShownMs } from '../../worker/contract/limits.ts'
import type { PledgeAnswer } from '../../worker/contract/pledge.ts'
import { refusedPledgeStep, type PledgeForm, type PledgeStep } from '../../worker/contract/pledge-form.ts'
import {
  refusalPage,
  sentEarlierPage,
  stepPage,
  type RefusalPage,
  type SentEarlierPage,
  type StartPage,
  type StepPage,
} from '../journeys/step-page.ts'

/** Refusals that are pages of their own. */
export type PageRefusal = 'too_many_requests' | 'busy'

/** What sending came to; `makePledge` gives it. */
export type Sent =
  | { ok: true; pledge: PledgeAnswer; isReplay: boolean; pledgedAtUtc: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'idempotency_key_reused' | PageRefusal }

/** One page of the pledge journey. */
export type PledgePage =
  | StartPage
  | StepPage<PledgeStep>
  | RefusalPage<PageRefusal>
  | SentEarlierPage
  | { kind: 'sent'; status: 200; pledge: PledgeAnswer }
  | { kind: 'pledged'; status: 303; pledge: PledgeAnswer }

/** The page that answers a pledge that was sent. */
export function sentPage(sent: Sent, form: PledgeForm, now: number): PledgePage {
  if (sent.ok) {
    if (!sent.isReplay) return { kind: 'pledged', status: 303, pledge: sent.pledge }
    const isRecent = now - sent.pledgedAtUtc <= replayShownMs
    return isRecent ? { kind: 'sent', status: 200, pledge: sent.pledge } : sentEarlierPage(false)
  }
  if (sent.reason === 'invalid_input') return stepPage(refusedPledgeStep(form, sent.errors))
  return sent.reason === 'idempotency_key_reused' ? sentEarlierPage(true) : refusalPage(sent.reason)
}
