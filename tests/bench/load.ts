import http from 'node:http'

export interface Reply {
  status: number
  milliseconds: number
  body: string
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 128 })

/** One request over a kept connection. A body is sent as JSON. */
export function send(url: string, options: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const data = options.body === undefined ? '' : JSON.stringify(options.body)
    const request = http.request(
      url,
      {
        agent,
        method: data ? 'POST' : 'GET',
        headers: {
          ...(data && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(data) }),
          ...options.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            milliseconds: performance.now() - startedAt,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(data)
  })
}

export interface Round {
  perSecond: number
  p95: number
  statuses: Record<number, number>
}

/** `count` requests, `concurrency` at a time. */
export async function runRound(
  count: number,
  concurrency: number,
  request: (index: number) => Promise<Reply>,
): Promise<Round> {
  let next = 0
  const replies: Reply[] = []
  const startedAt = performance.now()
  const lane = async () => {
    while (next < count) {
      next += 1
      replies.push(await request(next - 1))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  const seconds = (performance.now() - startedAt) / 1000
  const times = replies.map((reply) => reply.milliseconds).sort((one, other) => one - other)
  const statuses: Record<number, number> = {}
  for (const { status } of replies) statuses[status] = (statuses[status] ?? 0) + 1
  return { perSecond: count / seconds, p95: times[Math.floor(times.length * 0.95)] ?? 0, statuses }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
