export type Topic = 'alerts' | 'incidents' | 'configuration-items' | IncidentPart
/** What hangs on an incident has topics of its own: it changes without moving the incident's version. */
export type IncidentPart =
  | 'incident-comments'
  | 'incident-links'
  | 'incident-attachments'
  | 'incident-workarounds'
  | 'incident-metrics'
export type RecordKind =
  | 'alert'
  | 'incident'
  | 'configuration_item'
  | 'incident_comment'
  | 'incident_link'
  | 'incident_attachment'
  | 'incident_workaround'
  | 'incident_metric'

/** One change of one record. `d` is its list representation; a tick's has the version it had, with counters that moved. */
export interface LiveEvent {
  id: string[]
  k: RecordKind
  op: 'upsert' | 'leave' | 'delete' | 'tick'
  eid: number
  ver: number
  d: Record<string, unknown>
}

export type ServerFrame =
  | { t: 'welcome'; session: string; epoch: string; cursor: string; heartbeat_s: number; resumed: boolean }
  | { t: 'snap'; id: string; at: string; items?: Record<string, unknown>[]; done: boolean }
  | { t: 'ev'; c: string; ev: LiveEvent[] }
  | { t: 'gap'; id: string; why: string }
  | { t: 'ping'; c?: string }
  | { t: 'err'; id?: string; code: string; msg: string }
  | { t: 'bye'; code: number; retry_ms?: number }

export type ClientFrame =
  | { t: 'hello'; v: 1; token: string; cursor?: string; caps?: string[] }
  | { t: 'sub'; id: string; topic: Topic }
  | { t: 'unsub'; id: string }
  | { t: 'ack'; c: string }
  | { t: 'pong' }

/** What a listener is told: a record changed, or an unknown number did and it should ask again. */
export type LiveMessage = { type: 'event'; event: LiveEvent } | { type: 'gap'; why: string }

export const SUBPROTOCOL = 'noc.v1+json'
export const CLOSED = { badAuth: 4001, forbidden: 4003, protocol: 4010, draining: 4011, tokenExpired: 4012 }
