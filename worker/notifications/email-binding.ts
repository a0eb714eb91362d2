import type { SendEmail } from '@cloudflare/workers-types'
import type { Channel, OutgoingMessage, SendOutcome } from './channels.ts'

export interface EmailSender {
  binding: SendEmail
  /** An address of a domain that Cloudflare may send for. */
  from: string
  timeoutMs?: number
}

const attemptMs = 10_000

/** What Cloudflare answers of an e-mail that no further attempt can change; everything else may pass. */
const finalCodes = new Set([
  'E_VALIDATION_ERROR',
  'E_FIELD_MISSING',
  'E_RECIPIENT_NOT_ALLOWED',
  'E_RECIPIENT_SUPPRESSED',
  'E_TOO_MANY_RECIPIENTS',
  'E_CONTENT_TOO_LARGE',
])

const senderName = { ar: 'تمكين', en: 'Tamkeen' }

/**
 * E-mail through Cloudflare's binding, which builds and encodes the message from its parts. It knows no idempotency
 * key: a message is sent twice only when an accepted one's answer is lost.
 */
export function emailBinding({ binding, from, timeoutMs = attemptMs }: EmailSender): Channel {
  return {
    staysHere: false,
    async send(message): Promise<SendOutcome> {
      const { to, subject, text, language } = message
      const mail = { from: { email: from, name: senderName[language] }, to, subject, text, html: toHtml(message) }
      const slow = slowAfter(timeoutMs)
      try {
        return await Promise.race([binding.send(mail).then(() => ({ ok: true }) as const), slow.outcome])
      } catch (error) {
        const code = codeOf(error)
        return {
          ok: false,
          fault: code?.toLowerCase() ?? 'unreachable',
          isFinal: code !== null && finalCodes.has(code),
        }
      } finally {
        slow.stop()
      }
    },
  }
}

function slowAfter(timeoutMs: number): { outcome: Promise<SendOutcome>; stop: () => void } {
  const { promise, resolve } = Promise.withResolvers<SendOutcome>()
  const timer = setTimeout(() => resolve({ ok: false, fault: 'timeout', isFinal: false }), timeoutMs)
  return { outcome: promise, stop: () => clearTimeout(timer) }
}

/** Cloudflare's code of a refusal. The sentence beside it may hold the address, so it is never kept. */
function codeOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E_[A-Z_]{2,40}$/.test(code) ? code : null
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

/** The text with its direction, and its links to be tapped. */
export function toHtml({ language, subject, text }: OutgoingMessage): string {
  const paragraphs = escape(text)
    .split('\n')
    .map(
      (line) => `<p>${line.replace(/https?:\/\/[\w:./-]+/g, (link) => `<a href="${link}" dir="ltr">${link}</a>`)}</p>`,
    )
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${escape(subject)}</title></head><body>${paragraphs.join('')}</body></html>`
}
