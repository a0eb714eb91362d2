// A stall that was just taken is asked for again by whoever lost the race. Remembering it for a moment spares
// them a claim that cannot succeed; whether it is taken is always read from the database before anyone is told.

const rememberedMs = 2_000
const takenUntil = new Map<number, number>()

export function rememberTaken(stallId: number, now: number): void {
  if (takenUntil.size > 5_000) takenUntil.clear()
  takenUntil.set(stallId, now + rememberedMs)
}

export const isLikelyTaken = (stallId: number, now: number): boolean => (takenUntil.get(stallId) ?? 0) > now
