import type { Channel, SendOutcome } from './channels.ts'

export interface SmsGateway {
  url: string
  token: string
  sender: string
  /** How long one attempt may take, its answer read to the end. */
  timeoutMs?: number
}

const attemptMs = 10_000
const answerBytesMax = 16 * 1024

/**
 * SMS through an HTTP gateway: `POST {to, from, text, idempotencyKey}`, the key also as `Idempotency-Key`. Any 2xx
 * whose answer does not say otherwise has taken the message over. Whatever is unclear is tried again with the
 * same key; only a 4xx that another attempt cannot change (not 408, not 429) is final.
 */
export function smsGateway({ url, token, sender, timeoutMs = attemptMs }: SmsGateway): Channel {
  return {
    staysHere: false,
    async send({ to, text, idempotencyKey }) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          // The address it would lead to is not the gateway that was given this text and token.
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'Content-Type': 'application/json',
            Accept: 'application/json',
            'Idempotency-Key': idempotencyKey,
            ...(token && { Authorization: `Bearer ${token}` }),
          },
          // Phones are kept as Oman's eight digits.
          body: JSON.stringify({ to: `+968${to}`, from: sender, text, idempotencyKey }),
        })
        return await judge(response, idempotencyKey)
      } catch (error) {
        const isSlow = error instanceof Error && error.name === 'TimeoutError'
        return again(isSlow ? 'timeout' : 'unreachable')
      }
    },
  }
}

const again = (fault: string, retryAfterMs?: number): SendOutcome => ({
  ok: false,
  fault,
  isFinal: false,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})

async function judge(response: Response, idempotencyKey: string): Promise<SendOutcome> {
  const { status } = response
  if (response.ok) return judgeAnswer(await readAtMost(response, answerBytesMax), idempotencyKey)
  await response.body?.cancel()
  if (status < 400) return again('redirected')
  const fault = `http_${status}`
  if (status < 500 && status !== 408 && status !== 429) return { ok: false, fault, isFinal: true }
  return again(fault, readRetryAfter(response.headers.get('Retry-After'), Date.now()))
}

/** Null when the answer is longer than any that a gateway gives. */
async function readAtMost(response: Response, bytesMax: number): Promise<string | null> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  // Leaving the loop ends the answer.
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength
    if (bytes > bytesMax) return null
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}

const saysYes = /^(ok|accepted|queued|sent|success)\b/i
const saysNo = /^(fail|error|reject|refus|den|invalid|undeliver)/i

/** A 2xx is taken at its word unless its body is no gateway's, denies it, or answers another message. */
function judgeAnswer(body: string | null, idempotencyKey: string): SendOutcome {
  if (body === null) return again('malformed_answer')
  if (body.trim() === '' || saysYes.test(body.trim())) return { ok: true }
  const answer = asRecord(body)
  if (!answer) return again('malformed_answer')
  const denies =
    [answer['accepted'], answer['success'], answer['ok']].includes(false) ||
    isNamed(answer['error']) ||
    isNamed(answer['errors']) ||
    (typeof answer['status'] === 'string' && saysNo.test(answer['status']))
  if (denies) return again('denied')
  const key = answer['idempotencyKey']
  return typeof key === 'string' && key !== idempotencyKey ? again('another_answer') : { ok: true }
}

const isNamed = (error: unknown) => (Array.isArray(error) ? error.length > 0 : Boolean(error))

function asRecord(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null
  } catch {
    return null
  }
}

/** Seconds or an HTTP date, as milliseconds from now; undefined when it is neither or lies in the past. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const pauseMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return pauseMs > 0 ? pauseMs : undefined
}
