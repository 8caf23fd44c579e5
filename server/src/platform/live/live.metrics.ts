import { type Counter, Histogram } from 'prom-client'
import type { Metrics } from '../metrics.ts'

export interface LiveMetrics {
  gaps: Counter
  resumes: Counter
  conflated: Counter
  fanOut: Histogram
}

/** @param read what is asked when Prometheus asks */
export function createLiveMetrics(
  metrics: Metrics,
  read: { connections: () => number; queuedBytes: () => number; relayLag: () => Promise<number> },
): LiveMetrics {
  metrics.gauge('ws_connections', 'Live connections, event streams included', read.connections)
  metrics.gauge('ws_queue_bytes', 'Bytes that live clients have not read yet', read.queuedBytes)
  metrics.gauge('ledger_relay_lag_seconds', 'Age of the oldest change that is not in the stream yet', () =>
    read.relayLag().catch(() => Number.NaN),
  )
  return {
    gaps: metrics.counter('ws_gaps_total', 'Subscriptions told to ask for their list again', ['why']),
    resumes: metrics.counter('ws_resume_total', 'Connections that came back with a cursor', ['result']),
    conflated: metrics.counter(
      'conflated_total',
      'Changes told together with a later one of the same record',
    ),
    fanOut: new Histogram({
      name: 'fanout_seconds',
      help: 'Time to read a batch of changes and hand it to all sockets',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      registers: [metrics.registry],
    }),
  }
}
