const everyMs = 500

/**
 * Aborts on Ctrl-C and on the signals that end a process, and when npm has ended: npm passes a SIGTERM on to its
 * shell only, and the product would run on behind it.
 */
export function whenAskedToStop(): AbortSignal {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid
    setInterval(() => process.ppid !== parent && stop(), everyMs).unref()
  }
  return controller.signal
}
