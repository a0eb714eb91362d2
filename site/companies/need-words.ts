import type { NeedState } from '../../worker/contract/pledge-codes.ts'

/** The colour and sign of a need's state (ui/Tag.astro). */
export const needTones = { open: 'wait', partly_met: 'wait', met: 'go', closed: 'quiet' } as const satisfies Record<
  NeedState,
  string
>
