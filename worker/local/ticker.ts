import { minuteMs } from '../contract/limits.ts'

/** Cron never fires locally: runs the scheduled work now and then every minute, and reports each new fault once. */
export function startTicker(runScheduled: () => Promise<void>, report: (fault: string) => void): { stop(): void } {
  let lastFault = ''
  const tick = async () => {
    try {
      await runScheduled()
      lastFault = ''
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error)
      if (fault !== lastFault) report(fault)
      lastFault = fault
    }
  }
  void tick()
  const timer = setInterval(tick, minuteMs)
  return { stop: () => clearInterval(timer) }
}
