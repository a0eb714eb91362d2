// What is said about a line of the stand-in for the SMS gateway, in Node and in workerd.

/** How the gateway meets one request. `take` delivers the text; the others do not unless they say so. */
export type Behaviour =
  | { do: 'take'; afterMs?: number; ignoringKeys?: boolean }
  | { do: 'take-and-hang-up'; ignoringKeys?: boolean }
  | { do: 'take-and-answer-twice' }
  | { do: 'status'; status: number; retryAfter?: string }
  | { do: 'answer'; body: string; type?: string }
  | { do: 'stall' | 'hang-up' | 'no-http' | 'endless' | 'redirect' }

export interface TakenMessage {
  to: string
  from: string
  text: string
  idempotencyKey: string
}

export interface LineReport {
  /** Every request, in order. */
  requests: TakenMessage[]
  /** What phones got: a text for a key that was taken before is not delivered again. */
  delivered: TakenMessage[]
  /** Whether the last request carried the token it should. */
  authorization: string | null
}
