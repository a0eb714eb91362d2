import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Behaviour, LineReport, TakenMessage } from './sms-gateway-line.ts'

// A stand-in for the SMS gateway, on this machine: it can take messages over, fail, stall and lie. Each path under
// its address is a line of its own, with its own behaviour and its own count of what a phone got.

interface Line extends LineReport {
  /** What the next requests meet; the last one stays. */
  plan: Behaviour[]
}

export interface RunningGateway {
  url: string
  stop(): Promise<void>
}

export async function startSmsGateway(port = 0): Promise<RunningGateway> {
  const lines = new Map<string, Line>()
  const server = createServer((request, response) => {
    answer(lines, request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on a port has an address with one.
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${taken}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(lines: Map<string, Line>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, name = '', act = ''] = (request.url ?? '').split('/')
  const line = lines.get(name) ?? { plan: [], requests: [], delivered: [], authorization: null }
  lines.set(name, line)
  if (act === 'report') return sendJson(response, 200, { ...line, plan: undefined })
  const body: unknown = JSON.parse(await read(request))
  if (act === 'plan') {
    // Only tests and commands of this repository send plans.
    line.plan = body as Behaviour[]
    return sendJson(response, 200, {})
  }
  line.authorization = request.headers.authorization ?? null
  // The header is what providers go by; the body repeats it for those who do not read headers.
  const message = { ...(body as TakenMessage), idempotencyKey: String(request.headers['idempotency-key'] ?? '') }
  line.requests.push(message)
  const [next] = line.plan.length > 1 ? line.plan.splice(0, 1) : line.plan
  await behave(line, next ?? { do: 'take' }, message, request, response)
}

async function read(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const piece of request) text += piece
  return text
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function deliver(line: Line, message: TakenMessage, ignoringKeys = false): void {
  const isKnown = line.delivered.some(({ idempotencyKey }) => idempotencyKey === message.idempotencyKey)
  if (!isKnown || ignoringKeys) line.delivered.push(message)
}

async function behave(
  line: Line,
  behaviour: Behaviour,
  message: TakenMessage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { idempotencyKey } = message
  const taken = { accepted: true, idempotencyKey }
  switch (behaviour.do) {
    case 'take':
      deliver(line, message, behaviour.ignoringKeys)
      setTimeout(() => sendJson(response, 202, taken), behaviour.afterMs ?? 0)
      return
    case 'take-and-hang-up':
      deliver(line, message, behaviour.ignoringKeys)
      request.socket.destroy()
      return
    case 'take-and-answer-twice': {
      deliver(line, message)
      const body = JSON.stringify(taken)
      const said = `HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      request.socket.end(said + said)
      return
    }
    case 'status': {
      const { status, retryAfter } = behaviour
      return sendJson(response, status, { error: 'no' }, retryAfter === undefined ? {} : { 'Retry-After': retryAfter })
    }
    case 'answer':
      response.writeHead(200, { 'Content-Type': behaviour.type ?? 'application/json' }).end(behaviour.body)
      return
    case 'stall':
      return
    case 'hang-up':
      request.socket.destroy()
      return
    case 'no-http':
      request.socket.end('\u0000\u0001 this is no HTTP\n')
      return
    case 'endless':
      response.writeHead(200, { 'Content-Type': 'application/json' })
      // Until nobody listens any more.
      return pipeline(blanks(), response).catch(() => {})
    case 'redirect':
      return sendJson(response, 307, {}, { Location: `${request.url}-elsewhere/messages` })
  }
}

function* blanks(): Generator<string> {
  for (;;) yield ' '.repeat(1024)
}
