import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

// What goes over a live connection, as JSON. The protocol's words stand here once.

export const SUBPROTOCOL = 'noc.v1+json'
export const MAX_FRAME_BYTES = 16 * 1024
export const MAX_SUBSCRIPTIONS = 50
export const FRAMES_A_SECOND = 20
/** As `welcome` tells them. */
export const LIMITS = {
  subs: MAX_SUBSCRIPTIONS,
  frame_bytes: MAX_FRAME_BYTES,
  frames_per_second: FRAMES_A_SECOND,
}
export const HEARTBEAT_SECONDS = 25

export const CLOSE = {
  badAuth: 4001,
  forbidden: 4003,
  slow: 4008,
  tooMany: 4009,
  protocol: 4010,
  draining: 4011,
  tokenExpired: 4012,
} as const
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE]

/** Closing reasons, one per code: they reach proxies' logs, so they say nothing about anybody. */
export const REASONS: Record<CloseCode, string> = {
  4001: 'sign in',
  4003: 'forbidden',
  4008: 'too slow',
  4009: 'too many connections',
  4010: 'protocol',
  4011: 'draining',
  4012: 'token expired',
}

/** What a client says in `hello` that it can read besides text: binary messages that hold a frame in raw DEFLATE. */
export const DEFLATE = 'deflate'

/** Why a subscription must ask for its list again. */
export type GapReason = 'slow' | 'history' | 'authz' | 'epoch' | 'bulk' | 'ticks'

/** One message to a client, serialized once for all who get the same. */
export interface Frame {
  text: string
  /** How far the receiver has read once it has this; what SSE calls id. */
  cursor: string | null
  /** The text in UTF-8, and that deflated, each made at first use and sent to all. */
  bytes?: Buffer
  deflated?: Buffer
}

export const frameOf = (
  message: { t: string } & Record<string, unknown>,
  cursor: string | null = null,
): Frame => ({
  text: JSON.stringify(message),
  cursor,
})

/** The last frame of a connection. @param retryMs when to come back, where that is not left to the client */
export const byeFrame = (code: CloseCode, retryMs?: number) =>
  frameOf({ t: 'bye', code, ...(retryMs !== undefined && { retry_ms: Math.round(retryMs) }) })

const SubscriptionId = Type.String({ minLength: 1, maxLength: 64 })
const Word = Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean()])

const Hello = Type.Object({
  t: Type.Literal('hello'),
  v: Type.Literal(1),
  token: Type.Optional(Type.String({ maxLength: 4096 })),
  cursor: Type.Optional(Type.String({ maxLength: 64 })),
  caps: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 })),
})
const Subscribe = Type.Object({
  t: Type.Literal('sub'),
  id: SubscriptionId,
  topic: Type.String({ maxLength: 64 }),
  filter: Type.Optional(
    Type.Record(Type.String({ maxLength: 64 }), Type.Union([Word, Type.Array(Word, { maxItems: 1000 })])),
  ),
  snapshot: Type.Optional(
    Type.Object({
      limit: Type.Integer({ minimum: 1, maximum: 200 }),
      ordering: Type.Optional(Type.String({ maxLength: 200 })),
    }),
  ),
})
const Unsubscribe = Type.Object({ t: Type.Literal('unsub'), id: SubscriptionId })
const Sign = Type.Object({ t: Type.Union([Type.Literal('ack'), Type.Literal('ping'), Type.Literal('pong')]) })

const Incoming = Type.Union([Hello, Subscribe, Unsubscribe, Sign])
export type Incoming = Static<typeof Incoming>
export type HelloFrame = Static<typeof Hello>
export type SubscribeFrame = Static<typeof Subscribe>

const incoming = Compile(Incoming)

/** undefined for what breaks the protocol. */
export function parseFrame(text: string): Incoming | undefined {
  if (text.length > MAX_FRAME_BYTES) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return incoming.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}
