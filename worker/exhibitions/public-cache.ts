// Public readings are kept for seconds in the isolate, and shared in the colo by the Cache API.
// A booking made here forgets its exhibition at once, so nobody who books sees an old plan.

interface Kept {
  value: Promise<unknown>
  untilMs: number
}

const kept = new Map<string, Kept>()

/** One load at a time for each name; a failed load is not kept. */
export function keepFor<T>(name: string, milliseconds: number, now: number, load: () => Promise<T>): Promise<T> {
  const known = kept.get(name)
  // Whoever asks for a name gets what the same name's load returned.
  if (known && known.untilMs > now) return known.value as Promise<T>
  const value = load()
  kept.set(name, { value, untilMs: now + milliseconds })
  value.catch(() => kept.delete(name))
  if (kept.size > 500) kept.clear()
  return value
}

/** The next reader of this name loads it anew; readers at the same moment share one load. */
export const forget = (name: string): boolean => kept.delete(name)

/** Forgets what was kept of an exhibition and of every list. */
export function forgetExhibition(slug: string): void {
  for (const name of kept.keys()) {
    if (name === `exhibition:${slug}` || name.startsWith('list:')) kept.delete(name)
  }
}
