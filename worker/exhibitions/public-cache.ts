// Public readings are kept for seconds in the isolate, not in the Cache API: a booking made here forgets its
// exhibition at once, so nobody who books sees an old plan.

interface Kept {
  value: unknown
  /** 0 while it is being loaded. */
  untilMs: number
}

const kept = new Map<string, Kept>()

/**
 * Keeps what a load returned; a failed load is not kept. Readers at the same moment load for themselves:
 * workerd ends a request that waits for what another request is reading.
 */
export async function keepFor<T>(name: string, milliseconds: number, now: number, load: () => Promise<T>): Promise<T> {
  const known = kept.get(name)
  // Whoever asks for a name gets what the same name's load returned.
  if (known && known.untilMs > now) return known.value as T
  if (kept.size > 500) kept.clear()
  const mine: Kept = { value: undefined, untilMs: 0 }
  kept.set(name, mine)
  const value = await load()
  // Forgotten meanwhile: what was read may be older than what was written.
  if (kept.get(name) === mine) kept.set(name, { value, untilMs: now + milliseconds })
  return value
}

/** The next reader of this name loads it anew. */
export const forget = (name: string): boolean => kept.delete(name)

/** Forgets what was kept of an exhibition and of every list. */
export function forgetExhibition(slug: string): void {
  forgetStarting(`exhibition:${slug}:`, 'list:')
}

/** Forgets what was kept of needs and of what companies promised. */
export function forgetPledges(): void {
  forgetStarting('needs', 'pledges:')
}

function forgetStarting(...prefixes: string[]): void {
  for (const name of kept.keys()) {
    if (prefixes.some((prefix) => name.startsWith(prefix))) kept.delete(name)
  }
}
