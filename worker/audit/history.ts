import { listStream } from '../../db/queries/events.ts'
import type { ReasonCode } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { Store } from '../store.ts'
import { openText } from './text.ts'

/** What an event's data may hold of its record; whoever chains the stream's events writes it. */
interface StateEventData<State> {
  state: State
  from?: State
  reasonCode?: ReasonCode
}

export interface StateChange<State> {
  state: State
  at: string
  reason: { code: ReasonCode; text: string | null } | null
}

/**
 * The states a record went through, from its stream, each with the reason that was given; with `reasons` also what was
 * explained without a change of state.
 */
export async function readStates<State extends string>(
  db: Store,
  stream: string,
  { reasons }: { reasons: boolean } = { reasons: false },
): Promise<StateChange<State>[]> {
  const events = await listStream(db.d1, stream)
  const changes = events.map(async (event): Promise<StateChange<State> | null> => {
    const data = JSON.parse(event.data) as StateEventData<State>
    const isTold = event.seq === 1 || data.from !== data.state || (reasons && data.reasonCode !== undefined)
    if (!isTold) return null
    const text = event.textId && event.textBody ? await openText(db.keys, event.textId, event.textBody) : null
    const reason = data.reasonCode ? { code: data.reasonCode, text } : null
    return { state: data.state, at: toInstant(event.atUtc), reason }
  })
  return (await Promise.all(changes)).filter((change) => change !== null)
}
