import { unstable_startWorker as startWorker } from 'wrangler'
import type { LocalSecrets } from './secrets.ts'

export interface LocalWorker {
  url: string
  fetch(path: string, body?: unknown): Promise<{ status: number; text(): Promise<string>; json(): Promise<unknown> }>
  runScheduled(): Promise<void>
  stop(): Promise<void>
}

interface WorkerToStart {
  config: string
  /** 0 takes any free port. */
  port: number
  stateDir: string
  /** Secrets, and settings that take the place of wrangler.toml's. */
  secrets: Partial<LocalSecrets & { DRAND_URL: string }>
}

/** Runs a Worker in workerd on the loopback interface, on a D1 kept in `stateDir`. Nothing remote is ever reached. */
export async function startLocalWorker(wanted: WorkerToStart): Promise<LocalWorker> {
  // The explorer and the traces that wrangler adds would answer on the product's port and write on every request.
  process.env.X_LOCAL_EXPLORER = 'false'
  process.env.X_LOCAL_OBSERVABILITY = 'false'
  process.env.WRANGLER_LOG ??= 'error'
  process.env.WRANGLER_SEND_METRICS = 'false'
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false'
  const bindings = Object.entries(wanted.secrets).map(([name, value]) => [name, { type: 'plain_text', value }])
  const worker = await startWorker({
    config: wanted.config,
    // The secrets are given here; a .dev.vars beside the configuration is another run's.
    envFiles: [],
    bindings: Object.fromEntries(bindings),
    dev: {
      remote: false,
      persist: wanted.stateDir,
      server: { hostname: '127.0.0.1', port: wanted.port },
      inspector: false,
      watch: false,
      liveReload: false,
      logLevel: 'error',
    },
  })
  await worker.ready
  const url = String(await worker.url).replace(/\/$/, '')
  return {
    url,
    fetch: (path, body) =>
      worker.fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    async runScheduled() {
      // A Worker that serves assets cannot be reached by worker.scheduled(); this address can reach every one.
      const response = await fetch(`${url}/cdn-cgi/local/scheduled?cron=${encodeURIComponent('* * * * *')}`)
      if (response.status !== 200) throw new Error(`it ended with ${await response.text()}`)
    },
    stop: () => worker.dispose(),
  }
}
