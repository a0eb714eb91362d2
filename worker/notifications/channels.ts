import type { Env } from '../env.ts'
import { emailBinding } from './email-binding.ts'
import { smsGateway } from './sms-gateway.ts'

export const channelNames = ['sms', 'email'] as const
export type ChannelName = (typeof channelNames)[number]

/** One message on its way to one person. */
export interface OutgoingMessage {
  to: string
  language: 'ar' | 'en'
  /** An e-mail's; an SMS has none. */
  subject: string
  text: string
  /** The same for every attempt of one message, so that a provider sends it once however often it is asked. */
  idempotencyKey: string
}

export type SendOutcome =
  | { ok: true }
  /** `fault` is a code that staff are shown: nothing of the message or the person. A final one is not tried again. */
  | { ok: false; fault: string; isFinal: boolean; retryAfterMs?: number }

export interface Channel {
  /** Nothing leaves this machine: the desk's outbox is where its messages are read. */
  staysHere: boolean
  send(message: OutgoingMessage): Promise<SendOutcome>
}

/** Null where no provider is connected: messages then wait in the queue. */
export type Channels = Record<ChannelName, Channel | null>

const deskOutbox: Channel = { staysHere: true, send: async () => ({ ok: true }) }

/** The channels that the settings name. A local run without any reads its messages at the desk. */
export function openChannels(env: Env): Channels {
  const fallback = env.ENVIRONMENT === 'local' ? deskOutbox : null
  const { SMS_GATEWAY_URL: url, SMS_GATEWAY_TOKEN: token, EMAIL: binding, EMAIL_FROM: from } = env
  return {
    sms: url ? smsGateway({ url, token: token ?? '', sender: env.SMS_SENDER ?? '' }) : fallback,
    email: binding && from ? emailBinding({ binding, from }) : fallback,
  }
}
