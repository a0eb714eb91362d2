import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatInstant } from '../../worker/contract/dates.ts'
import type { PledgeState } from '../../worker/contract/pledge-codes.ts'
import type { PledgeView } from '../../worker/contract/pledge.ts'

const way = ['pledged', 'verified', 'accepted', 'partly_delivered', 'fulfilled'] as const
const endings: readonly PledgeState[] = ['declined', 'withdrawn', 'closed_unfulfilled']

interface Station {
  title: string
  when?: string
  at: 'behind' | 'now' | 'ahead'
}

/** The way of a pledge: what it reached and when, where it stands, and what is still ahead of it. */
export function stationsOf(language: Language, { state, history }: PledgeView): Station[] {
  const words = wordsOf(language).pledges.stations
  const reached = new Map<PledgeState, string>()
  for (const entry of history) reached.set(entry.state, entry.at)
  const stationOf = (name: PledgeState): Station => {
    const since = reached.get(name)
    const at = name === state ? 'now' : since ? 'behind' : 'ahead'
    return { title: words[name], at, ...(since && { when: formatInstant(language, since) }) }
  }
  const isOver = endings.includes(state)
  const main = way.filter((name) => reached.has(name) || name === state || !isOver).map(stationOf)
  if (isOver) return [...main, stationOf(state)]
  if (state !== 'overdue') return state === 'fulfilled' ? main.filter(({ at }) => at !== 'ahead') : main
  return [...main.filter(({ at }) => at === 'behind'), stationOf('overdue'), ...main.filter(({ at }) => at === 'ahead')]
}
