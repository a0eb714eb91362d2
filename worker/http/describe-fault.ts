/**
 * What the log may say of a fault: its kind and the place it was thrown. A message may hold what a person typed
 * (DrizzleQueryError's does, over several lines), and so may any line of the stack before the first place.
 */
export function describeFault(error: Error): { kind: string; at: string | null } {
  const place = error.stack?.split('\n').find((line) => /^\s+at \S/.test(line) && !error.message.includes(line))
  return { kind: error.constructor.name, at: place?.trim() ?? null }
}
