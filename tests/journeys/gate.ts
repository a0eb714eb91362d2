import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inject, onTestFinished } from 'vitest'

/** The way from a browser to the product, which a test can close, slow down, or give another service worker. */
export interface Gate {
  url: string
  isClosed: boolean
  delayMs: number
  /** The code served as /sw.js instead of the product's. */
  serviceWorker: string | null
  /** What was asked for, as method and path. */
  asked: string[]
}

export async function openGate(): Promise<Gate> {
  const gate: Gate = { url: '', isClosed: false, delayMs: 0, serviceWorker: null, asked: [] }
  const server = createServer((incoming, answer) => {
    gate.asked.push(`${incoming.method} ${incoming.url}`)
    if (gate.isClosed) incoming.socket.destroy()
    else if (incoming.url === '/sw.js' && gate.serviceWorker !== null)
      answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(gate.serviceWorker)
    else setTimeout(() => pass(incoming, answer), gate.delayMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // The server listens on a port, so its address is no path.
  gate.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return gate
}

function pass(incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url } = incoming
  const onward = request(inject('url') + url, { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
    response.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  incoming.pipe(onward)
}
