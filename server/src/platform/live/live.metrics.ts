import { type Counter, Histogram } from 'prom-client'
import type { Metrics } from '../metrics.ts'

export interface LiveMetrics {
  gaps: Counter
  resumes: Counter
  conflated: Counter
  refused: Counter
  fanOut: Histogram
  slices: Histogram
  snapshots: Histogram
  age: Histogram
}

const SHORT = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1]
const LONG = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** @param read what is asked when Prometheus asks */
export function createLiveMetrics(
  metrics: Metrics,
  read: { connections: () => number; queuedBytes: () => number; relayLag: () => Promise<number> },
): LiveMetrics {
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers: [metrics.registry] })
  metrics.gauge('ws_connections', 'Live connections, event streams included', read.connections)
  metrics.gauge('ws_queue_bytes', 'Bytes that live clients have not read yet', read.queuedBytes)
  metrics.gauge('outbox_lag_seconds', 'Age of the oldest change that is not in the stream yet', () =>
    read.relayLag().catch(() => Number.NaN),
  )
  return {
    gaps: metrics.counter('ws_gaps_total', 'Subscriptions told to ask for their list again', ['why']),
    resumes: metrics.counter('ws_resume_total', 'Connections that came back with a cursor', ['result']),
    conflated: metrics.counter(
      'conflated_total',
      'Changes told together with a later one of the same record',
    ),
    refused: metrics.counter('ws_refused_total', 'Connections and snapshots turned away under load', [
      'what',
    ]),
    fanOut: histogram('fanout_seconds', 'Time to read a batch of changes and hand it to all sockets', SHORT),
    slices: histogram('fanout_slice_seconds', 'Time a broadcast held the event loop at a stretch', SHORT),
    snapshots: histogram('snapshot_seconds', 'Time from a wish for a snapshot to its frames', LONG),
    age: histogram('live_age_seconds', 'Age of a batch’s oldest change once every socket has it', LONG),
  }
}
