import { hourMs, minuteMs } from '../contract/limits.ts'

/** A message that could not be sent so often, over about a day and a half, is dead. */
export const attemptsMax = 42

/** Whoever claimed a message and was never heard of again loses it after this long. */
export const leaseMs = 5 * minuteMs

const longestPauseMs = hourMs
const longestAskedMs = 6 * hourMs

/**
 * The pause after so many attempts: 1, 2, 4 … minutes, then an hour, a quarter shorter or longer by `chance`
 * (0 to 1). A provider that asks for a longer one gets it, up to six hours.
 */
export function pauseAfter(attempts: number, chance: number, askedMs = 0): number {
  const pauseMs = Math.min(minuteMs * 2 ** (attempts - 1), longestPauseMs) * (0.75 + chance / 2)
  return Math.round(Math.max(pauseMs, Math.min(askedMs, longestAskedMs)))
}

/** A number from 0 to 1 that a text always gives, and other texts others (FNV-1a): messages come apart by it. */
export function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  // FNV moves the last letters' differences into the low bits only; this spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32
}
