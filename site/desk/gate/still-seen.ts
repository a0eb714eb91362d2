/**
 * Whom this phone let in and its list cannot tell of: whoever came after the list was made, and whoever is not sent
 * yet. Anybody else is in by the list, or was taken back.
 */
export function stillSeen(
  seen: ReadonlyMap<string, string>,
  asOf: string,
  unsent: readonly { reference: string }[],
): Map<string, string> {
  const waiting = new Set(unsent.map(({ reference }) => reference))
  return new Map([...seen].filter(([reference, at]) => at > asOf || waiting.has(reference)))
}
