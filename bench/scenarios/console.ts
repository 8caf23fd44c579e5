import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '../load/call.ts'
import { runWrk, warmUp } from '../load/wrk.ts'
import { withClient } from '../postgres.ts'
import type { Aim, Result } from '../result.ts'
import { type Bench, newSource, onStage, type SourceKey, type Stage } from '../stage.ts'
import { measureBrowser } from './console.browser.ts'

const OPEN_ALERTS = 60_000

interface Question {
  work: string
  path: string
  aims: Aim[]
}

const within = (atMost: number): Aim[] => [
  { of: 'p50', atMost },
  { of: 'errors', atMost: 0 },
]
const open = '/api/noc/alerts/?workflow__in=open,acknowledged&ordering=-severity,-starts_at'
const page = `${open}&cursor=&page_size=100`

/** What the console asks, of a tenant with 60,000 open alerts. */
const QUESTIONS: Question[] = [
  { work: 'first page, worst first', path: page, aims: within(20) },
  {
    work: 'first page of one severity and client',
    path: `${page}&severity=warning&client_id=40007`,
    aims: within(20),
  },
  { work: 'how many there are', path: `${open}&page_size=1`, aims: within(20) },
  { work: 'counts', path: '/api/noc/alerts/counts/', aims: within(5) },
]

const SEARCHES: Question[] = [
  { work: 'search for one device', path: `${page}&search=sw-004711`, aims: within(50) },
  { work: 'search that finds 4,450', path: `${page}&search=site-17`, aims: within(50) },
  { work: 'search that finds all', path: `${page}&search=linkdown`, aims: within(50) },
]
/** As after a storm that has only just come in. */
const WAITING = 5000
const STORM_SEARCH: Question = {
  work: `search for one device while ${WAITING} alerts wait to be indexed`,
  path: `${page}&search=sw-004711`,
  aims: within(50),
}

export function measureConsole(bench: Bench): Promise<Result[]> {
  return onStage(bench, async (stage) => {
    const source = await newSource(stage, 'monitoring')
    await openAlerts(stage, source)
    await untilIndexed(stage)
    const results: Result[] = []
    for (const question of [...QUESTIONS, ...SEARCHES]) results.push(await ask(stage, question))
    results.push(await whileAlertsWait(stage, () => ask(stage, STORM_SEARCH)))
    return [...results, ...(await measureBrowser(stage, source))]
  })
}

/** One at a time: how long does the one who looks wait? */
async function ask({ bench, api, token }: Stage, { work, path, aims }: Question): Promise<Result> {
  const { tools, options, say } = bench
  const call: Call = { method: 'GET', path, headers: { authorization: `Bearer ${token}` }, holes: {} }
  await warmUp(tools.wrk, api.url, call, 1)
  const result: Result = {
    scenario: 'console',
    work: `console: ${work}, c=1 (p50)`,
    unit: 'ms',
    lanes: { ours: [] },
    aims,
  }
  for (let run = 0; run < options.runs; run++) {
    const sample = await runWrk(tools.wrk, api.url, call, { connections: 1, seconds: options.seconds })
    result.lanes.ours?.push({
      ...sample,
      value: sample.p50 ?? Number.NaN,
      more: { ...sample.more, per_second: sample.value },
    })
    say(`  ${result.work}: ${sample.p50} ms`)
  }
  return result
}

async function openAlerts({ sql }: Stage, { id }: SourceKey) {
  await sql(
    `insert into alerts (organization_id, integration_id, dedup_key, title, severity, condition, workflow, labels, client_id,
       site_id, configuration_item_id, starts_at, latest_starts_at, last_seen_at, acknowledged_at)
     select app.current_organization(), $1, lpad(to_hex(g), 16, '0'), 'Interface Gi0/' || g % 48 || ' on sw-' || lpad(g::text, 6, '0') || ' is down',
       (array['critical', 'high', 'warning', 'warning', 'low', 'info'])[1 + g * 7 % 6], 'firing',
       case when g % 10 = 0 then 'acknowledged' else 'open' end,
       jsonb_build_object('alertname', 'LinkDown', 'device', 'sw-' || lpad(g::text, 6, '0'), 'site', 'site-' || g % 200),
       40001 + g % 50, 50001 + g % 100, 60001 + g % 1000, now() - g * interval '13 seconds', now() - g * interval '13 seconds', now(),
       case when g % 10 = 0 then now() end
     from generate_series(1, ${OPEN_ALERTS}) g`,
    [id],
  )
  await sql('vacuum analyze alerts')
}

/** The words of new alerts are indexed behind the commit, here for all of them at once. */
async function untilIndexed({ sql }: Stage) {
  const end = performance.now() + 60_000
  const isWaiting = async () => (await sql('select from search.unindexed limit 1')).length > 0
  while (await isWaiting()) {
    if (performance.now() > end) throw new Error('the alerts were not indexed within a minute')
    // The worker may be at it: then this does nothing.
    await sql('select search.index_waiting_alerts(100)')
    await sleep(100)
  }
}

/** Holds the place of whoever indexes, so that the newest alerts go on waiting meanwhile. */
async function whileAlertsWait<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  const { database, bench, sql } = stage
  const answer = await withClient(database, async (client) => {
    await client.query(`select pg_advisory_lock(hashtextextended('alert words ${bench.organizationId}', 0))`)
    await sql(
      `with newest as (select organization_id, id from alerts order by id desc limit ${WAITING}),
         forgotten as (delete from search.documents d using newest n
           where d.organization_id = n.organization_id and d.kind = 'alert' and d.record_id = n.id)
       insert into search.unindexed (organization_id, alert_ids) select organization_id, array_agg(id) from newest group by 1`,
    )
    return work()
  })
  await untilIndexed(stage)
  return answer
}
