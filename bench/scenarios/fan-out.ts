import { percentile } from '../figures.ts'
import { type Crowd, openCrowd } from '../load/crowd.ts'
import { atPace } from '../load/pace.ts'
import type { Arrivals } from '../load/sockets.ts'
import { memoryOf, processorTimeOf } from '../processes.ts'
import { apiOf, signIn } from '../product.ts'
import type { Aim, Result, Sample } from '../result.ts'
import { type Bench, newSource, onStage, type Stage } from '../stage.ts'

const SOCKETS_PER_PERSON = 5
const BATCH = 10

const scales = {
  full: { sockets: 1000, eventsPerSecond: 500 },
  quick: { sockets: 200, eventsPerSecond: 200 },
}

const COMMIT_TO_SOCKET: Aim[] = [
  { of: 'p50', atMost: 50 },
  { of: 'p99', atMost: 250 },
  { of: 'errors', atMost: 0 },
]

export function measureFanOut(bench: Bench): Promise<Result[]> {
  const { sockets, eventsPerSecond } = bench.options.isQuick ? scales.quick : scales.full
  return onStage(bench, async (stage) => {
    const people = sockets / SOCKETS_PER_PERSON
    const tokens = await signInMany(stage, people)
    const idle = await memoryOf(stage.api.pid)
    const crowd = await openCrowd(stage, tokens)
    const withSockets = await memoryOf(stage.api.pid)
    const { key } = await newSource(stage, 'monitoring')
    // Not counted, as with requests: what is compiled while people wait.
    await tellAll(stage, crowd, key, eventsPerSecond, sockets)
    const samples: Sample[] = []
    for (let run = 0; run < bench.options.runs; run++) {
      samples.push(await tellAll(stage, crowd, key, eventsPerSecond, sockets))
      bench.say(`  live, run ${run + 1}: p99 ${samples.at(-1)?.p99} ms`)
    }
    const work = `live: ${eventsPerSecond} new alerts/s to ${sockets} sockets, transaction's start to socket`
    const row = (name: string, unit: string, lane: Sample[], aims: Aim[] = []): Result => ({
      scenario: 'live',
      work: name,
      unit,
      lanes: { ours: lane },
      aims,
    })
    const more = (name: string) => samples.map((sample) => ({ value: Number(sample.more?.[name]) }))
    return [
      row(`${work} (p50)`, 'ms', samples, COMMIT_TO_SOCKET),
      row('live: of that until it is sealed (p50)', 'ms', more('sealed_p50')),
      row('live: processor of the API, of one core', '%', more('processor_percent')),
      row('live: processor of the API, an event to a socket', 'µs', more('processor_micros')),
      row('live: a socket is sent a second', 'messages', more('messages_a_second')),
      row('live: memory of the API', 'MB', more('memory_mb')),
      row(
        'memory of an idle socket',
        'KB',
        [{ value: ((withSockets - idle) * 1024) / sockets }],
        [{ of: 'value', atMost: 30 }],
      ),
    ]
  })
}

async function signInMany({ api }: Stage, people: number) {
  const tokens: string[] = []
  // Two at a time: hashing passwords is meant to be dear.
  for (let from = 1; from <= people; from += 2) {
    const pair = [from, from + 1].filter((one) => one <= people)
    tokens.push(...(await Promise.all(pair.map((one) => signIn(api.url, `agent${one}`)))))
  }
  return tokens
}

/** Sends alerts at a steady pace, waits until all has arrived, and holds what came against the ledger. */
async function tellAll(
  stage: Stage,
  crowd: Crowd,
  key: string,
  perSecond: number,
  sockets: number,
): Promise<Sample> {
  const { sql, api, bench } = stage
  const send = apiOf(api.url)
  const seconds = Math.max(4, bench.options.seconds)
  const before = await head(stage)
  await crowd.forget()
  const [processor, began] = [await processorTimeOf(api.pid), performance.now()]
  const failures = await atPace(perSecond / BATCH, seconds, (turn) =>
    send('POST', `/am/${key}/api/v2/alerts`, alerts(`${before}-${turn}`)),
  )
  const reports = await untilArrived(stage, crowd)
  const used = (await processorTimeOf(api.pid)) - processor
  const passed = (performance.now() - began) / 1000
  const sealed = await sql<{ seq: string; at: Date; sealed_at: Date; events: number }>(
    `select s.stream_seq as seq, l.at, s.sealed_at, coalesce(cardinality(l.subject_ids), 1) as events
     from ledger_seals s join ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id and l.at = s.ledger_at
     where s.stream_seq > $1 and l.subject_kind = 'alert' order by s.stream_seq`,
    [before],
  )
  const expected = sealed.reduce((sum, { events }) => sum + events, 0)
  const delivered = reports.flatMap(({ events }) => events)
  const wrong = delivered.filter((events) => events !== expected).length
  const others = reports.flatMap((report) => report.others)
  for (const other of others.slice(0, 3)) bench.say(`  a socket was told: ${other}`)
  const line = latencies(
    sealed.map(({ seq, at }) => [Number(seq), at.getTime()]),
    reports,
  ).sort()
  const waits = new Float64Array(sealed.map(({ at, sealed_at }) => sealed_at.getTime() - at.getTime())).sort()
  const sum = (of: (report: Arrivals) => number) => reports.reduce((total, report) => total + of(report), 0)
  const arrived = delivered.reduce((total, events) => total + events, 0)
  const messages = sum(({ frames }) => frames.length / 3)
  return {
    value: percentile(line, 0.5),
    p50: percentile(line, 0.5),
    p99: percentile(line, 0.99),
    max: line.at(-1) ?? Number.NaN,
    errors: failures.length + wrong + others.length + (delivered.length === sockets ? 0 : 1),
    more: {
      events: expected,
      delivered: arrived,
      expected: expected * sockets,
      sockets_with_another_count: wrong,
      sealed_p50: percentile(waits, 0.5),
      sealed_p99: percentile(waits, 0.99),
      processor_percent: (used / passed) * 100,
      processor_micros: (used / arrived) * 1e6,
      messages_a_second: messages / sockets / seconds,
      bytes_an_event: sum(({ bytes }) => bytes) / arrived,
      messages_inflated: sum(({ inflated }) => inflated),
      clients_processor_seconds: sum(({ processor }) => processor),
      memory_mb: await memoryOf(api.pid),
    },
  }
}

/** The newest change of alerts in the stream. */
async function head({ sql }: Stage) {
  const [row] = await sql<{ seq: string }>(
    `select coalesce(max(s.stream_seq), 0) as seq from ledger_seals s
     join ledger l on l.organization_id = s.organization_id and l.id = s.ledger_id and l.at = s.ledger_at
     where l.subject_kind = 'alert'`,
  )
  return Number(row?.seq)
}

function alerts(name: string) {
  const startsAt = new Date().toISOString()
  return Array.from({ length: BATCH }, (_, item) => ({
    labels: { alertname: 'LinkDown', device: `live-${name}-${item}`, site: 'site-7', severity: 'critical' },
    annotations: { summary: 'Interface Gi0/1 is down' },
    startsAt,
  }))
}

async function untilArrived(stage: Stage, crowd: Crowd) {
  const end = performance.now() + 15_000
  for (;;) {
    const newest = await head(stage)
    const reports = await crowd.report()
    const isLevel = reports.every(
      ({ last, events }) => last.length === events.length && last.every((at) => at >= newest),
    )
    if (isLevel || performance.now() > end) return reports
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** How long each change took to each socket: until the first frame that reaches to its place in the stream or beyond. */
function latencies(committed: [seq: number, at: number][], reports: Arrivals[]): Float64Array {
  const all: number[] = []
  for (const { frames } of reports) {
    const next = new Map<number, number>()
    for (let at = 0; at < frames.length; at += 3) {
      const [socket, place, when] = [frames[at] ?? 0, frames[at + 1] ?? 0, frames[at + 2] ?? 0]
      let index = next.get(socket) ?? 0
      for (; index < committed.length && (committed[index]?.[0] ?? 0) <= place; index++)
        all.push(when - (committed[index]?.[1] ?? 0))
      next.set(socket, index)
    }
  }
  return Float64Array.from(all)
}
