/** Whether D1 refused work for want of capacity: nothing was written and the same request may be sent again. */
export function isOverload(error: unknown): boolean {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : ''
  return /overloaded|too many requests queued/i.test(text)
}
