import { compare } from '../compare.ts'
import { startAlertmanager } from '../limits/alertmanager.ts'
import { startBare } from '../limits/bare.start.ts'
import { runStatements } from '../limits/pgbench.ts'
import { record } from '../limits/record.ts'
import type { Hole } from '../limits/replay.ts'
import type { Call } from '../load/call.ts'
import { runWrk, warmUp } from '../load/wrk.ts'
import { memoryOf } from '../processes.ts'
import type { Aim, Result } from '../result.ts'
import { type Bench, newSource, onStage, type SourceKey, type Stage } from '../stage.ts'
import { copyForReplay, fillSources } from './ingest.fill.ts'

interface IngestWork {
  name: string
  /** Alerts a request. */
  batch: number
  connections: number
  isNew: boolean
  aims: Aim[]
}

const noErrors: Aim = { of: 'errors', atMost: 0 }
const halfOfSql: Aim = { of: 'value', against: 'pgbench', atLeast: 0.5 }
const aheadOfPeer: Aim = { of: 'value', against: 'peer', atLeast: 1 }

const work = (batch: number, connections: number, isNew: boolean, aims: Aim[]): IngestWork => ({
  name: `ingest-${isNew ? 'new' : 'repeated'}-${batch}${connections === 64 ? '-c64' : ''}`,
  batch,
  connections,
  isNew,
  aims: [...aims, noErrors],
})

/** Alertmanager's dialect, durable: answered after the commit. The peer keeps alerts in memory. */
export const INGEST_WORK: IngestWork[] = [
  work(1, 16, true, []),
  work(1, 64, true, [aheadOfPeer]),
  work(64, 16, true, [halfOfSql, aheadOfPeer]),
  work(100, 16, true, [halfOfSql, aheadOfPeer]),
  work(1, 16, false, []),
  work(1, 64, false, [aheadOfPeer]),
  work(64, 16, false, [halfOfSql]),
  work(100, 16, false, [halfOfSql]),
]

/** As many identities repeat themselves, however they are batched. */
const REPEATING = 9000
const hour = 3_600_000

function alertTemplate() {
  const startsAt = new Date(Date.now() - 60_000).toISOString()
  const endsAt = new Date(Date.now() + 6 * hour).toISOString()
  return JSON.stringify({
    labels: { alertname: 'LinkDown', device: 'sw-{{block}}{{item}}', site: 'site-7', severity: 'critical' },
    annotations: {
      summary: 'Interface Gi0/1 is down',
      description: 'No carrier on the uplink for more than 60 seconds, checked by SNMP poller.',
    },
    startsAt,
    endsAt,
    generatorURL: 'http://poller.example/g',
  })
}

function blocksOf({ batch, isNew }: IngestWork): [number, number] {
  if (isNew) return [100_000_000_000, 999_999_999_999]
  const first = batch === 1 ? 100_000 : 1000
  return [first, first + Math.floor(REPEATING / batch) - 1]
}

export const ingestCall = (work: IngestWork, key: string): Call => ({
  method: 'POST',
  path: `/am/${key}/api/v2/alerts`,
  body: alertTemplate(),
  batch: work.batch,
  holes: { block: blocksOf(work) },
})

export function measureIngest(bench: Bench, ingest: IngestWork): Promise<Result[]> {
  const { name, batch, connections, isNew, aims } = ingest
  return onStage(bench, async (stage) => {
    const { tools, options } = bench
    const [ours, replayed, plain] = [
      await newSource(stage, 'ours'),
      await newSource(stage, 'replayed'),
      await newSource(stage, 'plain'),
    ]
    const call = ingestCall(ingest, ours.key)
    const bareUrl = await startBare(stage, plain.id)
    const peer = await startAlertmanager(stage)
    const toBare: Call = { ...call, path: '/alerts' }
    const toPeer: Call = { ...call, path: '/api/v2/alerts' }
    if (!isNew) {
      const all = [
        { url: stage.api.url, call },
        { url: bareUrl, call: toBare },
      ]
      await fillSources(peer ? [...all, { url: peer.url, call: toPeer }] : all)
    }
    const replay = await recordIngest(stage, call, ours, replayed, isNew)
    const load = { connections, seconds: isNew ? Math.min(options.seconds, 3) : options.seconds }
    const { wrk } = tools
    const result = await compare(stage, {
      scenario: name,
      work: `ingest ${isNew ? 'new' : 'repeated'} alerts, ${batch === 1 ? 'one a request' : `batches of ${batch}`}, c=${connections}`,
      aims,
      warm: {
        ours: () => warmUp(wrk, stage.api.url, call, connections),
        bare: () => warmUp(wrk, bareUrl, toBare, connections),
        ...(peer && { peer: () => warmUp(wrk, peer.url, toPeer, connections) }),
      },
      lanes: {
        ours: () => runWrk(wrk, stage.api.url, call, load),
        pgbench: () => runStatements(stage, replay, load.seconds, batch),
        bare: () => runWrk(wrk, bareUrl, toBare, load),
        ...(peer && { peer: () => runWrk(wrk, peer.url, toPeer, load) }),
      },
    })
    const memory: Result = {
      scenario: name,
      work: `memory after that`,
      unit: 'MB',
      lanes: {
        ours: [{ value: await memoryOf(stage.api.pid) }],
        bare: [],
        ...(peer && { peer: [{ value: await memoryOf(peer.pid) }] }),
      },
      aims: [],
    }
    return isNew && batch === 100 ? [result, memory] : [result]
  })
}

/** The statements of one batch, moved to a source of their own: what the runs of ours write does not meet them. */
async function recordIngest(stage: Stage, call: Call, ours: SourceKey, replayed: SourceKey, isNew: boolean) {
  const [first, last] = call.holes.block as [number, number]
  const kept = first + Math.min(57, last - first)
  const findHoles = async (): Promise<Hole[]> => {
    const alerts = await stage.sql<{ id: string; dedup_key: string; item: string; starts_at: Date }>(
      `select id, dedup_key, right(labels ->> 'device', 2) as item, starts_at from alerts
       where integration_id = $1 and labels ->> 'device' like $2`,
      [ours.id, `sw-${kept}__`],
    )
    if (alerts.length !== call.batch)
      throw new Error(`${alerts.length} alerts came of a batch of ${call.batch}`)
    if (!isNew) await copyForReplay(stage, ours, replayed, alerts[0]?.starts_at ?? new Date())
    return [
      { recorded: String(ours.id), written: String(replayed.id) },
      ...alerts.flatMap(({ id, dedup_key, item }) => [
        { recorded: dedup_key, written: `key1~block~${item}` },
        { recorded: `sw-${kept}${item}`, written: `sw-~block~${item}` },
        // Nothing points to a new alert's id before the end of the transaction, so it may stay as it was.
        ...(isNew ? [] : [{ recorded: id, written: `1~block~${item}` }]),
      ]),
    ]
  }
  return record(stage, call, [{ block: first }, { block: kept }], findHoles)
}
